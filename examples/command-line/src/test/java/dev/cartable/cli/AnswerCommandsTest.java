package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.cli.frame.Exit;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.ReceiveAnswers;
import dev.cartable.work.HostKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** Parents give a reason by the link in a mail that the command line has sent, and the office decides at the terminal. */
class AnswerCommandsTest {
    private static final String NOW = "2026-11-18T17:30:00Z";
    private static final Pattern LINK = Pattern.compile("https://portal\\.example\\.org/answer/(\\S+)");

    @TempDir
    Path folder;

    private static String[] at(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--now", NOW, "--zone", "Africa/Conakry", "--school", "École de la Rivière"));
        return words.toArray(String[]::new);
    }

    @OnEachDatabase
    void anAcceptedReasonExcusesTheAbsence(TestDatabase.Kind kind) throws Exception {
        Desk desk = Desk.with(kind, folder);
        desk.run(at("roster", "import", Desk.SAMPLE.toString()));
        Files.write(
                folder.resolve("absences.csv"),
                List.of("id,pupil,date,category,minutes", "a1,P001,2026-11-18,late,10"));
        assertThat(desk.run(at("absences", "import", "absences.csv")).exit()).isZero();
        desk.run(at("accounts", "generate"));
        desk.run(at("reminders", "send"));
        desk.run(at("messages", "send", "--public-url", "https://portal.example.org"));
        List<String> tokens = desk.mails().stream()
                .map(LINK::matcher)
                .filter(Matcher::find)
                .map(link -> link.group(1))
                .toList();
        assertThat(tokens).as("one for each parent").hasSize(2).doesNotHaveDuplicates();
        assertThat(desk.run(at("answers", "list")).out()).contains("No answer waits");

        answer(desk, tokens.get(0), "Le bus était en panne");
        answer(desk, tokens.get(1), "Aucune idée");

        Json list = desk.json(at("answers", "list"));
        assertThat(list.count("answers")).isEqualTo(2);
        Json idea = list.list("answers").get(0);
        Json bus = list.list("answers").get(1);
        assertThat(idea.text("text")).as("the newest first").isEqualTo("Aucune idée");
        assertThat(bus.text("pupil")).isEqualTo("P001");
        assertThat(bus.text("state")).isEqualTo("PENDING");

        assertThat(desk.json(at("answers", "reject", idea.text("id"))).count("decided"))
                .isOne();
        Desk.Result twice = desk.run(at("answers", "accept", bus.text("id"), idea.text("id")));

        assertThat(twice.exit()).isEqualTo(Exit.PARTLY.code());
        assertThat(twice.out()).contains("accepted", "was accepted or rejected before");
        assertThat(desk.stores().absences().absences(List.of("a1")))
                .singleElement()
                .satisfies(absence -> {
                    assertThat(absence.excused()).isTrue();
                    assertThat(absence.reason()).isEqualTo("Le bus était en panne");
                });
        assertThat(desk.json(at("answers", "list", "--all")).count("answers")).isEqualTo(2);
        assertThat(desk.run(at("answers", "accept", "4711")).exit()).isEqualTo(Exit.FAILED.code());
    }

    /** As the school's web application does. */
    private void answer(Desk desk, String token, String text) {
        try (Cartable portal = Cartable.builder()
                .stores(desk.stores())
                .key(HostKey.file(folder.resolve("cartable.key")))
                .zone(ZoneId.of("Africa/Conakry"))
                .school("École de la Rivière")
                .publicUrl(URI.create("https://portal.example.org"))
                .time(() -> Instant.parse(NOW))
                .build()) {
            assertThat(portal.notices().openAnswer(token)).isInstanceOf(ReceiveAnswers.Asked.class);
            assertThat(portal.notices().answer(token, text)).isInstanceOf(ReceiveAnswers.Received.class);
        }
    }
}
