package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    static final List<String> COMMANDS = List.of(
            "roster import",
            "accounts generate",
            "accounts resend",
            "accounts check",
            "accounts validate",
            "accounts cleanup",
            "accounts reactivate",
            "accounts stats",
            "accounts export",
            "accounts notify",
            "accounts letters",
            "accounts erase",
            "accounts find",
            "messages send",
            "messages list",
            "templates list",
            "templates show",
            "templates save",
            "templates reset",
            "mail test",
            "doctor",
            "demo");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void everyCommandAndOptionIsExplainedInEachLanguage(String language) {
        Desk desk = Desk.withFile(folder);
        for (String command : COMMANDS) {
            List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
            words.addAll(List.of("--help", "--lang", language));
            Desk.Result help = desk.run(words.toArray(String[]::new));
            assertThat(help.exit()).as(command).isZero();
            assertThat(help.out().lines().skip(1).findFirst().orElse(""))
                    .as(command)
                    .isNotBlank();
            assertThat(help.out().lines().filter(line -> line.strip().startsWith("--")))
                    .as(command)
                    .allSatisfy(line -> assertThat(line.strip()).as(command).contains(" "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--lang=fr", "--lang=en"})
    void theFirstPageListsEveryGlobalOptionWithWords(String language) {
        Desk desk = Desk.withFile(folder);
        String page =
                desk.run("--help", language, "--lang", language.substring(7)).out();
        assertThat(page)
                .contains("--db", "--json", "--yes", "--smtp", "--mail-to", "--host-key", "--zone", "CARTABLE_");
    }
}
