package dev.cartable.jdbc.schema;

import dev.cartable.jdbc.RosterOwnership;
import dev.cartable.jdbc.RosterRelation;
import dev.cartable.jdbc.RosterRelationsException;
import dev.cartable.jdbc.sql.Names;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks what the database has for the roster against what the host has stated, before anything is read or created. */
public final class RosterCheck {
    private static final Map<String, List<HostColumn>> ROSTER = roster();
    private static final Map<String, List<HostColumn>> RECORDS = records();

    private final Names names;
    private final Relations relations;
    private final RosterOwnership ownership;

    public RosterCheck(Names names, RosterOwnership ownership) {
        this.names = names;
        this.relations = new Relations(names);
        this.ownership = ownership;
    }

    private static Map<String, List<HostColumn>> roster() {
        HostColumn active = HostColumn.optional("active", HostColumn.Kind.BOOLEAN);
        HostColumn email = HostColumn.optional("email", HostColumn.Kind.TEXT);
        HostColumn language = HostColumn.optional("language", HostColumn.Kind.TEXT);
        HostColumn promotion = HostColumn.optional("promotion_id", HostColumn.Kind.TEXT);
        HostColumn given = HostColumn.required("given_name");
        HostColumn family = HostColumn.required("family_name");
        HostColumn id = HostColumn.required("id");
        Map<String, List<HostColumn>> relations = new LinkedHashMap<>();
        relations.put("promotion", List.of(id, HostColumn.required("name"), active));
        relations.put("pupil", List.of(id, given, family, promotion, email, active));
        relations.put(
                "guardian",
                List.of(
                        id,
                        given,
                        family,
                        email,
                        HostColumn.optional("phone", HostColumn.Kind.TEXT),
                        language,
                        active));
        relations.put(
                "guardianship",
                List.of(
                        HostColumn.required("guardian_id"),
                        HostColumn.required("pupil_id"),
                        HostColumn.optional("relation", HostColumn.Kind.TEXT),
                        HostColumn.optional("primary_contact", HostColumn.Kind.BOOLEAN),
                        HostColumn.optional("may_see_pupil", HostColumn.Kind.BOOLEAN),
                        HostColumn.optional("emergency_contact", HostColumn.Kind.BOOLEAN),
                        HostColumn.optional("valid_from", HostColumn.Kind.DATE),
                        HostColumn.optional("valid_to", HostColumn.Kind.DATE),
                        active));
        relations.put("user", List.of(id, HostColumn.required("user_name"), email, language, promotion, active));
        return relations;
    }

    /** What the school records from day to day. A host that has none of something leaves the view out. */
    private static Map<String, List<HostColumn>> records() {
        HostColumn id = HostColumn.required("id");
        HostColumn pupil = HostColumn.required("pupil_id");
        HostColumn invoice = HostColumn.required("invoice_id");
        HostColumn topic = HostColumn.required("topic");
        HostColumn minutes = HostColumn.required("minutes", HostColumn.Kind.INTEGER);
        HostColumn goal = HostColumn.optional("goal", HostColumn.Kind.TEXT);
        HostColumn amount = HostColumn.required("amount", HostColumn.Kind.DECIMAL);
        HostColumn validTo = HostColumn.optional("valid_to", HostColumn.Kind.DATE);
        Map<String, List<HostColumn>> relations = new LinkedHashMap<>();
        relations.put(
                "study_session",
                List.of(
                        id,
                        pupil,
                        topic,
                        HostColumn.required("starts_at", HostColumn.Kind.LOCAL),
                        minutes,
                        goal,
                        HostColumn.optional("state", HostColumn.Kind.TEXT, "'PLANNED'"),
                        HostColumn.optional("programmed", HostColumn.Kind.BOOLEAN, "FALSE")));
        relations.put(
                "weekly_plan",
                List.of(
                        id,
                        pupil,
                        topic,
                        HostColumn.required("day_of_week", HostColumn.Kind.INTEGER),
                        HostColumn.required("start_time", HostColumn.Kind.CLOCK),
                        minutes,
                        goal,
                        HostColumn.optional("valid_from", HostColumn.Kind.DATE),
                        validTo));
        relations.put(
                "subscription",
                List.of(
                        pupil,
                        HostColumn.required("valid_from", HostColumn.Kind.DATE),
                        validTo,
                        HostColumn.optional("last_active_at", HostColumn.Kind.INSTANT)));
        relations.put(
                "invoice",
                List.of(
                        id,
                        HostColumn.required("number"),
                        pupil,
                        HostColumn.required("currency"),
                        HostColumn.required("state"),
                        HostColumn.optional("promised_for", HostColumn.Kind.DATE),
                        HostColumn.optional("disputed", HostColumn.Kind.BOOLEAN, "FALSE"),
                        HostColumn.optional("type", HostColumn.Kind.TEXT, "'INVOICE'"),
                        HostColumn.optional("issued_on", HostColumn.Kind.DATE),
                        HostColumn.optional("credits", HostColumn.Kind.TEXT)));
        relations.put(
                "invoice_line",
                List.of(
                        invoice,
                        HostColumn.required("number", HostColumn.Kind.INTEGER),
                        HostColumn.required("label"),
                        HostColumn.optional("quantity", HostColumn.Kind.DECIMAL),
                        HostColumn.optional("unit_price", HostColumn.Kind.DECIMAL),
                        amount));
        relations.put(
                "invoice_payer",
                List.of(
                        invoice,
                        HostColumn.required("number", HostColumn.Kind.INTEGER),
                        HostColumn.optional("guardian_id", HostColumn.Kind.TEXT),
                        HostColumn.required("name"),
                        HostColumn.optional("address", HostColumn.Kind.TEXT),
                        HostColumn.optional("parts", HostColumn.Kind.INTEGER, "1"),
                        HostColumn.optional("email", HostColumn.Kind.TEXT)));
        relations.put(
                "instalment",
                List.of(
                        invoice,
                        HostColumn.required("number", HostColumn.Kind.INTEGER),
                        HostColumn.required("due_on", HostColumn.Kind.DATE),
                        amount));
        relations.put(
                "payment",
                List.of(
                        invoice,
                        id,
                        HostColumn.required("paid_on", HostColumn.Kind.DATE),
                        amount,
                        HostColumn.optional("payer", HostColumn.Kind.INTEGER),
                        HostColumn.optional("method", HostColumn.Kind.TEXT)));
        relations.put(
                "absence",
                List.of(
                        id,
                        pupil,
                        HostColumn.required("absent_on", HostColumn.Kind.DATE),
                        HostColumn.optional("type", HostColumn.Kind.TEXT, "'ABSENT'"),
                        HostColumn.optional("part", HostColumn.Kind.TEXT, "'DAY'"),
                        HostColumn.optional("lesson", HostColumn.Kind.TEXT),
                        HostColumn.optional("minutes", HostColumn.Kind.INTEGER, "0"),
                        HostColumn.optional("excused", HostColumn.Kind.BOOLEAN, "FALSE"),
                        HostColumn.optional("excused_on", HostColumn.Kind.DATE),
                        HostColumn.optional("reason", HostColumn.Kind.TEXT),
                        HostColumn.required("recorded_at", HostColumn.Kind.INSTANT),
                        HostColumn.optional("recorded_by", HostColumn.Kind.TEXT)));
        relations.put(
                "calendar_period",
                List.of(
                        HostColumn.required("type"),
                        HostColumn.required("name"),
                        HostColumn.required("first_day", HostColumn.Kind.DATE),
                        HostColumn.required("last_day", HostColumn.Kind.DATE)));
        grades(relations);
        return relations;
    }

    private static void grades(Map<String, List<HostColumn>> relations) {
        HostColumn pupil = HostColumn.required("pupil_id");
        HostColumn promotion = HostColumn.required("promotion_id");
        HostColumn year = HostColumn.required("school_year");
        HostColumn term = HostColumn.required("term");
        HostColumn subject = HostColumn.required("subject_code");
        HostColumn name = HostColumn.optional("subject_name", HostColumn.Kind.TEXT);
        HostColumn teacher = HostColumn.optional("teacher", HostColumn.Kind.TEXT);
        HostColumn coefficient = HostColumn.optional("coefficient", HostColumn.Kind.DECIMAL, "1");
        HostColumn bonus = HostColumn.optional("bonus", HostColumn.Kind.BOOLEAN, "FALSE");
        relations.put(
                "grade",
                List.of(
                        HostColumn.required("id"),
                        pupil,
                        promotion,
                        year,
                        term,
                        subject,
                        name,
                        teacher,
                        HostColumn.required("graded_on", HostColumn.Kind.DATE),
                        HostColumn.optional("kind", HostColumn.Kind.TEXT),
                        HostColumn.optional("mark", HostColumn.Kind.TEXT, "'POINTS'"),
                        HostColumn.required("points", HostColumn.Kind.DECIMAL),
                        HostColumn.optional("out_of", HostColumn.Kind.DECIMAL, "20"),
                        HostColumn.optional("letter", HostColumn.Kind.TEXT),
                        coefficient,
                        bonus));
        relations.put(
                "taught_subject",
                List.of(
                        promotion,
                        year,
                        term,
                        subject,
                        name,
                        teacher,
                        coefficient,
                        bonus,
                        HostColumn.optional("place", HostColumn.Kind.INTEGER, "0")));
        relations.put(
                "class_member",
                List.of(
                        pupil,
                        promotion,
                        year,
                        term,
                        HostColumn.optional("registration_number", HostColumn.Kind.TEXT),
                        HostColumn.optional("level", HostColumn.Kind.TEXT)));
        relations.put(
                "appreciation",
                List.of(
                        pupil,
                        year,
                        term,
                        HostColumn.optional("type", HostColumn.Kind.TEXT, "'SUBJECT'"),
                        HostColumn.required("subject_code"),
                        HostColumn.required("body")));
        relations.put(
                "report_release",
                List.of(promotion, year, term, HostColumn.required("released_at", HostColumn.Kind.INSTANT)));
    }

    /** What all relations are called that are tables or views as the host has stated, without the prefix. */
    public static Set<String> relationNames() {
        Set<String> names = new LinkedHashSet<>(ROSTER.keySet());
        names.addAll(RECORDS.keySet());
        return names;
    }

    /** The columns of a relation of records, in the order in which they are read. */
    public static List<HostColumn> recordColumns(String relation) {
        return Objects.requireNonNull(RECORDS.get(relation), relation);
    }

    /**
     * The relations of the roster. Writes nothing.
     *
     * @param counting whether rows are counted
     */
    public List<RosterRelation> look(Connection connection, boolean counting) throws SQLException {
        return look(connection, ROSTER, counting);
    }

    /** As {@link #look}, for what the school records from day to day. A view that is missing is no problem: the host has none. */
    public List<RosterRelation> lookAtRecords(Connection connection, boolean counting) throws SQLException {
        return look(connection, RECORDS, counting);
    }

    private List<RosterRelation> look(Connection connection, Map<String, List<HostColumn>> asked, boolean counting)
            throws SQLException {
        Map<String, Boolean> areTables = relations.areTables(connection, asked.keySet());
        List<RosterRelation> found = new ArrayList<>();
        for (Map.Entry<String, List<HostColumn>> relation : asked.entrySet()) {
            Boolean table = areTables.get(relation.getKey());
            found.add(look(connection, relation.getKey(), relation.getValue(), table, counting));
        }
        return found;
    }

    private RosterRelation look(
            Connection connection, String relation, List<HostColumn> wanted, @Nullable Boolean table, boolean counting)
            throws SQLException {
        String name = names.qualified(relation);
        if (table == null) {
            List<String> problems = ownership == RosterOwnership.TABLES || RECORDS.containsKey(relation)
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

    private static List<String> problems(
            String name, List<HostColumn> wanted, Map<String, Relations.ColumnType> found) {
        List<String> problems = new ArrayList<>();
        for (HostColumn column : wanted) {
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
    private static String view(String name, List<HostColumn> wanted) {
        return "CREATE VIEW " + name + " AS SELECT\n"
                + wanted.stream()
                        .filter(HostColumn::isRequired)
                        .map(column -> "    " + column.cast())
                        .collect(Collectors.joining(",\n"))
                + wanted.stream()
                        .filter(column -> !column.isRequired())
                        .map(column -> "\n    -- optional: , " + column.cast())
                        .collect(Collectors.joining())
                + "\n  FROM your_table;\n";
    }

    /** The SQL of the view to write for a relation of records. */
    public static String recordView(Names names, String relation) {
        return view(names.qualified(relation), recordColumns(relation));
    }

    /** The SQL of a view without rows, for what a school has none of. */
    public static String emptyView(Names names, String relation) {
        return "CREATE VIEW " + names.qualified(relation) + " AS SELECT "
                + Objects.requireNonNull(ROSTER.getOrDefault(relation, RECORDS.get(relation))).stream()
                        .filter(HostColumn::isRequired)
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
