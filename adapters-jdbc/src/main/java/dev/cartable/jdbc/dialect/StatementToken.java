package dev.cartable.jdbc.dialect;

import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Tokens;
import dev.cartable.jdbc.sql.Type;

/** What statements leave open, because databases write it differently or because it is the same in all of them. */
public enum StatementToken {
    /** A text, in brackets, that is compared and sorted by code point: {@code {CODE(t.id)}}. */
    CODE {
        @Override
        String words(Dialect dialect, String argument) {
            return dialect.byCode(argument);
        }
    },
    /**
     * The elements of a parameter that is an array, as a relation {@code u(k)}, to be joined by a key: {@code {KEYS(TEXT ids)}}. H2
     * compares each row with each element of {@code = ANY(array)}, and PostgreSQL may read the whole table for it.
     */
    KEYS {
        @Override
        String words(Dialect dialect, String argument) {
            String[] parts = argument.split(" ", 2);
            return dialect.elements(Type.valueOf(parts[0]).array(parts[1])) + " AS u(k)";
        }
    },
    /** As {@link Dialect#join}, for rows that are left out if nothing is found: {@code {JOIN(nas_event t ON t.nas = u.nas)}}. */
    JOIN {
        @Override
        String words(Dialect dialect, String argument) {
            return join(dialect, "INNER", argument);
        }
    },
    /** As {@link #JOIN}, for rows that stay. */
    LEFT_JOIN {
        @Override
        String words(Dialect dialect, String argument) {
            return join(dialect, "LEFT", argument);
        }
    },
    /** At most as many rows as a page has. */
    PAGE {
        @Override
        String words(Dialect dialect, String argument) {
            return "FETCH FIRST " + Pages.SIZE + " ROWS ONLY";
        }
    },
    /** The database's time now. */
    NOW {
        @Override
        String words(Dialect dialect, String argument) {
            return dialect.clock();
        }
    },
    /** The database's time after as many milliseconds as a parameter says: {@code {LATER(lease)}}. */
    LATER {
        @Override
        String words(Dialect dialect, String argument) {
            return dialect.later(argument);
        }
    },
    /** As {@link Dialect#idleLimit}, with a parameter of milliseconds: {@code {IDLE_LIMIT(lease)}}. */
    IDLE_LIMIT {
        @Override
        String words(Dialect dialect, String argument) {
            return dialect.idleLimit(argument);
        }
    };

    abstract String words(Dialect dialect, String argument);

    private static String join(Dialect dialect, String kind, String argument) {
        String[] parts = argument.split("\\s+", 4);
        if (parts.length != 4 || !parts[2].equals("ON")) {
            throw new IllegalArgumentException("'" + argument + "' is not a relation, its alias, ON and a condition");
        }
        return dialect.join(kind, "{" + parts[0] + "}", parts[1], parts[3]);
    }

    /**
     * Puts the words of a database in place of all tokens.
     *
     * @throws IllegalArgumentException if a token does not exist
     */
    public static String replace(String sql, Dialect dialect) {
        return Tokens.replace(sql, (token, argument) -> valueOf(token).words(dialect, argument));
    }
}
