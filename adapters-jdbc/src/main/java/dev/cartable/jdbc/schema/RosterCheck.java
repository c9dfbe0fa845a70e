package dev.cartable.jdbc.schema;

import dev.cartable.jdbc.RosterOwnership;
import dev.cartable.jdbc.RosterRelation;
import dev.cartable.jdbc.RosterRelationsException;
import dev.cartable.jdbc.sql.Names;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks what the database has for the roster against what the host has stated, before anything is read or created. */
public final class RosterCheck {
    private static final Map<String, List<Wanted>> RELATIONS = relations();

    private final Names names;
    private final Relations relations;
    private final RosterOwnership ownership;

    public RosterCheck(Names names, RosterOwnership ownership) {
        this.names = names;
        this.relations = new Relations(names);
        this.ownership = ownership;
    }

    private enum Kind {
        TEXT("varchar", "text"),
        BOOLEAN("boolean", "boolean"),
        DATE("date", "date");

        final String sql;
        final String word;

        Kind(String sql, String word) {
            this.sql = sql;
            this.word = word;
        }

        boolean accepts(Relations.ColumnType type) {
            return switch (this) {
                case TEXT ->
                    switch (type.jdbc()) {
                        case Types.VARCHAR,
                                Types.CHAR,
                                Types.NVARCHAR,
                                Types.NCHAR,
                                Types.LONGVARCHAR,
                                Types.LONGNVARCHAR,
                                Types.CLOB,
                                Types.NCLOB -> true;
                        default -> type.name().equals("citext");
                    };
                case BOOLEAN -> type.jdbc() == Types.BOOLEAN || type.name().equals("bool");
                case DATE -> type.jdbc() == Types.DATE;
            };
        }
    }

    private record Wanted(String name, Kind kind, boolean isRequired) {
        static Wanted required(String name) {
            return new Wanted(name, Kind.TEXT, true);
        }

        static Wanted optional(String name, Kind kind) {
            return new Wanted(name, kind, false);
        }
    }

    private static Map<String, List<Wanted>> relations() {
        Wanted active = Wanted.optional("active", Kind.BOOLEAN);
        Wanted email = Wanted.optional("email", Kind.TEXT);
        Wanted language = Wanted.optional("language", Kind.TEXT);
        Wanted promotion = Wanted.optional("promotion_id", Kind.TEXT);
        Wanted given = Wanted.required("given_name");
        Wanted family = Wanted.required("family_name");
        Wanted id = Wanted.required("id");
        Map<String, List<Wanted>> relations = new LinkedHashMap<>();
        relations.put("promotion", List.of(id, Wanted.required("name"), active));
        relations.put("pupil", List.of(id, given, family, promotion, email, active));
        relations.put(
                "guardian", List.of(id, given, family, email, Wanted.optional("phone", Kind.TEXT), language, active));
        relations.put(
                "guardianship",
                List.of(
                        Wanted.required("guardian_id"),
                        Wanted.required("pupil_id"),
                        Wanted.optional("relation", Kind.TEXT),
                        Wanted.optional("primary_contact", Kind.BOOLEAN),
                        Wanted.optional("may_see_pupil", Kind.BOOLEAN),
                        Wanted.optional("emergency_contact", Kind.BOOLEAN),
                        Wanted.optional("valid_from", Kind.DATE),
                        Wanted.optional("valid_to", Kind.DATE),
                        active));
        relations.put("user", List.of(id, Wanted.required("user_name"), email, language, promotion, active));
        return relations;
    }

    /** What the relations are called, without the prefix. */
    public static Set<String> relationNames() {
        return RELATIONS.keySet();
    }

    /**
     * All of them. Writes nothing.
     *
     * @param counting whether rows are counted
     */
    public List<RosterRelation> look(Connection connection, boolean counting) throws SQLException {
        Map<String, Boolean> areTables = relations.areTables(connection, RELATIONS.keySet());
        List<RosterRelation> found = new ArrayList<>();
        for (Map.Entry<String, List<Wanted>> relation : RELATIONS.entrySet()) {
            Boolean table = areTables.get(relation.getKey());
            found.add(look(connection, relation.getKey(), relation.getValue(), table, counting));
        }
        return found;
    }

    private RosterRelation look(
            Connection connection, String relation, List<Wanted> wanted, @Nullable Boolean table, boolean counting)
            throws SQLException {
        String name = names.qualified(relation);
        if (table == null) {
            List<String> problems = ownership == RosterOwnership.TABLES
                    ? List.of()
                    : List.of("the view " + name + " is missing. Create it over your own table:\n" + view(name, wanted)
                            + "or, if the school has none, an empty one:\n" + emptyView(names, relation));
            return new RosterRelation(name, RosterRelation.Kind.MISSING, 0, problems);
        }
        RosterRelation.Kind kind = table ? RosterRelation.Kind.TABLE : RosterRelation.Kind.VIEW;
        int rows = counting ? count(connection, name) : 0;
        if (table && ownership == RosterOwnership.VIEWS) {
            return new RosterRelation(
                    name,
                    kind,
                    rows,
                    List.of(name
                            + " is a table, and the roster is in views. If no row of it is needed, put the view in its"
                            + " place:\nDROP TABLE " + name + ";\n" + view(name, wanted)));
        }
        if (!table && ownership == RosterOwnership.TABLES) {
            return new RosterRelation(
                    name,
                    kind,
                    rows,
                    List.of(name + " is a view, and the roster is in tables. State that the roster is in views"
                            + " (cartable.roster=views, --roster-source views or RosterOwnership.VIEWS), or drop the"
                            + " view: DROP VIEW " + name));
        }
        return new RosterRelation(
                name,
                kind,
                rows,
                table ? List.of() : problems(name, wanted, relations.columnTypes(connection, relation)));
    }

    private static List<String> problems(String name, List<Wanted> wanted, Map<String, Relations.ColumnType> found) {
        List<String> problems = new ArrayList<>();
        for (Wanted column : wanted) {
            Relations.@Nullable ColumnType type = found.get(column.name());
            if (type == null) {
                if (column.isRequired()) {
                    problems.add("the view " + name + " has no column " + column.name() + ", a " + column.kind().word);
                }
            } else if (!column.kind().accepts(type)) {
                problems.add("the column " + name + "." + column.name() + " is of type " + type.name()
                        + " and has to be "
                        + column.kind().word + ". Write CAST(… AS " + column.kind().sql + ") AS " + column.name()
                        + " in the view");
            }
        }
        return problems;
    }

    /** The rows of the view to write; what may be left out stands in comments. */
    private static String view(String name, List<Wanted> wanted) {
        return "CREATE VIEW " + name + " AS SELECT\n"
                + wanted.stream()
                        .filter(Wanted::isRequired)
                        .map(column -> "    " + cast(column))
                        .collect(Collectors.joining(",\n"))
                + wanted.stream()
                        .filter(column -> !column.isRequired())
                        .map(column -> "\n    -- optional: , " + cast(column))
                        .collect(Collectors.joining())
                + "\n  FROM your_table;\n";
    }

    private static String cast(Wanted column) {
        return "CAST(your_" + column.name() + " AS " + column.kind().sql + ") AS " + column.name();
    }

    /** The SQL of a view without rows, for what a school has none of. */
    public static String emptyView(Names names, String relation) {
        return "CREATE VIEW " + names.qualified(relation) + " AS SELECT "
                + Objects.requireNonNull(RELATIONS.get(relation)).stream()
                        .filter(Wanted::isRequired)
                        .map(column -> "CAST(NULL AS " + column.kind().sql + ") AS " + column.name())
                        .collect(Collectors.joining(", "))
                + " WHERE 1 = 0;";
    }

    private static int count(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM (SELECT 1 AS n FROM " + name
                        + " FETCH FIRST " + RosterRelation.MANY + " ROWS ONLY) t")) {
            row.next();
            return row.getInt(1);
        }
    }

    /**
     * Refuses where something has to be changed first.
     *
     * @throws RosterRelationsException with all problems
     */
    public static void require(List<RosterRelation> relations) {
        List<String> problems =
                relations.stream().flatMap(one -> one.problems().stream()).toList();
        if (!problems.isEmpty()) {
            throw new RosterRelationsException(problems);
        }
    }
}
