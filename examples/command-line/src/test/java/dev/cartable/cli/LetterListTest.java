package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of letters at the command line. */
class LetterListTest {
    @TempDir
    Path folder;

    @Test
    void withoutLettersThereIsNothingToPrintAndTheOptionIsNamed() {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();

        assertThat(desk.run("messages", "letters", "list").out()).contains("--fallbacks sms,letter");
        assertThat(desk.json("messages", "letters", "list").list("letters")).isEmpty();
        assertThat(desk.json("messages", "letters", "printed", "--queued-before", "2030-01-01T00:00:00Z")
                        .count("printed"))
                .isZero();
    }

    @Test
    void theListIsWrittenIntoATable() throws Exception {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();

        Desk.Result done = desk.run("messages", "letters", "export", "letters.csv");

        assertThat(done.exit()).isZero();
        assertThat(done.out()).contains("messages letters printed --file");
        assertThat(desk.json("messages", "letters", "printed", "--file", "letters.csv")
                        .count("printed"))
                .isZero();
        assertThat(Files.readString(folder.resolve("letters.csv"))).contains("promotion", "subject");
        assertThat(desk.run("messages", "letters", "export", "letters.xlsx", "--profile", "xlsx")
                        .out())
                .contains("messages letters printed --file");
        assertThat(desk.run("messages", "letters", "export", "-").err()).contains("printed --file FILE");
    }

    @Test
    void whatIsNoTableOfLettersMarksNothing() throws Exception {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        Files.writeString(folder.resolve("letters.xlsx"), "no workbook");

        Desk.Result done = desk.run("messages", "letters", "printed", "--file", "letters.xlsx", "--lang", "fr");

        assertThat(done.exit()).isEqualTo(Exit.FAILED.code());
        assertThat(done.err()).contains("letters.xlsx", "Rien n’a été marqué");
    }

    @Test
    void lettersAreNamedInOneWay() {
        Desk.Result none = Desk.withFile(folder).run("messages", "letters", "printed", "--lang", "fr");

        assertThat(none.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(none.err()).contains("--queued-before");
    }
}
