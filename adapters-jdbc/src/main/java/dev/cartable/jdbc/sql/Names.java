package dev.cartable.jdbc.sql;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of Cartable's relations in one database. SQL is written with {@code {account}} for the relation of that name, and
 * {@code {#account}} for the bare name, where a schema may not stand before it.
 */
public record Names(String prefix, @Nullable String schema) {
    private static final Pattern NAME = Pattern.compile("\\{(#?)([a-z_]+)}");
    private static final Pattern PREFIX = Pattern.compile("[a-z_][a-z0-9_]{0,29}");
    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    public Names {
        requireNonNull(prefix, "prefix");
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("the table prefix '" + prefix
                    + "' is not 1 to 30 lower-case letters, digits and underscores; one such as cartable_ is");
        }
        if (schema != null && !SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("the schema '" + schema
                    + "' is not 1 to 63 letters, digits and underscores that begin with a letter");
        }
    }

    /** The SQL with all names put in. */
    public String in(String sql) {
        return NAME.matcher(sql)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1).isEmpty() ? qualified(found.group(2)) : bare(found.group(2))));
    }

    public String qualified(String name) {
        return schema == null ? bare(name) : schema + "." + bare(name);
    }

    public String bare(String name) {
        return prefix + name;
    }
}
