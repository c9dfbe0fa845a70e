package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.notice.PrintLetters.Letter;
import dev.cartable.notice.PrintLetters.Selection;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.LetterContent;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.LetterRenderer;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.School;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People whom no channel reaches stand in the list of letters. */
class PrintLettersTest {
    private static final Delivery.Refused REFUSED = new Delivery.Refused("550 5.1.1 no such user");

    private static final School SCHOOL = new School("School", ZoneId.of("Africa/Conakry"), Locale.FRENCH);

    private final NoticeWorld world = new NoticeWorld();

    @BeforeEach
    void fallBackToLetters() {
        world.fallbacks = Fallbacks.of(Channel.SMS, Channel.LETTER);
        world.elsewhere.add(Channel.LETTER);
        world.again.answer = notice -> new Verdict.Send(
                Map.of("name", "Awa", "pupil", "Ibou", PrintLetters.PROMOTION, "L3"), new Address.Opaque("g"));
    }

    private PrintLetters letters() {
        return new PrintLetters(
                world.stores.unitOfWork(),
                world.stores.outbox(),
                world.dispatcher().preparer(),
                SCHOOL,
                world.stores::users,
                world.clock);
    }

    private List<Letter> list() {
        List<Letter> list = new ArrayList<>();
        letters().list(list::add);
        return list;
    }

    private void fail(int mails) {
        for (int i = 0; i < mails; i++) {
            world.mail.then(REFUSED);
            world.queue(NoticeWorld.AGAIN);
        }
        assertThat(world.drain().failed()).isEqualTo(mails);
        assertThat(world.drain().halts()).as("no courier is missing").isEmpty();
    }

    private Notice.Entry only(NoticeState state) {
        try (var history = world.stores.outbox().history(NoticeFilter.all().in(state))) {
            return history.filter(entry -> entry.notice().channel().equals(Channel.LETTER))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aPersonWhomMailDoesNotReachGetsALetterThatSaysWhatItIsAbout() {
        fail(1);

        assertThat(list()).singleElement().satisfies(letter -> {
            assertThat(letter.name()).isEqualTo("Awa");
            assertThat(letter.pupil()).isEqualTo("Ibou");
            assertThat(letter.promotion()).isEqualTo("L3");
            assertThat(letter.subject()).isEqualTo("About test.again");
        });
    }

    @Test
    void aLetterThatWasPrintedNoLongerWaitsAndCountsAsPrintedOnly() {
        fail(2);
        NoticeId first = list().get(0).id();

        assertThat(letters().markPrinted(List.of(first))).isEqualTo(new PrintLetters.Report(1, 0));

        assertThat(list())
                .singleElement()
                .satisfies(letter -> assertThat(letter.id()).isNotEqualTo(first));
        assertThat(world.entry(first).state()).isEqualTo(NoticeState.SENT);
        assertThat(world.entry(first).reason()).isEqualTo(NoticeReason.PRINTED.name());
        assertThat(letters().markPrinted(List.of(first))).isEqualTo(new PrintLetters.Report(0, 0));
    }

    @Test
    void onlyWhatWasQueuedBeforeTheExportIsMarked() {
        fail(1);
        var exported = world.clock.instant().plusSeconds(1);
        world.clock.advance(Duration.ofMinutes(1));
        fail(1);

        assertThat(letters().markPrinted(exported)).isEqualTo(new PrintLetters.Report(1, 0));

        assertThat(list()).hasSize(1);
        assertThat(letters().markPrinted(world.clock.instant().plusSeconds(1)))
                .as("the others were put back")
                .isEqualTo(new PrintLetters.Report(1, 0));
    }

    @Test
    void whatIsNoLongerTrueIsNeitherListedNorMarkedAsPrinted() {
        fail(1);
        world.again.answer = notice -> new Verdict.Suppress("PAID");

        assertThat(list()).isEmpty();
        assertThat(letters().markPrinted(world.clock.instant().plusSeconds(1)))
                .isEqualTo(new PrintLetters.Report(0, 1));

        Notice.Entry letter = only(NoticeState.SUPPRESSED);
        assertThat(letter.reason()).isEqualTo("PAID");
        assertThat(world.again.suppressed).containsExactly(letter.notice().id());
    }

    @Test
    void aLetterThatIsNotDueYetIsNeitherListedNorMarked() {
        Notice.Draft draft = Notice.draft(
                        Kind.of(NoticeWorld.AGAIN), new Subject("test", "later"), world.clock.instant())
                .dueAt(world.clock.instant().plus(Duration.ofHours(1)));
        Notice later = draft.to(
                Recipient.guardian(new GuardianId("g1")), Channel.LETTER, new Address.Opaque("g"), Locale.FRENCH);
        world.stores.unitOfWork().run(tx -> world.stores.outbox().add(tx, List.of(later)));

        assertThat(list()).isEmpty();
        assertThat(letters().markPrinted(List.of(later.id()))).isEqualTo(new PrintLetters.Report(0, 0));
        var listed = world.clock.instant().plusSeconds(1);

        world.clock.advance(Duration.ofHours(1));
        assertThat(letters().markPrinted(listed))
                .as("it is due by now and was not in the list")
                .isEqualTo(new PrintLetters.Report(0, 0));
        assertThat(list()).hasSize(1);
        assertThat(letters().markPrinted(List.of(later.id()))).isEqualTo(new PrintLetters.Report(1, 0));
    }

    @Test
    void twoPeopleWhoMarkAtTheSameTimeMarkEachLetterOnce() {
        fail(3);
        NoticeId first = list().get(0).id();
        var before = world.clock.instant().plusSeconds(1);
        var whileChecking = world.again.answer;
        List<PrintLetters.Report> other = new ArrayList<>();
        world.again.answer = notice -> {
            if (other.isEmpty()) {
                other.add(letters().markPrinted(List.of(first)));
            }
            return whileChecking.apply(notice);
        };

        PrintLetters.Report report = letters().markPrinted(before);

        assertThat(other).containsExactly(new PrintLetters.Report(1, 0));
        assertThat(report).isEqualTo(new PrintLetters.Report(2, 0));
        assertThat(list()).isEmpty();
    }

    @Test
    void moreLettersThanAPageAreMarkedAndOtherMessagesAreNot() {
        fail(250);
        NoticeId mail = world.queue(NoticeWorld.AGAIN);

        assertThat(letters().markPrinted(world.clock.instant().plusSeconds(1)))
                .isEqualTo(new PrintLetters.Report(250, 0));
        assertThat(letters().markPrinted(List.of(mail))).isEqualTo(new PrintLetters.Report(0, 0));

        assertThat(world.state(mail)).isEqualTo(NoticeState.QUEUED);
    }

    @Test
    void aLetterThatAnotherHasMarkedMeanwhileIsNotCountedAndHasNoConsequences() {
        fail(1);
        NoticeId id = list().get(0).id();
        world.again.answer = notice -> {
            letters().markPrinted(List.of(id));
            return new Verdict.Suppress("PAID");
        };

        assertThat(letters().markPrinted(world.clock.instant().plusSeconds(1)))
                .isEqualTo(new PrintLetters.Report(0, 0));

        assertThat(world.again.suppressed).isEmpty();
        assertThat(world.entry(id).state()).isEqualTo(NoticeState.SENT);
    }

    /** Keeps letters as they come. */
    private static final class Kept implements LetterRenderer.Sheets {
        private final List<LetterContent> letters = new ArrayList<>();

        @Override
        public void add(LetterContent letter) {
            letters.add(letter);
        }

        @Override
        public LetterRenderer.Totals finish() {
            return new LetterRenderer.Totals(letters.size(), letters.size(), 0, 0);
        }

        @Override
        public void close() {}
    }

    /** Three letters: Ibou and Awa of one class, and Zeynab of a class before it. */
    private void failThree() {
        Map<String, List<String>> pupils =
                Map.of("g0", List.of("Ibou", "6A"), "g1", List.of("Awa", "6A"), "g2", List.of("Zeynab", "5B"));
        world.again.answer = notice -> {
            List<String> pupil = pupils.getOrDefault(notice.recipient().id(), List.of("Ibou", "6A"));
            return new Verdict.Send(
                    Map.of(
                            "name",
                            notice.recipient().id(),
                            "pupil",
                            pupil.get(0),
                            PrintLetters.PROMOTION,
                            pupil.get(1)),
                    new Address.Opaque("g"));
        };
        fail(3);
    }

    @Test
    void lettersGoIntoAFileClassByClassAndAreMarkedOnlyWhenTheFileIsThere() throws IOException {
        failThree();
        Kept file = new Kept();

        List<NoticeId> written = letters().write(Selection.all(), file);

        assertThat(file.letters)
                .isSortedAccordingTo(LetterContent.inOrder(Locale.FRENCH))
                .hasSize(3);
        assertThat(file.letters.get(0).promotion())
                .isLessThanOrEqualTo(file.letters.get(2).promotion());
        assertThat(list()).as("a crash before they are marked").hasSize(3);
        Kept again = new Kept();
        assertThat(letters().write(Selection.all(), again)).isEqualTo(written);
        assertThat(again.letters).as("word for word").isEqualTo(file.letters);

        assertThat(letters().markPrinted(written)).isEqualTo(new PrintLetters.Report(3, 0));
        assertThat(letters().write(Selection.all(), new Kept())).isEmpty();
        assertThat(world.entry(written.get(0)).reason()).isEqualTo(NoticeReason.PRINTED.name());
    }

    @Test
    void onlyLettersOfAClassOrAKindAreWritten() throws IOException {
        failThree();
        Kept sixth = new Kept();

        int ofSixth = letters()
                .write(new Selection(null, Set.of(new PromotionId("6A"))), sixth)
                .size();
        int ofFifth = letters()
                .write(new Selection(null, Set.of(new PromotionId("5B"))), new Kept())
                .size();

        assertThat(sixth.letters)
                .allSatisfy(letter -> assertThat(letter.promotion()).isEqualTo("6A"));
        assertThat(ofSixth + ofFifth).isEqualTo(3);
        assertThat(letters().write(new Selection(Kind.of(NoticeWorld.ONCE), Set.of()), new Kept()))
                .isEmpty();
        assertThat(letters().write(new Selection(Kind.of(NoticeWorld.AGAIN), Set.of()), new Kept()))
                .hasSize(3);
    }

    @Test
    void lettersAreNotMarkedInsideATransactionOfTheHost() {
        fail(1);
        NoticeId letter = list().get(0).id();

        assertThatIllegalStateException()
                .isThrownBy(() -> world.stores.unitOfWork().run(tx -> letters().markPrinted(List.of(letter))))
                .withMessageContaining("marking letters as printed");
        assertThat(world.state(letter)).isEqualTo(NoticeState.QUEUED);
    }
}
