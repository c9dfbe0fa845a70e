package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartable.jdbc.schema.RosterCheck;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.Family;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host states whether its views are the roster, and is held to it before anything is read or created. */
class RosterChoiceTest {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE parent (num bigint PRIMARY KEY, prenom varchar(80), nom varchar(80))",
            "CREATE TABLE eleve (num bigint PRIMARY KEY, prenom varchar(80), nom varchar(80))",
            "CREATE TABLE lien (parent bigint, eleve bigint)",
            "INSERT INTO parent VALUES (7, 'Awa', 'Bâ')",
            "INSERT INTO eleve VALUES (9, 'Léa', 'Bâ')",
            "INSERT INTO lien VALUES (7, 9)");
    private static final List<String> VIEWS = List.of(
            "CREATE VIEW cartable_guardian AS SELECT CAST(num AS varchar) AS id, prenom AS given_name, nom AS family_name"
                    + " FROM parent",
            "CREATE VIEW cartable_pupil AS SELECT CAST(num AS varchar) AS id, prenom AS given_name, nom AS family_name"
                    + " FROM eleve",
            "CREATE VIEW cartable_guardianship AS SELECT CAST(parent AS varchar) AS guardian_id,"
                    + " CAST(eleve AS varchar) AS pupil_id FROM lien");
    private static final Pattern EMPTY_VIEW = Pattern.compile("CREATE VIEW [^\n]* WHERE 1 = 0");

    @ParameterizedTest
    @EnumSource
    void aViewThatIsNotThereYetIsAnErrorWithItsSqlAndNoEmptyTable(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        execute(database, TABLES);
        execute(database, VIEWS.subList(0, 2));

        JdbcStoreException refused = refused(database, RosterOwnership.VIEWS);

        assertThat(refused)
                .hasMessageContaining("the view cartable_guardianship is missing")
                .hasMessageContaining("CREATE VIEW cartable_guardianship AS SELECT")
                .hasMessageContaining("the view cartable_user is missing")
                .hasMessageNotContaining("cartable_pupil");
        assertThat(relations(database))
                .as("nothing was written")
                .doesNotContain("cartable_guardianship", "cartable_user", "cartable_promotion", "cartable_account");

        execute(database, VIEWS.subList(2, 3));
        execute(database, emptyViews(refused(database, RosterOwnership.VIEWS)));
        assertThat(ids(open(database, RosterOwnership.VIEWS))).containsExactly("7");
    }

    private static List<String> emptyViews(JdbcStoreException refused) {
        List<String> sql = new ArrayList<>();
        Matcher view = EMPTY_VIEW.matcher(String.valueOf(refused.getMessage()));
        while (view.find()) {
            sql.add(view.group());
        }
        return sql;
    }

    @ParameterizedTest
    @EnumSource
    void theStepFromTablesToViewsIsTheSqlOfTheError(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        execute(database, TABLES);
        open(database, RosterOwnership.TABLES);

        JdbcStoreException refused = refused(database, RosterOwnership.VIEWS);

        assertThat(refused)
                .hasMessageContaining("cartable_pupil is a table, and the roster is in views")
                .hasMessageContaining("DROP TABLE cartable_pupil;\nCREATE VIEW cartable_pupil AS SELECT");
        for (String relation : RosterCheck.relationNames()) {
            execute(database, List.of("DROP TABLE cartable_" + relation));
        }
        execute(database, VIEWS);
        execute(database, emptyViews(refused(database, RosterOwnership.VIEWS)));

        JdbcStores stores = open(database, RosterOwnership.VIEWS);

        assertThat(ids(stores)).containsExactly("7");
        assertThat(stores.schema().isCurrent()).isTrue();
        assertThat(stores.rosterStore().writable()).isFalse();
        assertThat(stores.rosterRelations())
                .extracting(RosterRelation::toString)
                .contains("cartable_guardian: view, 1 row", "cartable_user: view, 0 rows");
    }

    @ParameterizedTest
    @EnumSource
    void theWayBackFromViewsToTablesCreatesThem(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        execute(database, TABLES);
        execute(database, VIEWS);
        execute(database, emptyViews(refused(database, RosterOwnership.VIEWS)));
        open(database, RosterOwnership.VIEWS);

        assertThat(refused(database, RosterOwnership.TABLES))
                .hasMessageContaining("cartable_pupil is a view, and the roster is in tables");
        for (String relation : RosterCheck.relationNames()) {
            execute(database, List.of("DROP VIEW IF EXISTS cartable_" + relation));
        }

        JdbcStores stores = open(database, RosterOwnership.TABLES);

        assertThat(stores.rosterStore().writable()).isTrue();
        assertThat(stores.schema().isCurrent()).isTrue();
        assertThat(ids(stores)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anIdThatIsANumberIsNamedWithTheCastToWrite(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        execute(database, TABLES);
        execute(database, VIEWS.subList(1, 3));
        execute(
                database,
                List.of(
                        "CREATE VIEW cartable_guardian AS SELECT num AS id, prenom AS given_name, num AS active FROM parent"));

        assertThat(refused(database, RosterOwnership.VIEWS))
                .hasMessageContaining(
                        "cartable_guardian.id is of type " + (kind == TestDatabase.Kind.H2 ? "bigint" : "int8"))
                .hasMessageContaining("CAST(… AS varchar) AS id")
                .hasMessageContaining("cartable_guardian has no column family_name")
                .hasMessageContaining("CAST(… AS boolean) AS active");
    }

    private static JdbcStores open(TestDatabase database, RosterOwnership roster) {
        return JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .roster(roster)
                .build();
    }

    private static JdbcStoreException refused(TestDatabase database, RosterOwnership roster) {
        return catchThrowableOfType(JdbcStoreException.class, () -> open(database, roster));
    }

    private static List<String> ids(JdbcStores stores) {
        try (Stream<Family> families = stores.roster().families()) {
            return families.map(family -> family.guardian().id().value()).toList();
        }
    }

    private static List<String> relations(TestDatabase database) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = database.connect();
                var row = connection.getMetaData().getTables(null, null, null, null)) {
            while (row.next()) {
                names.add(row.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static void execute(TestDatabase database, List<String> statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
