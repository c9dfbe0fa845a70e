package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command line that cannot be understood is answered by what can be. */
class MisunderstandingTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alerts add --profile P --type nope | quota_warning, quota_exceeded, quota_forecast, validity_expiring",
                "completion tcsh | bash, zsh, fish",
                "doctor --now yesterday | 2026-11-21T10:00:00Z",
                "alerts summary --day yesterday | 2026-09-01",
                "accounts generate --plan xyz | 12",
                "messages list --limit 0 | 1",
                "quota stats --from yesterday | 2026-09-01",
                "alerts add --profile P --type quota_warning --channel sms | in_app",
                "doctor --zone Paris | Europe/Paris",
                "doctor --zone Africa/Conackry | Africa/Conakry"
            })
    void aWrongValueIsAnsweredByWhatTheOptionTakes(String command, String expected) {
        for (String language : new String[] {"en", "fr"}) {
            Desk.Result result = Desk.withFile(folder).run((command + " --lang " + language).split(" "));

            assertThat(result.exit()).isEqualTo(Exit.USAGE.code());
            assertThat(result.err()).contains(expected);
            assertThat(result.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "accont stats, Did you mean accounts?",
        "accounts generat, Did you mean generate?",
        "accounts generate --emial-only, Did you mean --email-only?",
        "users list, 'Which command? One of add, import'",
        "help acounts, Did you mean accounts?"
    })
    void aTypoNamesWhatIsClosestToItAlone(String command, String expected) {
        assertThat(Desk.withFile(folder).run(command.split(" ")).err())
                .startsWith("Failed: This is not known: ")
                .contains(expected);
    }

    @Test
    void ofSeveralWordsTheFirstOneThatIsNotKnownIsNamed() {
        assertThat(Desk.withFile(folder).run("acounts", "generate").err()).contains("not known: acounts.");
        assertThat(Desk.withFile(folder).run("frobnicate").err()).doesNotContain("Did you mean");
    }
}
