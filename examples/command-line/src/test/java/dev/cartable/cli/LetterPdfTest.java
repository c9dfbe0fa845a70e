package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.api.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters as one PDF for a printer. */
class LetterPdfTest {
    private static final String NOW = "2026-11-18T17:30:00Z";

    @TempDir
    Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    private void open(TestDatabase.Kind kind) {
        desk = Desk.with(kind, folder);
        run("roster", "import", Desk.SAMPLE.toString());
    }

    private Desk.Result run(String... command) {
        return desk.run(at(command));
    }

    private Json json(String... command) {
        return desk.json(at(command));
    }

    private static String[] at(String... command) {
        List<String> words = new ArrayList<>(Arrays.asList(command));
        words.addAll(List.of(
                "--now", NOW, "--zone", "Africa/Conakry", "--school", "École de la Rivière", "--fallbacks", "letter"));
        return words.toArray(String[]::new);
    }

    @OnEachDatabase
    void lettersThatWaitArePrintedOnceAndMarkedAsPrinted(TestDatabase.Kind kind) throws IOException {
        open(kind);
        Files.write(
                folder.resolve("absences.csv"),
                List.of("id,pupil,date,category", "a1,P013,2026-11-18,absence", "a2,P014,2026-11-18,absence"));
        run("absences", "import", "absences.csv");
        run("reminders", "send");
        long waiting = json("messages", "letters", "list").list("letters").size();
        assertThat(waiting).isPositive();

        Json planned = json("reminders", "letters", "letters.pdf", "--dry-run");
        assertThat(planned.count("waiting")).isEqualTo(waiting);
        assertThat(folder.resolve("letters.pdf")).doesNotExist();

        Json printed = json("reminders", "letters", "letters.pdf");

        assertThat(printed.count("printed")).isEqualTo(waiting);
        assertThat(folder.resolve("letters.pdf"))
                .content(StandardCharsets.ISO_8859_1)
                .startsWith("%PDF-1.7");
        assertThat(permissions("letters.pdf")).isEqualTo("rw-------");
        assertThat(json("messages", "letters", "list").list("letters")).isEmpty();
        assertThat(run("messages", "list", "--state", "SENT").out()).contains("the letter was printed");

        Desk.Result again = run("reminders", "letters", "again.pdf", "--lang", "fr");
        assertThat(again.exit()).isZero();
        assertThat(again.out()).contains("Aucune lettre n’attend");
        assertThat(folder.resolve("again.pdf")).doesNotExist();
    }

    /** After a crash in between, letters are printed twice rather than never. */
    @Test
    void lettersAreMarkedAfterTheFileIsThere() throws IOException {
        open(TestDatabase.Kind.H2);
        absences("a1,P013,2026-11-18,absence");
        run("reminders", "send");
        FileSeen.file = folder.resolve("letters.pdf");
        FileSeen.SEEN.clear();
        desk.sql("CREATE TRIGGER seen BEFORE DELETE ON cartable_outbox FOR EACH ROW CALL '" + FileSeen.class.getName()
                + "'");

        long printed = json("reminders", "letters", "letters.pdf").count("printed");

        assertThat(printed).isPositive();
        assertThat(FileSeen.SEEN).hasSize((int) printed).containsOnly(true);
    }

    /** Notes, when a letter is marked, whether the file is there and has something in it. */
    public static final class FileSeen implements Trigger {
        private static final List<Boolean> SEEN = new CopyOnWriteArrayList<>();
        private static volatile Path file = Path.of("");

        @Override
        public void fire(Connection connection, Object[] before, Object[] after) {
            SEEN.add(file.toFile().length() > 0);
        }
    }

    @OnEachDatabase
    void lettersOfAWorkbookAreMarkedByWhatStandsInItAndNotByTheirTime(TestDatabase.Kind kind) throws IOException {
        open(kind);
        absences("a1,P013,2026-11-18,absence");
        run("reminders", "send");
        long first = json("messages", "letters", "list").list("letters").size();
        run("messages", "letters", "export", "letters.xlsx", "--profile", "xlsx");
        absences("a2,P014,2026-11-18,absence");
        run("reminders", "send");
        long second = json("messages", "letters", "list").list("letters").size() - first;
        assertThat(second).isPositive();

        Json printed = json("messages", "letters", "printed", "--file", "letters.xlsx");

        assertThat(printed.count("printed")).isEqualTo(first).isPositive();
        assertThat(json("messages", "letters", "list").list("letters")).hasSize((int) second);
    }

    private void absences(String row) throws IOException {
        Files.write(folder.resolve("absences.csv"), List.of("id,pupil,date,category", row));
        run("absences", "import", "absences.csv");
    }

    @Test
    void activationLettersOfOneFileSayTheSameWhenTheyArePrintedAgain() throws IOException {
        open(TestDatabase.Kind.H2);
        run("accounts", "generate");
        long files = json("accounts", "letters", "folder").count("written");

        Json printed = json("accounts", "letters", "letters.pdf");
        byte[] first = Files.readAllBytes(folder.resolve("letters.pdf"));

        assertThat(printed.count("written")).isEqualTo(files).isPositive();
        assertThat(permissions("letters.pdf")).isEqualTo("rw-------");
        assertThat(run("accounts", "letters", "letters.pdf").exit())
                .as("an older file is left alone")
                .isEqualTo(Exit.FAILED.code());
        assertThat(run("accounts", "letters", "letters.pdf", "--force").exit()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("letters.pdf"))).isEqualTo(first);
        assertThat(run("accounts", "letters", "left.pdf", "--letter-window", "left")
                        .exit())
                .isZero();
        assertThat(Files.readAllBytes(folder.resolve("left.pdf"))).isNotEqualTo(first);
    }

    @Test
    void aWindowThatNoEnvelopeHasAndStandardOutputAreRefusedBeforeAnythingIsDone() {
        open(TestDatabase.Kind.H2);

        Desk.Result window = run("reminders", "letters", "letters.pdf", "--letter-window", "top", "--lang", "fr");
        Desk.Result output = run("reminders", "letters", "-", "--lang", "fr");

        assertThat(output.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(output.err()).contains("sortie standard");
        assertThat(window.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(window.err()).contains("--letter-window");
        assertThat(folder.resolve("letters.pdf")).doesNotExist();
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }
}
