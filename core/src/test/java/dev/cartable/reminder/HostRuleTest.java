package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.DecideAnswers;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.ReceiveAnswers;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.port.Renderer;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.PupilId;
import dev.cartable.task.model.Schedule;
import dev.cartable.work.HostKey;
import java.net.URI;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A rule of a host that says no more than it has to. */
class HostRuleTest {
    private static final String BASE = "https://portal.example.org/answer/";

    private final ReminderWorld school = new ReminderWorld(builder -> builder.key(HostKey.of(new byte[32]))
            .publicUrl(URI.create("https://portal.example.org"))
            .activationPage(URI.create("https://portal.example.org/activate"))
            .preferenceSettings(PreferenceSettings.defaults().withDigest(true))
            .reminderRule(new Trip())
            .renderer((kind, language, channel, variables) ->
                    new Renderer.Words(kind.name(), variables.getOrDefault("answer_link", ""), null)));

    /** Both pupils go on a trip, and their parents are asked to confirm that they know. */
    private static final class Trip implements ReminderRule<PupilId> {
        private static final Kind KIND = Kind.of("host.trip");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Schedule when() {
            return Schedule.daily(LocalTime.of(7, 0));
        }

        @Override
        public Stream<PupilId> candidates(Occasion occasion) {
            return Stream.of(ALI, BINTA);
        }

        @Override
        public Optional<PupilId> stillTrue(String id) {
            return Optional.of(new PupilId(id));
        }

        @Override
        public Decision decide(PupilId pupil, Occasion occasion) {
            return Decision.remind(pupil, pupil.value()).andGuardians().with("answer_link", language -> "");
        }

        @Override
        public Optional<NoticeAnswer.Type> asks(PupilId pupil) {
            return Optional.of(NoticeAnswer.Type.READ);
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of("answer_link", "");
        }
    }

    @Test
    void itsRemindersAreNotJoined() {
        school.send(Trip.KIND);

        assertThat(school.deliver())
                .filteredOn(mail -> mail.address().value().equals("awa@example.org"))
                .hasSize(2);
    }

    @Test
    void eachAnswerToItIsAccepted() {
        school.send(Trip.KIND);
        String token = school.deliver().get(0).text().substring(BASE.length());
        ReceiveAnswers.Received received =
                (ReceiveAnswers.Received) school.cartable().notices().answer(token, "");

        assertThat(school.cartable()
                        .notices()
                        .answers()
                        .accept(received.answer().id(), "office"))
                .isInstanceOf(DecideAnswers.Decided.class);
    }
}
