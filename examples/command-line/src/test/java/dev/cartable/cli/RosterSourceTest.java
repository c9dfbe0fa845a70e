package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
import dev.cartable.jdbc.testing.TestDatabase;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Whether the school's data is in views or in tables is stated, and checked before anything is done. */
class RosterSourceTest {
    @TempDir
    private Path folder;

    private static void makeViews(Desk desk) {
        desk.sql(
                "CREATE TABLE parent (num bigint, prenom varchar(80), nom varchar(80), mail varchar(80))",
                "INSERT INTO parent VALUES (7, 'Awa', 'Bâ', 'awa@example.org')",
                "CREATE TABLE eleve (num bigint, prenom varchar(80), nom varchar(80))",
                "INSERT INTO eleve VALUES (9, 'Léa', 'Bâ')",
                "CREATE VIEW cartable_guardian AS SELECT CAST(num AS varchar) AS id, prenom AS given_name,"
                        + " nom AS family_name, mail AS email FROM parent",
                "CREATE VIEW cartable_pupil AS SELECT CAST(num AS varchar) AS id, prenom AS given_name,"
                        + " nom AS family_name FROM eleve",
                "CREATE VIEW cartable_guardianship AS SELECT CAST(p.num AS varchar) AS guardian_id,"
                        + " CAST(e.num AS varchar) AS pupil_id FROM parent p CROSS JOIN eleve e",
                "CREATE VIEW cartable_promotion AS SELECT CAST(NULL AS varchar) AS id, CAST(NULL AS varchar) AS name"
                        + " WHERE 1 = 0");
    }

    private static void makeTheViewOfUsers(Desk desk) {
        desk.sql("CREATE VIEW cartable_user AS SELECT CAST(NULL AS varchar) AS id, CAST(NULL AS varchar) AS user_name"
                + " WHERE 1 = 0");
    }

    @OnEachDatabase
    void viewsAreReadOnceTheyAreStatedAndAllThere(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        makeViews(desk);

        Desk.Result missing = desk.run("accounts", "generate", "--roster-source", "views");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("CREATE VIEW cartable_user AS SELECT");
        assertThat(desk.stores().schema().isAbsent()).as("nothing was written").isTrue();

        makeTheViewOfUsers(desk);
        assertThat(desk.json("accounts", "generate", "--roster-source", "views", "--dry-run")
                        .count("created"))
                .isEqualTo(1);
        assertThat(desk.json("accounts", "generate", "--roster-source", "views").count("created"))
                .isEqualTo(1);
        assertThat(check(desk, "roster", "--roster-source", "views")).isEqualTo("empty-views");
        assertThat(desk.run("roster", "import", Desk.SAMPLE.toString(), "--roster-source", "views")
                        .exit())
                .as("nothing is imported over views")
                .isEqualTo(1);
    }

    @OnEachDatabase
    void viewsThatAreNotStatedAreRefusedInADryRunToo(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        makeViews(desk);

        for (String run : new String[] {"--dry-run", "--yes"}) {
            Desk.Result refused = desk.run("accounts", "generate", run);
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("cartable_pupil is a view").contains("--roster-source views");
        }
        for (String run : new String[] {"--dry-run", "--yes"}) {
            assertThat(desk.run("accounts", "generate", run, "--lang", "fr").err())
                    .contains("--roster-source\u00A0; rien n’a été écrit");
        }
        assertThat(desk.stores().schema().isAbsent()).isTrue();
    }

    @OnEachDatabase
    void theDoctorReportsWhatTheDatabaseKeepsAndWhereTheRosterIs(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.json("users", "add", "u1", "--name", "john");

        // The server of the tests runs without fsync.
        assertThat(check(desk, "durability")).isEqualTo(kind == TestDatabase.Kind.H2 ? "every-commit" : "delayed");
        assertThat(check(desk, "isolation")).isEqualTo("usual");
        assertThat(check(desk, "roster")).isEqualTo("tables");
        Desk.Result wrong = desk.run("doctor", "--schema", "ecolle");
        assertThat(wrong.exit()).isEqualTo(Exit.FINDING.code());
        assertThat(wrong.out()).contains("the schema ecolle does not exist");
    }

    private static String check(Desk desk, String check, String... more) {
        String[] words = Stream.concat(Stream.of("doctor"), Stream.of(more)).toArray(String[]::new);
        return desk.json(words).list("checks").stream()
                .filter(row -> row.text("check").equals(check))
                .map(row -> row.text("code"))
                .findFirst()
                .orElse("");
    }
}
