package dev.cartable.jdbc.school;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.schema.Relations;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.sql.Tokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the roster's relations, of which a host's view may leave out the optional ones: a default is read in their
 * place.
 */
public final class RosterColumns {
    private static final String NO_TEXT = "CAST(NULL AS varchar(1))";
    private static final String NO_DATE = "CAST(NULL AS DATE)";

    /** The columns that each relation must have. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "pupil", List.of("id", "given_name", "family_name"),
            "guardian", List.of("id", "given_name", "family_name"),
            "guardianship", List.of("guardian_id", "pupil_id"),
            "user", List.of("id", "user_name"));

    private static final Set<String> ROSTER = Set.of("promotion", "pupil", "guardian", "guardianship");
    private static final Set<String> USERS = Set.of("promotion", "user");

    private final Map<String, Set<String>> columns;
    private final Map<String, String> statements = new ConcurrentHashMap<>();

    private RosterColumns(Map<String, Set<String>> columns) {
        this.columns = columns;
    }

    /**
     * Reads which columns the families' relations have.
     *
     * @throws JdbcStoreException if a required one is missing
     */
    public static RosterColumns of(Connection connection, Names names) throws SQLException {
        return of(connection, names, "roster", ROSTER);
    }

    /**
     * Reads which columns the users' relations have.
     *
     * @throws JdbcStoreException if a required one is missing
     */
    public static RosterColumns ofUsers(Connection connection, Names names) throws SQLException {
        return of(connection, names, "users", USERS);
    }

    private static RosterColumns of(Connection connection, Names names, String what, Set<String> relations)
            throws SQLException {
        Map<String, Set<String>> found = new Relations(names).columns(connection, relations);
        Set<String> missing = new TreeSet<>();
        relations.stream()
                .filter(relation -> !relation.equals("promotion"))
                .forEach(relation -> REQUIRED.getOrDefault(relation, List.of()).stream()
                        .filter(column ->
                                !found.getOrDefault(relation, Set.of()).contains(column))
                        .forEach(column -> missing.add(names.qualified(relation) + "." + column)));
        if (!missing.isEmpty()) {
            throw new JdbcStoreException("the " + what + " cannot be read: these columns are missing: "
                    + String.join(", ", missing)
                    + ". Add them to the host's views, or let Cartable create its tables with"
                    + " SchemaMode.MIGRATE");
        }
        return new RosterColumns(found);
    }

    /**
     * Puts columns in place of the tokens of a statement: {@code {USER(u)}}, {@code {GUARDIAN(g)}}, {@code {PUPIL(p)}} and
     * {@code {GUARDIANSHIP(l)}} for those that {@link RosterRows} read, {@code {PROMOTION_OF(u)}} for a user's promotion as a text,
     * {@code {ACTIVE(pupil p)}} for the condition that a row is active, and {@code {IN_PROMOTION(pupil p)}} for the condition
     * that it belongs to {@code :promotion}. Other tokens stay.
     */
    public String in(String statement) {
        return statements.computeIfAbsent(statement, text -> Tokens.replace(text, this::words));
    }

    private @Nullable String words(String token, String argument) {
        return switch (token) {
            case "USER" -> user(argument);
            case "GUARDIAN" -> guardian(argument);
            case "PUPIL" -> pupil(argument);
            case "GUARDIANSHIP" -> guardianship(argument);
            case "PROMOTION_OF" -> has("user", "promotion_id") ? argument + ".promotion_id" : NO_TEXT;
            case "ACTIVE" -> condition(argument, "active", "%s", "TRUE");
            case "IN_PROMOTION" -> condition(argument, "promotion_id", "{CODE(%s)} = :promotion", "FALSE");
            default -> null;
        };
    }

    private String condition(String argument, String column, String words, String otherwise) {
        String relation = argument.substring(0, argument.indexOf(' '));
        String alias = argument.substring(argument.indexOf(' ') + 1);
        return has(relation, column) ? words.formatted(alias + "." + column) : otherwise;
    }

    private String user(String alias) {
        return String.join(
                ", ",
                alias + ".id",
                alias + ".user_name",
                text("user", alias, "email"),
                text("user", alias, "language"),
                text("user", alias, "promotion_id"),
                optional("user", alias, "active", "TRUE"));
    }

    private String guardian(String alias) {
        return String.join(
                ", ",
                alias + ".id",
                alias + ".given_name",
                alias + ".family_name",
                text("guardian", alias, "email"),
                text("guardian", alias, "phone"),
                text("guardian", alias, "language"));
    }

    private String pupil(String alias) {
        return String.join(
                ", ",
                alias + ".id",
                alias + ".given_name",
                alias + ".family_name",
                text("pupil", alias, "promotion_id"),
                text("pupil", alias, "email"),
                optional("pupil", alias, "active", "TRUE"));
    }

    private String guardianship(String alias) {
        return String.join(
                ", ",
                alias + ".guardian_id",
                alias + ".pupil_id",
                text("guardianship", alias, "relation"),
                optional("guardianship", alias, "primary_contact", "FALSE"),
                optional("guardianship", alias, "may_see_pupil", "TRUE"),
                optional("guardianship", alias, "emergency_contact", "FALSE"),
                optional("guardianship", alias, "valid_from", NO_DATE),
                optional("guardianship", alias, "valid_to", NO_DATE));
    }

    private boolean has(String relation, String column) {
        return columns.getOrDefault(relation, Set.of()).contains(column);
    }

    private String text(String relation, String alias, String column) {
        return optional(relation, alias, column, NO_TEXT);
    }

    private String optional(String relation, String alias, String column, String otherwise) {
        return has(relation, column) ? alias + "." + column : otherwise + " AS " + column;
    }
}
