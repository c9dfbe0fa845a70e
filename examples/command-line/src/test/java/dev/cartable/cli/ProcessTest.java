package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTest {
    @TempDir
    Path folder;

    @Test
    void theMainClassEndsWithTheExitCodeAndWritesUtf8() throws Exception {
        Desk.Result result = Child.start(
                        folder,
                        Map.of("CARTABLE_LANG", "fr", "LC_ALL", "C"),
                        "accounts",
                        "generate",
                        "--roster",
                        Desk.SAMPLE.toString())
                .await();

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("élèves\u00A0: 40 nouveaux", "Laissés de côté");
        assertThat(result.err()).isEmpty();
        assertThat(folder.resolve("cartable.mv.db")).exists();
        assertThat(folder.resolve("cartable.key")).exists();
    }

    @Test
    void aCommandLineThatCannotBeUnderstoodEndsWithTwo() throws Exception {
        Desk.Result result = Child.start(folder, Map.of(), "accounts", "frobnicate", "--json")
                .await();

        assertThat(result.exit()).isEqualTo(2);
        assertThat(Json.parse(result.out()).get("error").text("code")).isEqualTo("USAGE");
    }
}
