package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.csv.CsvExport;
import dev.cartable.cli.frame.Exit;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit trail at the terminal. */
class TrailCommandsTest {
    @TempDir
    Path folder;

    @Test
    void whatWasDoneIsListedVerifiedAndExported() throws Exception {
        Desk desk = Desk.with(TestDatabase.Kind.H2, folder);
        desk.run("roster", "import", Desk.SAMPLE.toString());
        desk.run("quota", "profile", "add", "Tous");
        Json generated = desk.json("accounts", "generate");

        Json list = desk.json("audit", "list");
        assertThat(list.list("trail"))
                .extracting(entry -> entry.text("deed") + " " + entry.text("outcome"))
                .containsExactly(
                        "generating-accounts DONE",
                        "generating-accounts STARTED",
                        "profile.create DONE",
                        "roster-import DONE",
                        "roster-import STARTED");
        Json last = list.list("trail").get(0);
        assertThat(last.text("digest")).isEqualTo(generated.text("digest"));
        assertThat(last.text("via")).isEqualTo("COMMAND_LINE");
        assertThat(last.text("from")).isNotEmpty();
        assertThat(desk.json("audit", "list", "--deed", "profile.create").count("trail"))
                .isOne();
        assertThat(desk.run("audit", "list", "--limit", "1", "--lang", "fr").out())
                .contains("generating-accounts  fait", "(ligne de commande ", "Messages préparés 34")
                .doesNotContain("COMMAND_LINE", "DONE", "created=");

        Json verified = desk.json("audit", "verify");
        assertThat(verified.count("entries")).isEqualTo(5);
        assertThat(verified.count("found")).isZero();
        assertThat(desk.run("audit", "verify", "--noted", verified.text("end")).exit())
                .isZero();

        assertThat(desk.run("audit", "export", "trail.csv").exit()).isZero();
        try (InputStream in = Files.newInputStream(folder.resolve("trail.csv"));
                Stream<List<String>> rows = CsvExport.plain().read(in)) {
            List<List<String>> table = rows.toList();
            assertThat(table).hasSize(7);
            assertThat(table.get(0)).startsWith("number", "at", "deed");
            assertThat(table.get(6)).contains("6", "audit.export");
        }
        assertThat(desk.run("audit", "export", "trail.json", "--format", "json").exit())
                .isZero();
        assertThat(Files.readString(folder.resolve("trail.json")))
                .startsWith("[{\"number\":1,")
                .contains("\"deed\":\"audit.export\"");
        assertThat(desk.run("audit", "export", "trail.xml", "--format", "xml").exit())
                .isEqualTo(Exit.USAGE.code());
    }

    @Test
    void aChangeByHandIsAFindingInBothLanguages() throws Exception {
        Desk desk = Desk.with(TestDatabase.Kind.H2, folder);
        desk.run("quota", "profile", "add", "Tous");
        desk.run("quota", "profile", "add", "Rien");
        desk.run("quota", "profile", "add", "Peu");
        String end = desk.json("audit", "verify").text("end");
        desk.sql("UPDATE cartable_audit_entry SET subject = 'profile:=1+1' WHERE entry_number = 2");

        Desk.Result english = desk.run("audit", "verify");
        assertThat(english.exit()).isEqualTo(Exit.FINDING.code());
        assertThat(english.out()).contains("from entry 2 on", "is not what was recorded");
        Desk.Result french = desk.run("audit", "verify", "--lang", "fr");
        assertThat(french.exit()).isEqualTo(Exit.FINDING.code());
        assertThat(french.out()).contains("à partir de l’entrée 2", "n’est pas ce qui a été écrit");
        Json json = desk.json("audit", "verify");
        assertThat(json.list("breaks"))
                .singleElement()
                .satisfies(one -> assertThat(one.text("type")).isEqualTo("VALUES_CHANGED"));
        assertThat(json.text("end")).isEqualTo(end);
        assertThat(desk.run("audit", "verify", "--noted", "1").exit()).isEqualTo(Exit.USAGE.code());

        desk.sql(
                "UPDATE cartable_audit_entry SET deed = '=HYPERLINK(1)', outcome = 'LOST', via = 'X' WHERE entry_number = 1");
        assertThat(desk.run("audit", "list").out()).contains("LOST", "(X ");
        desk.run("audit", "export", "trail.csv");
        assertThat(Files.readString(folder.resolve("trail.csv"))).doesNotContain(",=HYPERLINK", ",\"=HYPERLINK");
    }
}
