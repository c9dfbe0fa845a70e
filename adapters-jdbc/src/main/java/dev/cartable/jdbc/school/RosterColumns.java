package dev.cartable.jdbc.school;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.schema.Relations;
import dev.cartable.jdbc.sql.Names;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The columns of the roster's relations, of which a host's view may leave out the optional ones: a default is read in their
 * place.
 */
public final class RosterColumns {
    private static final String NO_TEXT = "CAST(NULL AS VARCHAR(1))";
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

    public String user(String alias) {
        return list(
                alias + ".id",
                alias + ".user_name",
                text("user", alias, "email"),
                text("user", alias, "language"),
                text("user", alias, "promotion_id"),
                optional("user", alias, "active", "TRUE"));
    }

    /** The promotion that a user is in, as a text; null where the host does not say. */
    public String promotionOf(String alias) {
        return has("user", "promotion_id") ? alias + ".promotion_id" : NO_TEXT;
    }

    public String guardian(String alias) {
        return list(
                alias + ".id",
                alias + ".given_name",
                alias + ".family_name",
                text("guardian", alias, "email"),
                text("guardian", alias, "phone"),
                text("guardian", alias, "language"));
    }

    public String pupil(String alias) {
        return list(
                alias + ".id",
                alias + ".given_name",
                alias + ".family_name",
                text("pupil", alias, "promotion_id"),
                text("pupil", alias, "email"),
                optional("pupil", alias, "active", "TRUE"));
    }

    public String guardianship(String alias) {
        return list(
                alias + ".guardian_id",
                alias + ".pupil_id",
                text("guardianship", alias, "relation"),
                optional("guardianship", alias, "primary_contact", "FALSE"),
                optional("guardianship", alias, "may_see_pupil", "TRUE"),
                optional("guardianship", alias, "emergency_contact", "FALSE"),
                optional("guardianship", alias, "valid_from", NO_DATE),
                optional("guardianship", alias, "valid_to", NO_DATE));
    }

    /** The condition that a row is active; true where the relation does not say. */
    public String active(String relation, String alias) {
        return has(relation, "active") ? alias + ".active" : "TRUE";
    }

    /** The condition that a pupil or user belongs to the promotion {@code :promotion}; false where the host has none. */
    public String inPromotion(Dialect dialect, String relation, String alias) {
        return has(relation, "promotion_id") ? dialect.byCode(alias + ".promotion_id") + " = :promotion" : "FALSE";
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

    private static String list(String... columns) {
        return List.of(columns).stream().collect(Collectors.joining(", "));
    }
}
