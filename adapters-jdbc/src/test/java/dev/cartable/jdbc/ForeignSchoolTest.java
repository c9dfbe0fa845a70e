package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Cartable;
import dev.cartable.account.model.AccountId;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.HostKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A school with tables of its own, in French and with numbers as ids, that says by views alone what is what. */
class ForeignSchoolTest {
    private static final String[] TABLES = {
        "CREATE TABLE eleve (num bigint PRIMARY KEY, prenom varchar(80), nom varchar(80) NOT NULL, classe varchar(20),"
                + " courriel varchar(200), date_sortie date)",
        "CREATE TABLE parent (ident integer PRIMARY KEY, prenom varchar(80), nom varchar(80), courriel varchar(200),"
                + " portable varchar(40), archive boolean NOT NULL)",
        "CREATE TABLE lien (parent integer NOT NULL, eleve bigint NOT NULL, lien_parente varchar(40), referent boolean,"
                + " garde_retiree boolean NOT NULL, depuis date, PRIMARY KEY (parent, eleve))",
        "INSERT INTO eleve VALUES (7, 'Léa', 'Diallo', 'CM2', NULL, NULL), (12, 'Tom', 'Diallo', '6e B', 't@example.org', NULL),"
                + " (30, 'Max', 'Bâ', 'CM2', NULL, DATE '2026-01-31')",
        "INSERT INTO parent VALUES (1, 'Awa', 'Diallo', 'awa@example.org', '+224 620 00 00 00', FALSE),"
                + " (2, NULL, 'Bâ', NULL, NULL, FALSE), (3, 'Ex', 'Parti', NULL, NULL, TRUE),"
                + " (10, NULL, '  ', '', NULL, FALSE)",
        "INSERT INTO lien VALUES (1, 12, 'Mère', TRUE, FALSE, DATE '2024-09-01'), (1, 7, 'mère', FALSE, FALSE, NULL),"
                + " (2, 30, 'Père', NULL, TRUE, NULL), (3, 7, 'Tuteur', FALSE, FALSE, NULL)"
    };
    private static final String[] VIEWS = {
        "CREATE VIEW cartable_pupil AS SELECT CAST(num AS varchar(255)) AS id, prenom AS given_name, nom AS family_name,"
                + " classe AS promotion_id, courriel AS email, date_sortie IS NULL AS active, 1 AS something_else FROM eleve",
        "CREATE VIEW cartable_guardian AS SELECT CAST(ident AS varchar(255)) AS id, prenom AS given_name,"
                + " nom AS family_name, courriel AS email, portable AS phone, NOT archive AS active FROM parent",
        "CREATE VIEW cartable_guardianship AS SELECT CAST(parent AS varchar(255)) AS guardian_id,"
                + " CAST(eleve AS varchar(255)) AS pupil_id, lien_parente AS relation,"
                + " COALESCE(referent, FALSE) AS primary_contact, NOT garde_retiree AS may_see_pupil, depuis AS valid_from"
                + " FROM lien",
        "CREATE VIEW cartable_promotion AS SELECT DISTINCT classe AS id, classe AS name FROM eleve",
        "CREATE VIEW cartable_user AS SELECT CAST(NULL AS varchar) AS id, CAST(NULL AS varchar) AS user_name WHERE 1 = 0"
    };

    @ParameterizedTest
    @EnumSource
    void theRosterIsReadThroughTheViews(TestDatabase.Kind kind) throws SQLException {
        JdbcStores stores = school(kind.fresh());

        List<Family> families = read(stores.roster().families());

        assertThat(ids(families)).containsExactly("1", "10", "2");
        assertThat(families.get(0).guardian())
                .isEqualTo(new Guardian(
                        new GuardianId("1"),
                        new PersonName("Awa", "Diallo"),
                        "awa@example.org",
                        "+224 620 00 00 00",
                        null));
        assertThat(families.get(0).wards())
                .extracting(Family.Ward::pupil)
                .containsExactly(
                        new Pupil(
                                new PupilId("12"),
                                new PersonName("Tom", "Diallo"),
                                new PromotionId("6e B"),
                                "t@example.org",
                                true),
                        new Pupil(
                                new PupilId("7"), new PersonName("Léa", "Diallo"), new PromotionId("CM2"), null, true));
        Family.Ward tom = families.get(0).wards().get(0);
        assertThat(tom.link().relation()).isEqualTo(Guardianship.Relation.MOTHER);
        assertThat(tom.link().primaryContact()).isTrue();
        assertThat(tom.link().maySeePupil()).isTrue();
        assertThat(tom.link().emergencyContact()).isFalse();
        assertThat(tom.link().validFrom()).isEqualTo(LocalDate.of(2024, 9, 1));
        assertThat(tom.link().validTo()).isNull();
        assertThat(families.get(2).wards().get(0).link().maySeePupil()).isFalse();
        assertThat(families.get(2).wards().get(0).pupil().active()).isFalse();
        assertThat(families.get(1).guardian().name().full())
                .as("without a name")
                .isEqualTo("10");
    }

    @ParameterizedTest
    @EnumSource
    void promotionsAndSingleGuardiansAreFoundThroughTheViews(TestDatabase.Kind kind) throws SQLException {
        JdbcStores stores = school(kind.fresh());

        assertThat(ids(read(stores.roster().families(new PromotionId("CM2"))))).containsExactly("1");
        assertThat(ids(read(stores.roster().families(new PromotionId("CE1"))))).isEmpty();
        assertThat(ids(stores.roster()
                        .families(List.of(new GuardianId("2"), new GuardianId("3"), new GuardianId("9")))))
                .containsExactly("2");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsEverWrittenThroughAView(TestDatabase.Kind kind) throws SQLException {
        JdbcStores stores = school(kind.fresh());
        Pupil pupil = new Pupil(new PupilId("7"), new PersonName("Autre", "Nom"), null, null, true);

        assertThat(stores.rosterStore().writable()).isFalse();
        assertThatExceptionOfType(JdbcStoreException.class)
                .isThrownBy(() ->
                        stores.unitOfWork().run(tx -> stores.rosterStore().savePupils(tx, List.of(pupil))))
                .withMessageContaining("views of the host");
        assertThatExceptionOfType(JdbcStoreException.class)
                .isThrownBy(() -> stores.unitOfWork()
                        .run(tx -> stores.rosterStore().retireGuardians(tx, List.of(new GuardianId("1")))));
        assertThat(ids(read(stores.roster().families()))).containsExactly("1", "10", "2");
    }

    @ParameterizedTest
    @EnumSource
    void whoIsErasedStaysInTheHostsOwnTables(TestDatabase.Kind kind) throws SQLException {
        JdbcStores stores = school(kind.fresh());
        GuardianId awa = new GuardianId("1");
        try (Cartable cartable = Cartable.builder()
                .stores(stores)
                .roster(stores.roster())
                .key(HostKey.of(new byte[32]))
                .zone(ZoneId.of("Africa/Conakry"))
                .build()) {
            cartable.accounts().open(awa);
            AccountId account = stores.accounts()
                    .byGuardian(List.of(awa))
                    .values()
                    .iterator()
                    .next()
                    .id();

            assertThat(cartable.privacy().erase(account)).isInstanceOf(ErasePerson.Erased.class);

            assertThat(stores.accounts().byGuardian(List.of(awa))).isEmpty();
            assertThat(ids(stores.roster().families(List.of(awa)))).containsExactly("1");
            cartable.accounts().open(awa);
            assertThat(stores.accounts().byGuardian(List.of(awa))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void allPagesComeFromOneSnapshot(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        JdbcStores stores = school(database);
        String series =
                kind == TestDatabase.Kind.H2 ? "system_range(100, 2599) AS s(n)" : "generate_series(100, 2599) AS s(n)";
        execute(
                database,
                "INSERT INTO parent SELECT n, 'P', 'Nom ' || n, NULL, NULL, FALSE FROM " + series,
                "INSERT INTO lien SELECT n, 7, NULL, NULL, FALSE, NULL FROM " + series);

        try (Stream<Family> families = stores.roster().families()) {
            List<String> seen = families.peek(family -> {
                        if (family.guardian().id().value().equals("1")) {
                            change(database);
                        }
                    })
                    .map(family -> family.guardian().id().value())
                    .toList();
            assertThat(seen).hasSize(2_503).isSorted().doesNotHaveDuplicates().doesNotContain("99999");
        }
        assertThat(ids(read(stores.roster().families()))).contains("99999").doesNotContain("2599");
    }

    private static void change(TestDatabase database) {
        try {
            execute(
                    database,
                    "INSERT INTO parent VALUES (99999, 'New', 'Comer', NULL, NULL, FALSE)",
                    "UPDATE parent SET archive = TRUE WHERE ident = 2599");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static JdbcStores school(TestDatabase database) throws SQLException {
        execute(database, TABLES);
        execute(database, VIEWS);
        return open(database);
    }

    private static JdbcStores open(TestDatabase database) {
        return JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .roster(RosterOwnership.VIEWS)
                .build();
    }

    private static <T> List<T> read(Stream<T> stream) {
        try (stream) {
            return stream.toList();
        }
    }

    private static List<String> ids(List<Family> families) {
        return families.stream().map(family -> family.guardian().id().value()).toList();
    }

    private static void execute(TestDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
