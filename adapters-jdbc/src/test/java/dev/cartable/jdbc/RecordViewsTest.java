package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.jdbc.schema.RosterCheck;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.port.RecordStore.Relation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host defines views over what it records, or leaves them out. */
class RecordViewsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 9, 1);
    private static final List<String> HOST = List.of(
            "CREATE TABLE appel (num bigint PRIMARY KEY, eleve bigint, jour date, saisi timestamp with time zone)",
            "INSERT INTO appel VALUES (3, 9, DATE '2026-09-01', TIMESTAMP WITH TIME ZONE '2026-09-01 08:00:00+00:00')",
            "INSERT INTO appel VALUES (4, 10, DATE '2026-09-02', TIMESTAMP WITH TIME ZONE '2026-09-02 08:00:00+00:00')",
            "CREATE TABLE facture (num bigint PRIMARY KEY, eleve bigint, total integer)",
            "INSERT INTO facture VALUES (7, 9, 1500000)",
            "CREATE TABLE seance (num bigint PRIMARY KEY, eleve bigint, debut timestamp, duree smallint)",
            "INSERT INTO seance VALUES (5, 9, TIMESTAMP '2026-09-01 17:30:00', 45)");
    private static final String ABSENCE = "CREATE VIEW cartable_absence AS SELECT CAST(num AS varchar) AS id,"
            + " CAST(eleve AS varchar) AS pupil_id, jour AS absent_on, saisi AS recorded_at FROM appel";
    private static final List<String> INVOICE = List.of(
            "CREATE VIEW cartable_invoice AS SELECT CAST(num AS varchar) AS id, CAST(num AS varchar) AS number,"
                    + " CAST(eleve AS varchar) AS pupil_id, CAST('GNF' AS varchar) AS currency,"
                    + " CAST('ISSUED' AS varchar) AS state FROM facture",
            "CREATE VIEW cartable_instalment AS SELECT CAST(num AS varchar) AS invoice_id, 1 AS number,"
                    + " DATE '2026-08-31' AS due_on, total AS amount FROM facture",
            "CREATE VIEW cartable_payment AS SELECT CAST(num AS varchar) AS invoice_id, CAST('p' AS varchar) AS id,"
                    + " DATE '2026-08-30' AS paid_on, 500000 AS amount FROM facture");
    private static final String SESSION = "CREATE VIEW cartable_study_session AS SELECT CAST(num AS varchar) AS id,"
            + " CAST(eleve AS varchar) AS pupil_id, CAST('Maths' AS varchar) AS topic, debut AS starts_at,"
            + " duree AS minutes FROM seance";

    @ParameterizedTest
    @EnumSource
    void aViewThatIsLeftOutIsAPartThatIsNotThereAndNoEmptyTable(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = withViews(kind);

        JdbcStores stores = open(database);

        assertThat(stores.recordRelations()).allMatch(relation -> relation.kind() == RosterRelation.Kind.MISSING);
        assertThat(Relation.values())
                .noneMatch(stores.recordStore()::available)
                .noneMatch(stores.recordStore()::writable);
        assertThatThrownBy(() -> stores.absences().absences(List.of("3")))
                .isInstanceOf(MissingRelationException.class)
                .hasMessageContaining("the relation cartable_absence is not there")
                .hasMessageContaining("CREATE VIEW cartable_absence AS SELECT\n    CAST(your_id AS varchar) AS id")
                .hasMessageContaining("-- optional: , CAST(your_reason AS varchar) AS reason");
        assertThatThrownBy(() -> stores.calendar().calendar()).isInstanceOf(MissingRelationException.class);
        assertThatThrownBy(() ->
                        stores.unitOfWork().run(tx -> stores.recordStore().removeAbsences(tx, List.of("3"))))
                .isInstanceOf(JdbcStoreException.class)
                .hasMessageContaining("nothing was written");
    }

    @ParameterizedTest
    @EnumSource
    void aViewIsReadWithoutItsOptionalColumnsAndNeverWritten(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = withViews(kind);
        execute(database, List.of(ABSENCE, SESSION));
        execute(database, INVOICE);

        JdbcStores stores = open(database);

        assertThat(stores.recordStore().available(Relation.ABSENCE)).isTrue();
        assertThat(stores.recordStore().writable(Relation.ABSENCE)).isFalse();
        assertThat(stores.recordRelations())
                .extracting(RosterRelation::toString)
                .contains("cartable_absence: view, 2 rows", "cartable_weekly_plan: missing");
        try (Stream<Absence> absences = stores.absences().between(DAY, DAY)) {
            assertThat(absences).singleElement().satisfies(absence -> {
                assertThat(absence.id()).isEqualTo("3");
                assertThat(absence.type()).isEqualTo(Absence.Type.ABSENT);
                assertThat(absence.part()).isEqualTo(Absence.Part.DAY);
                assertThat(absence.excused()).isFalse();
            });
        }
        assertThat(stores.absences().of(List.of(new PupilId("10")), DAY, DAY.plusDays(1)))
                .hasSize(1);
        try (Stream<Invoice> invoices = stores.invoices().dueBefore(DAY)) {
            assertThat(invoices)
                    .singleElement()
                    .satisfies(invoice -> assertThat(invoice.remaining()).isEqualByComparingTo("1000000"));
        }
        try (Stream<StudySession> sessions = stores.studySessions().between(DAY, DAY)) {
            assertThat(sessions)
                    .singleElement()
                    .satisfies(session -> assertThat(session.startsAt()).isEqualTo("2026-09-01T17:30"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theViewsOfTheReadmeAreRead(TestDatabase.Kind kind) throws Exception {
        TestDatabase database = withViews(kind);
        execute(
                database,
                List.of(
                        "DROP TABLE appel",
                        "DROP TABLE facture",
                        "DROP TABLE seance",
                        "CREATE TABLE appel (num bigint, eleve bigint, jour date, retard boolean, minutes integer,"
                                + " justifiee boolean, saisie timestamp with time zone)",
                        "INSERT INTO appel VALUES (1, 9, DATE '2026-09-01', TRUE, 5, FALSE,"
                                + " TIMESTAMP WITH TIME ZONE '2026-09-01 08:00:00+00:00')",
                        "CREATE TABLE facture (num bigint, numero varchar(20), eleve bigint, devise char(3), soldee boolean)",
                        "INSERT INTO facture VALUES (7, 'F7', 9, 'EUR', FALSE)",
                        "CREATE TABLE tranche (facture bigint, rang smallint, limite date, montant numeric(10, 2))",
                        "INSERT INTO tranche VALUES (7, 1, DATE '2026-08-01', 10)",
                        "CREATE TABLE reglement (num bigint, facture bigint, jour date, montant numeric(10, 2))",
                        "CREATE TABLE seance (num bigint, eleve bigint, matiere varchar(80), debut timestamp, minutes integer,"
                                + " annulee boolean)",
                        "CREATE TABLE semaine_type (num bigint, eleve bigint, matiere varchar(80), jour integer, heure time,"
                                + " minutes integer)",
                        "INSERT INTO semaine_type VALUES (1, 9, 'Maths', 3, TIME '16:00:00', 45)",
                        "CREATE TABLE abonnement (eleve bigint, debut date, fin date, vu timestamp with time zone)",
                        "INSERT INTO abonnement VALUES (9, DATE '2026-09-01', NULL, NULL)",
                        "CREATE TABLE periode (nature varchar(10), nom varchar(80), debut date, fin date)",
                        "INSERT INTO periode VALUES ('TERM', '1', DATE '2026-09-01', DATE '2026-11-30')"));
        String section = Files.readString(Path.of("..", "README.md")).split("## What the school records\n", 2)[1];
        execute(
                database,
                Stream.of(section.split("```sql\n", 2)[1].split("```", 2)[0].split(";\n"))
                        .filter(statement -> !statement.isBlank())
                        .toList());

        JdbcStores stores = open(database);

        assertThat(stores.absences().absences(List.of("1")))
                .singleElement()
                .satisfies(absence -> assertThat(absence.type()).isEqualTo(Absence.Type.LATE));
        assertThat(stores.invoices().invoices(List.of("7"))).hasSize(1);
        assertThat(stores.subscriptions().of(List.of(new PupilId("9")))).hasSize(1);
        assertThat(stores.calendar().calendar().termAt(DAY)).isPresent();
        try (var plans = stores.weeklyPlans().validBetween(DAY, DAY);
                var sessions = stores.studySessions().between(DAY, DAY)) {
            assertThat(plans).hasSize(1);
            assertThat(sessions).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aColumnOfAnotherTypeIsRefusedWithTheCastToWrite(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = withViews(kind);
        execute(
                database,
                List.of("CREATE VIEW cartable_absence AS SELECT num AS id, CAST(eleve AS varchar) AS pupil_id,"
                        + " jour AS absent_on, CAST(saisi AS timestamp) AS recorded_at FROM appel"));

        assertThatThrownBy(() -> open(database))
                .isInstanceOf(RosterRelationsException.class)
                .hasMessageContaining("CAST(… AS varchar) AS id")
                .hasMessageContaining("CAST(… AS timestamp with time zone) AS recorded_at");
    }

    private static TestDatabase withViews(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        execute(database, HOST);
        Names names = new Names("cartable_", null);
        execute(
                database,
                Stream.of("promotion", "pupil", "guardian", "guardianship", "user")
                        .map(relation -> RosterCheck.emptyView(names, relation))
                        .toList());
        return database;
    }

    private static JdbcStores open(TestDatabase database) {
        return JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .roster(RosterOwnership.VIEWS)
                .build();
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
