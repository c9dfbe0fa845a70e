package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Settings;
import dev.cartable.cli.frame.Surroundings;
import dev.cartable.cli.frame.Words;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void everyCommandAndOptionIsExplainedInEachLanguage(String language) {
        Words words = Words.in(Locale.forLanguageTag(language));

        assertThat(all(CommandLineTool.commandLine(
                        Surroundings.ofProcess(), words, Settings.find(Surroundings.ofProcess(), null))))
                .hasSizeGreaterThan(20)
                .allSatisfy(command -> {
                    String name = command.getCommandSpec().qualifiedName();
                    assertThat(command.getCommandSpec().usageMessage().description())
                            .as(name)
                            .isNotEmpty();
                    assertThat(command.getCommandSpec().args())
                            .allSatisfy(argument -> assertThat(argument.description())
                                    .as("%s %s", name, argument)
                                    .isNotEmpty());
                });
    }

    @Test
    void theFirstPageListsWhatEveryCommandTakes() {
        Desk.Result page = Desk.withFile(folder).run("--help");

        assertThat(page.exit()).isZero();
        assertThat(page.out())
                .contains("--db", "--json", "--yes", "--smtp", "--mail-to", "--host-key", "--zone", "CARTABLE_");
    }

    @Test
    void aCommandsPageListsItsOwnOptionsOnly() {
        String page =
                Desk.withFile(folder).run("accounts", "generate", "--help").out();

        assertThat(page).contains("--roster", "--email-only").doesNotContain("--table-prefix");
    }

    @Test
    void theHeadingsOfAPageAreInTheReadersLanguage() {
        Desk desk = Desk.withFile(folder);

        assertThat(desk.run("accounts", "--help", "--lang", "fr").out())
                .startsWith("Usage\u00a0: cartable accounts")
                .contains("\n\nCommandes\u00a0:\n")
                .doesNotContain("Commands:");
        assertThat(desk.run("accounts", "generate", "--help", "--lang", "fr").out())
                .contains("\n\nOptions\u00a0:\n");
        assertThat(desk.run("accounts", "--help").out()).startsWith("Usage: ").contains("\n\nCommands:\n");
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::all));
    }
}
