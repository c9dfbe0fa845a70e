package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.guardian;
import static dev.cartable.tck.Samples.pupil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.account.port.AccountStores;
import dev.cartable.notice.DecideAnswers;
import dev.cartable.notice.ReceiveAnswers;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeAnswer.Question;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.AnswerReceiver;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.port.Roster;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Two requests with the link of one notice, and two members of staff at one answer, at the same moment: one is kept, and both know. */
public abstract class AnswersContract extends StoresContract<NoticeStores> {
    private static final Kind KIND = Kind.of("library.question");
    private static final HostKey KEY = HostKey.of(new byte[32]);
    private static final URI SITE = URI.create("https://portal.example.org/");
    private static final int ROUNDS = 10;

    private final List<NoticeAnswer> received = new CopyOnWriteArrayList<>();
    private final List<NoticeAnswer> accepted = new CopyOnWriteArrayList<>();

    private Cartable node() {
        Guardian parent = new Guardian(guardian(1), new PersonName("Awa", "Diallo"), "awa@example.org", null, "fr");
        Pupil child = new Pupil(pupil(1), new PersonName("Binta", "Diallo"), null, null, true);
        Family family = new Family(
                parent,
                List.of(new Family.Ward(
                        child, Guardianship.of(parent.id(), child.id(), Guardianship.Relation.MOTHER))));
        return Cartable.builder()
                .noticeStores(stores())
                .accountStores(also(AccountStores.class))
                .roster(Roster.of(List.of(family)))
                .zone(ZoneOffset.UTC)
                .time(() -> NOW)
                .key(KEY)
                .publicUrl(SITE)
                .noticeType(new Asking())
                .renderer((kind, language, channel, variables) -> new Renderer.Words(kind.name(), "text", null))
                .answerReceiver(new AnswerReceiver() {
                    @Override
                    public void received(Tx tx, NoticeAnswer answer) {
                        received.add(answer);
                    }

                    @Override
                    public void accepted(Tx tx, NoticeAnswer answer) {
                        accepted.add(answer);
                    }
                })
                .build();
    }

    private Notice notice(int number) {
        Notice notice = Notice.draft(KIND, new Subject("loan", "l" + number), NOW.minusSeconds(60))
                .to(Recipient.guardian(guardian(1)), Channel.EMAIL, EmailAddress.of("awa@example.org"), Locale.FRENCH);
        write(tx -> stores().outbox().add(tx, List.of(notice)));
        return notice;
    }

    private static String token(Cartable node, Notice notice) {
        String link = node.notices().answerLink(notice).orElseThrow().toString();
        return link.substring(link.lastIndexOf('/') + 1);
    }

    @Test
    void aFormThatIsSentTwiceAtTheSameMomentIsOneAnswer() {
        List<Cartable> nodes = List.of(node(), node());
        for (int round = 0; round < ROUNDS; round++) {
            Notice notice = notice(round);
            String token = token(nodes.get(0), notice);

            List<ReceiveAnswers.Result> results =
                    Together.run(2, i -> nodes.get(i).notices().answer(token, "Fièvre"));

            NoticeAnswer kept = stores().answers().of(notice.id()).orElseThrow();
            assertThat(results).containsOnly(new ReceiveAnswers.Received(kept));
        }
        assertThat(received).as("the host hears of each once").hasSize(ROUNDS);
    }

    @Test
    void ofTwoAnswersAtTheSameMomentTheLaterOneIsKept() {
        List<Cartable> nodes = List.of(node(), node());
        for (int round = 0; round < ROUNDS; round++) {
            Notice notice = notice(round);
            String token = token(nodes.get(0), notice);
            int before = received.size();

            List<ReceiveAnswers.Result> results =
                    Together.run(2, i -> nodes.get(i).notices().answer(token, "Motif " + i));

            NoticeAnswer kept = stores().answers().of(notice.id()).orElseThrow();
            assertThat(results)
                    .hasOnlyElementsOfType(ReceiveAnswers.Received.class)
                    .contains(new ReceiveAnswers.Received(kept));
            assertThat(received).hasSize(before + 2);
            assertThat(received.get(received.size() - 1))
                    .as("the host heard of it last")
                    .isEqualTo(kept);
        }
    }

    @Test
    void whatIsAcceptedAtTheMomentOfAnotherAnswerIsTheFirstOrNone() {
        List<Cartable> nodes = List.of(node(), node());
        for (int round = 0; round < ROUNDS; round++) {
            Notice notice = notice(round);
            String token = token(nodes.get(0), notice);
            NoticeAnswer first =
                    ((ReceiveAnswers.Received) nodes.get(0).notices().answer(token, "Fièvre")).answer();

            List<Object> results = Together.run(
                    2,
                    i -> i == 0
                            ? nodes.get(0).notices().answers().accept(first.id(), "secrétariat")
                            : nodes.get(1).notices().answer(token, "Grippe"));

            NoticeAnswer kept = stores().answers().of(notice.id()).orElseThrow();
            if (results.get(0) instanceof DecideAnswers.Decided decided) {
                assertThat(kept).isEqualTo(decided.answer());
                assertThat(results.get(1))
                        .isEqualTo(new ReceiveAnswers.NotReceived(ReceiveAnswers.Problem.ALREADY_ACCEPTED));
            } else {
                assertThat(results.get(0)).isEqualTo(new DecideAnswers.Refused(DecideAnswers.Problem.UNKNOWN_ANSWER));
                assertThat(results.get(1)).isEqualTo(new ReceiveAnswers.Received(kept));
                assertThat(kept.text()).isEqualTo("Grippe");
            }
        }
    }

    @Test
    void ofTwoMembersOfStaffOneDecides() {
        List<Cartable> nodes = List.of(node(), node());
        for (int round = 0; round < ROUNDS; round++) {
            NoticeAnswer answer = ((ReceiveAnswers.Received)
                            nodes.get(0).notices().answer(token(nodes.get(0), notice(round)), "Fièvre"))
                    .answer();

            List<DecideAnswers.Result> results = Together.run(
                    2,
                    i -> i == 0
                            ? nodes.get(0).notices().answers().accept(answer.id(), "secrétariat")
                            : nodes.get(1).notices().answers().reject(answer.id(), "direction"));

            NoticeAnswer kept = stores().answers().find(answer.id()).orElseThrow();
            assertThat(results)
                    .containsExactlyInAnyOrder(
                            new DecideAnswers.Decided(kept),
                            new DecideAnswers.Refused(DecideAnswers.Problem.ALREADY_DECIDED));
        }
        List<NoticeAnswer> all =
                new ArrayList<>(SampleSchool.read(stores().answers().in(Set.of(NoticeAnswer.State.ACCEPTED))));
        assertThat(accepted).containsExactlyInAnyOrderElementsOf(all);
    }

    /** A kind that asks for a reason. */
    private static final class Asking implements NoticeType {
        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of();
        }

        @Override
        public WhenUncertain whenUncertain() {
            return WhenUncertain.LEAVE;
        }

        @Override
        public Verdict check(Notice notice) {
            return new Verdict.Send(Map.of());
        }

        @Override
        public Optional<Question> question(Notice notice) {
            return Optional.of(new Question(NoticeAnswer.Type.REASON, pupil(1), Map.of()));
        }
    }
}
