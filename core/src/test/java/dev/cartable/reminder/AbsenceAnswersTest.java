package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.AWA;
import static dev.cartable.reminder.ReminderWorld.BAKARY;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.Cartable;
import dev.cartable.audit.model.AuditEntry;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.DecideAnswers;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.ReceiveAnswers;
import dev.cartable.notice.ReceiveAnswers.Problem;
import dev.cartable.notice.model.AnswerId;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeAnswer.State;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.SmsText;
import dev.cartable.notice.port.AnswerReceiver;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.School;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reasons for absences that parents give by the link in the mail. The absences are the host's own, unless a test says otherwise. */
class AbsenceAnswersTest {
    private static final HostKey KEY = HostKey.of(new byte[32]);
    private static final HostKey NEXT = HostKey.base64(Base64.getEncoder()
            .encodeToString("another key, which comes after it".getBytes(StandardCharsets.US_ASCII)));
    private static final String BASE = "https://portal.example.org/school/answer/";
    private static final String REASON = "Fièvre\nrendez-vous chez le médecin";

    private final Host host = new Host();
    private final ReminderWorld school = new ReminderWorld(builder -> builder.key(KEY)
            .publicUrl(URI.create("https://portal.example.org/school"))
            .activationPage(URI.create("https://portal.example.org/activate"))
            .answerReceiver(host));

    /** A host that marks its own absences, as {@link AnswerReceiver} asks for. */
    private final class Host implements AnswerReceiver {
        private final List<NoticeAnswer> received = new ArrayList<>();
        private boolean fails;

        @Override
        public void received(Tx tx, NoticeAnswer answer) {
            received.add(answer);
        }

        @Override
        public void accepted(Tx tx, NoticeAnswer answer) {
            if (fails) {
                throw new IllegalStateException("the host's table is locked");
            }
            school.excuse(
                    requireNonNull(school.records.absences.get(answer.subject().id())));
        }
    }

    @BeforeEach
    void absent() {
        school.address(BAKARY, "bakary@example.org");
        school.set("2026-11-30T08:00");
        school.absent("a1", ALI, "2026-11-30");
        school.set("2026-11-30T17:00");
        school.send(ReminderKinds.ABSENCE);
        school.deliver();
    }

    private Cartable cartable() {
        return school.cartable();
    }

    private RenderedNotice mail(String to) {
        return school.mails.stream()
                .filter(mail -> mail.address().value().equals(to + "@example.org"))
                .findFirst()
                .orElseThrow();
    }

    private String token(String to) {
        String text = mail(to).text();
        int at = text.indexOf(BASE);
        assertThat(at).as(text).isPositive();
        return text.substring(at + BASE.length()).split("\\s", 2)[0];
    }

    private NoticeAnswer answered(String token, String text) {
        return ((ReceiveAnswers.Received) cartable().notices().answer(token, text)).answer();
    }

    private static Problem problem(Cartable cartable, String token, String text) {
        Problem answering = ((ReceiveAnswers.NotReceived) cartable.notices().answer(token, text)).problem();
        if (cartable.notices().openAnswer(token) instanceof ReceiveAnswers.NotAsked not) {
            assertThat(not.problem()).as("what a look says").isEqualTo(answering);
        }
        return answering;
    }

    private List<NoticeAnswer> answers(State... states) {
        try (Stream<NoticeAnswer> some = cartable().notices().answers().list(Set.of(states))) {
            return some.toList();
        }
    }

    @Test
    void theMailAsksForTheReasonAndSaysUntilWhen() {
        assertThat(mail("awa").text())
                .contains("jusqu’au mercredi 30 décembre 2026")
                .contains(BASE);
        assertThat(mail("bakary").text()).contains("until Wednesday 30 December 2026");
        assertThat(mail("awa").html()).contains("Donner le motif", BASE + token("awa"));
        assertThat(token("awa")).isNotEqualTo(token("bakary")).hasSizeLessThan(80);
    }

    @Test
    void aShortMessageAsksByALinkTooAndItsHistoryKeepsNone() {
        List<RenderedNotice> texts = new ArrayList<>();
        ReminderWorld other = withPhones(texts, false);
        other.absent("b1", ALI, "2026-12-01");
        other.cartable().reminders().send().run(SendReminders.Request.betweenTimes(), step -> {});
        other.cartable().notices().dispatch().drain();

        String text = texts.get(0).text();
        assertThat(text).contains("give the reason: " + BASE);
        assertThat(SmsText.of(text)).satisfies(sms -> {
            assertThat(sms.costly()).isEmpty();
            assertThat(sms.segments()).isLessThanOrEqualTo(2);
        });
        String token = text.substring(text.indexOf(BASE) + BASE.length()).strip();
        assertThat(token).hasSize(45);
        assertThat(other.cartable().notices().answer(token, REASON)).isInstanceOf(ReceiveAnswers.Received.class);
        try (Stream<Notice.Entry> entries = other.cartable().notices().list()) {
            assertThat(entries)
                    .allSatisfy(entry -> assertThat(requireNonNull(entry.text()).text())
                            .contains("give the reason: …")
                            .doesNotContain(token));
        }
    }

    @Test
    void aJointMailOfCorrectionsHasALinkForEachAndAJointShortMessageNone() {
        List<RenderedNotice> texts = new ArrayList<>();
        ReminderWorld other = withPhones(texts, true);
        other.absent("b1", ALI, "2026-12-01");
        other.absent("b2", BINTA, "2026-12-01");
        other.set("2026-12-01T17:00");
        other.send(ReminderKinds.ABSENCE);
        other.deliver();
        other.late("b1", ALI, "2026-12-01", 10);
        other.late("b2", BINTA, "2026-12-01", 20);
        other.set("2026-12-02T17:00");
        texts.clear();
        other.send();
        other.deliver();

        assertThat(other.mails)
                .singleElement()
                .satisfies(mail -> assertThat(mail.text())
                        .containsPattern(
                                "(?s)Ali was 10 min late[^\n]* " + BASE + ".*Binta was 20 min late[^\n]* " + BASE));
        assertThat(texts)
                .singleElement()
                .satisfies(text -> assertThat(text.text())
                        .contains("Ali was 10 min late", "Binta was 20 min late")
                        .doesNotContain(BASE));
    }

    /** A school that notifies Awa by short message, at once or, where messages are joined, by mail, too, once a day. */
    private static ReminderWorld withPhones(List<RenderedNotice> texts, boolean joins) {
        ReminderWorld world = new ReminderWorld(builder -> ReminderWorld.byTelephone(builder, texts)
                .key(KEY)
                .publicUrl(URI.create("https://portal.example.org/school"))
                .activationPage(URI.create("https://portal.example.org/activate"))
                .preferenceSettings(PreferenceSettings.defaults().withDigest(joins))
                .reminders(settings -> joins
                        ? settings
                        : settings.withAbsences(settings.absences().atOnceAfter(Duration.ZERO))));
        world.address(AWA, joins ? "awa@example.org" : null, "+224620123456");
        world.set("2026-11-30T17:00");
        world.send();
        world.set("2026-12-01T08:10");
        return world;
    }

    @Test
    void theHistoryKeepsTheWordsWithoutTheLink() {
        try (Stream<Notice.Entry> entries = cartable().notices().list()) {
            assertThat(entries)
                    .hasSize(2)
                    .allSatisfy(entry -> assertThat(requireNonNull(entry.text()).text())
                            .doesNotContain(BASE)
                            .contains("…"));
        }
    }

    @Test
    void openingTheLinkWritesNothingHoweverOften() {
        for (int i = 0; i < 3; i++) {
            ReceiveAnswers.Asked asked =
                    (ReceiveAnswers.Asked) cartable().notices().openAnswer(token("awa"));
            assertThat(asked.question().type()).isEqualTo(NoticeAnswer.Type.REASON);
            assertThat(asked.question().pupil()).isEqualTo(ALI);
            assertThat(asked.question().values())
                    .containsEntry("pupil", "Ali Ndiaye")
                    .containsEntry("day", "lundi 30 novembre 2026")
                    .doesNotContainKey("answer_link");
            assertThat(asked.recipient()).isEqualTo(Recipient.guardian(AWA));
            assertThat(asked.answer()).isNull();
        }
        assertThat(answers(State.values())).isEmpty();
        assertThat(host.received).isEmpty();
    }

    @Test
    void anAnswerWaitsForTheStaffAndTheHostLearnsOfIt() {
        NoticeAnswer answer = answered(token("awa"), "  Fièvre\r\nrendez-vous\u0007 chez le médecin ");

        assertThat(answer.text()).isEqualTo(REASON);
        assertThat(answer.recipient()).isEqualTo(Recipient.guardian(AWA));
        assertThat(answer.pupil()).isEqualTo(ALI);
        assertThat(answer.kind()).isEqualTo(ReminderKinds.ABSENCE);
        assertThat(answer.subject().id()).isEqualTo("a1");
        assertThat(answer.notice()).isEqualTo(mail("awa").id());
        assertThat(answer.answeredAt()).isEqualTo(school.now());
        assertThat(answers(State.PENDING)).containsExactly(answer);
        assertThat(host.received).containsExactly(answer);
        assertThat(requireNonNull(school.records.absences.get("a1")).excused()).isFalse();
        assertThat(((ReceiveAnswers.Asked) cartable().notices().openAnswer(token("awa"))).answer())
                .isEqualTo(answer);
    }

    @Test
    void aFormThatIsSentTwiceIsOneAnswerAndAnotherTextReplacesIt() {
        NoticeAnswer first = answered(token("awa"), REASON);
        assertThat(answered(token("awa"), REASON)).isEqualTo(first);
        assertThat(host.received).containsExactly(first);

        NoticeAnswer second = answered(token("awa"), "Grippe");

        assertThat(answers(State.values())).containsExactly(second);
        assertThat(cartable().notices().answers().accept(first.id(), "office"))
                .as("what the staff have not read")
                .isEqualTo(new DecideAnswers.Refused(DecideAnswers.Problem.UNKNOWN_ANSWER));
        assertThat(requireNonNull(school.records.absences.get("a1")).excused()).isFalse();
    }

    @Test
    void anAcceptedReasonExcusesTheAbsenceAndTheOtherParentAloneGetsTheCorrection() {
        NoticeAnswer answer = answered(token("awa"), REASON);
        assertThat(cartable().notices().answers().accept(answer.id(), "office"))
                .isInstanceOfSatisfying(
                        DecideAnswers.Decided.class,
                        decided -> assertThat(decided.answer().state()).isEqualTo(State.ACCEPTED));
        assertThat(requireNonNull(school.records.absences.get("a1")).excused()).isTrue();

        assertThat(correctionsAt("2026-12-01T17:00")).containsExactly("bakary");
        assertThat(correctionsAt("2026-12-02T17:00")).isEmpty();
    }

    @Test
    void whatElseChangesIsCorrectedForTheParentWhoGaveTheReason() {
        NoticeAnswer answer = answered(token("awa"), REASON);
        cartable().notices().answers().accept(answer.id(), "office");
        school.excuse(school.late("a1", ALI, "2026-11-30", 20));

        assertThat(correctionsAt("2026-12-01T17:00")).containsExactly("awa", "bakary");
    }

    @Test
    void aReasonThatWasNotAcceptedSparesNoCorrection() {
        answered(token("awa"), REASON);
        school.excuse(requireNonNull(school.records.absences.get("a1")));

        assertThat(correctionsAt("2026-12-01T17:00")).containsExactly("awa", "bakary");
    }

    private List<String> correctionsAt(String time) {
        school.set(time);
        school.send(ReminderKinds.CORRECTION);
        return school.deliver().stream()
                .filter(mail -> mail.kind().equals(ReminderKinds.CORRECTION))
                .map(mail -> mail.address().value().replace("@example.org", ""))
                .sorted()
                .toList();
    }

    @Test
    void aCorrectionAsksForTheReasonByALinkOfItsOwn() {
        school.late("a1", ALI, "2026-11-30", 20);
        assertThat(correctionsAt("2026-12-01T17:00")).containsExactly("awa", "bakary");
        assertThat(mail("awa").subject()).contains("Ali Ndiaye", "30 novembre 2026");
        String token = token("awa");

        ReceiveAnswers.Asked asked = (ReceiveAnswers.Asked) cartable().notices().openAnswer(token);
        assertThat(asked.question().pupil()).isEqualTo(ALI);
        NoticeAnswer answer = answered(token, REASON);
        assertThat(cartable().notices().answers().accept(answer.id(), "office"))
                .isInstanceOf(DecideAnswers.Decided.class);

        assertThat(requireNonNull(school.records.absences.get("a1")).excused()).isTrue();
        assertThat(problem(cartable(), token("bakary"), "Grippe")).isEqualTo(Problem.NO_LONGER_ASKED);
        assertThat(correctionsAt("2026-12-02T17:00"))
                .as("not the one who gave the reason")
                .containsExactly("bakary");
    }

    @Test
    void anAnswerToACorrectionOfWhatIsGoneIsNotAccepted() {
        school.late("a1", ALI, "2026-11-30", 20);
        assertThat(correctionsAt("2026-12-01T17:00")).containsExactly("awa", "bakary");
        NoticeAnswer answer = answered(token("awa"), REASON);
        school.records.absences.clear();

        assertThat(cartable().notices().answers().accept(answer.id(), "office"))
                .isEqualTo(new DecideAnswers.Refused(DecideAnswers.Problem.SUBJECT_GONE));
        assertThat(answers(State.PENDING)).containsExactly(answer);
    }

    @Test
    void aCorrectionThatTakesAnAbsenceBackAsksNothing() {
        school.records.absences.clear();
        assertThat(correctionsAt("2026-12-01T17:00")).containsExactly("awa", "bakary");

        assertThat(mail("awa").text()).doesNotContain(BASE);
    }

    @Test
    void afterAcceptanceNothingIsAskedAnyMoreOfEitherParent() {
        cartable().notices().answers().accept(answered(token("awa"), REASON).id(), "office");

        assertThat(problem(cartable(), token("awa"), "Grippe")).isEqualTo(Problem.NO_LONGER_ASKED);
        assertThat(problem(cartable(), token("bakary"), "Grippe")).isEqualTo(Problem.NO_LONGER_ASKED);
    }

    @Test
    void anAcceptedAnswerIsNotReplacedThoughTheSchoolAsksAgain() {
        NoticeAnswer answer = answered(token("awa"), REASON);
        cartable().notices().answers().accept(answer.id(), "office");
        school.absent("a1", ALI, "2026-11-30");

        assertThat(problem(cartable(), token("awa"), "Grippe")).isEqualTo(Problem.ALREADY_ACCEPTED);
        assertThat(answers(State.values())).extracting(NoticeAnswer::text).containsExactly(REASON);
    }

    @Test
    void aRejectedAnswerCanBeGivenAgain() {
        NoticeAnswer answer = answered(token("awa"), REASON);
        assertThat(cartable().notices().answers().reject(answer.id(), "office"))
                .isInstanceOf(DecideAnswers.Decided.class);
        assertThat(cartable().notices().answers().accept(answer.id(), "office"))
                .isEqualTo(new DecideAnswers.Refused(DecideAnswers.Problem.ALREADY_DECIDED));
        assertThat(requireNonNull(school.records.absences.get("a1")).excused()).isFalse();

        NoticeAnswer second = answered(token("awa"), "Certificat du 30 novembre");

        assertThat(answers(State.PENDING)).containsExactly(second);
    }

    @Test
    void anAnswerAboutWhatIsGoneCanOnlyBeRejected() {
        NoticeAnswer answer = answered(token("awa"), REASON);
        school.records.absences.clear();

        assertThat(cartable().notices().answers().accept(answer.id(), "office"))
                .isEqualTo(new DecideAnswers.Refused(DecideAnswers.Problem.SUBJECT_GONE));
        assertThat(answers(State.PENDING)).containsExactly(answer);
        assertThat(problem(cartable(), token("awa"), "Grippe")).isEqualTo(Problem.NO_LONGER_ASKED);
        assertThat(cartable().notices().answers().reject(answer.id(), "office"))
                .isInstanceOf(DecideAnswers.Decided.class);
        assertThat(cartable().notices().answers().reject(new AnswerId(new UUID(1, 2)), "office"))
                .isEqualTo(new DecideAnswers.Refused(DecideAnswers.Problem.UNKNOWN_ANSWER));
    }

    @Test
    void aHostThatFailsUndoesTheAcceptance() {
        NoticeAnswer answer = answered(token("awa"), REASON);
        host.fails = true;

        assertThatIllegalStateException()
                .isThrownBy(() -> cartable().notices().answers().accept(answer.id(), "office"));

        assertThat(answers(State.PENDING)).containsExactly(answer);
    }

    @Test
    void aParentWhoWasBarredSinceCannotAnswerAndTheOtherOneCan() {
        school.link(new Guardianship(AWA, ALI, Guardianship.Relation.MOTHER, false, false, false, null, null));

        assertThat(problem(cartable(), token("awa"), REASON)).isEqualTo(Problem.NO_LONGER_ASKED);
        assertThat(answered(token("bakary"), REASON).recipient()).isEqualTo(Recipient.guardian(BAKARY));
    }

    @Test
    void anAbsenceThatWasMovedToAnotherPupilAsksTheParentsOfThatOne() {
        school.absent("a1", new PupilId("of-another-family"), "2026-11-30");

        assertThat(problem(cartable(), token("awa"), REASON)).isEqualTo(Problem.NO_LONGER_ASKED);
    }

    @Test
    void aLinkHoldsUntilTheEndOfItsLastDay() {
        school.set("2026-12-30T23:59");
        assertThat(cartable().notices().openAnswer(token("awa"))).isInstanceOf(ReceiveAnswers.Asked.class);

        school.set("2026-12-31T00:00");
        assertThat(problem(cartable(), token("awa"), REASON)).isEqualTo(Problem.EXPIRED);
    }

    @Test
    void anAnswerHasWordsAndNotTooMany() {
        assertThat(problem(cartable(), token("awa"), " \n\u0000")).isEqualTo(Problem.EMPTY);
        assertThat(problem(cartable(), token("awa"), "é".repeat(1_001))).isEqualTo(Problem.TOO_LONG);
        assertThat(answered(token("awa"), "\uD83E\uDD12".repeat(1_000)).text()).hasSize(2_000);
    }

    @Test
    void aTokenThatWasChangedAnywhereIsUnknown() {
        String token = token("awa");
        String signature = token.substring(token.indexOf('.'));
        String ofOther = token("bakary").substring(0, token("bakary").indexOf('.'));
        for (String wrong : List.of(
                "", ".", "x.y", "é.é", ofOther + signature, token + "AAAA", token.substring(0, token.length() - 3))) {
            assertThat(problem(cartable(), wrong, REASON)).as(wrong).isEqualTo(Problem.UNKNOWN_LINK);
            assertThat(cartable().notices().openAnswer(wrong))
                    .as(wrong)
                    .isEqualTo(new ReceiveAnswers.NotAsked(Problem.UNKNOWN_LINK));
        }
        assertThat(answers(State.values())).isEmpty();
    }

    @Test
    void aLinkWorksAsLongAsItsKeyIsAmongTheOldOnes() {
        assertThat(problem(node(NEXT), token("awa"), REASON)).isEqualTo(Problem.UNKNOWN_LINK);
        assertThat(node(NEXT.withOld(List.of(KEY))).notices().answer(token("awa"), REASON))
                .isInstanceOf(ReceiveAnswers.Received.class);
    }

    private Cartable node(HostKey key) {
        return school.records
                .in(Cartable.builder())
                .stores(school.stores())
                .zone(ReminderWorld.ZONE)
                .school("École des Palmiers")
                .time(school::now)
                .key(key)
                .checkKeyAtUse()
                .build();
    }

    @Test
    void withoutAPublicAddressTheMailAsksAsItUsedTo() {
        ReminderWorld plain = new ReminderWorld();
        plain.set("2026-11-30T08:00");
        plain.absent("a1", ALI, "2026-11-30");
        plain.set("2026-11-30T17:00");
        plain.send(ReminderKinds.ABSENCE);

        assertThat(plain.deliver().get(0).text())
                .contains("Merci d’en donner le motif à l’école.")
                .doesNotContain("jusqu’au", "https://portal");
    }

    @Test
    void anExcusedAbsenceAsksForNothing() {
        school.excuse(school.absent("a2", ALI, "2026-12-01"));
        school.set("2026-12-01T17:00");
        school.send(ReminderKinds.ABSENCE);

        assertThat(school.deliver())
                .isNotEmpty()
                .allSatisfy(mail -> assertThat(mail.text()).doesNotContain(BASE));
    }

    @Test
    void anAbsenceThatCartableKeepsIsExcusedByTheAcceptance() {
        ReminderWorld own = new ReminderWorld();
        Absence absence = new Absence(
                "a1",
                ALI,
                LocalDate.parse("2026-11-30"),
                Absence.Type.ABSENT,
                Absence.Part.DAY,
                null,
                0,
                false,
                null,
                null,
                own.now(),
                null);
        own.stores().unitOfWork().run(tx -> own.stores().recordStore().saveAbsences(tx, List.of(absence)));
        List<RenderedNotice> mails = new ArrayList<>();
        Cartable cartable = Cartable.builder()
                .stores(own.stores())
                .zone(ReminderWorld.ZONE)
                .school("École des Palmiers")
                .time(own::now)
                .key(KEY)
                .publicUrl(URI.create("https://portal.example.org/school"))
                .activationPage(URI.create("https://portal.example.org/activate"))
                .courier(ReminderWorld.postbox(mails))
                .build();
        own.set("2026-11-30T17:00");
        cartable.reminders().send().run(SendReminders.Request.only(Set.of(Kind.of("reminder.absence"))), step -> {});
        cartable.notices().dispatch().drain();
        String text = mails.get(0).text();
        String token = text.substring(text.indexOf(BASE) + BASE.length()).split("\\s", 2)[0];
        NoticeAnswer answer = ((ReceiveAnswers.Received) cartable.notices().answer(token, REASON)).answer();
        own.set("2026-12-01T09:00");

        assertThat(cartable.notices().answers().accept(answer.id(), "office"))
                .isInstanceOf(DecideAnswers.Decided.class);

        assertThat(own.stores().absences().absences(List.of("a1")))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.excused()).isTrue();
                    assertThat(one.excusedOn()).isEqualTo(LocalDate.parse("2026-12-01"));
                    assertThat(one.reason()).isEqualTo(REASON);
                });
    }

    @Test
    void anAbsenceThatIsRemovedAfterItWasReadIsNotExcused() {
        NoticeAnswer pending = answered(token("awa"), REASON);
        NoticeAnswer answer =
                ((DecideAnswers.Decided) cartable().notices().answers().accept(pending.id(), "office")).answer();
        InMemoryStores read = school.stores();
        InMemoryStores written = new InMemoryStores(school::now);
        Absence absence = requireNonNull(school.records.absences.get("a1"));
        read.unitOfWork().run(tx -> read.recordStore().saveAbsences(tx, List.of(absence)));

        assertThat(written.unitOfWork()
                        .<Boolean>call(tx -> AbsenceRule.excuse(
                                tx,
                                answer,
                                read.absences(),
                                written.recordStore(),
                                new School("École", ReminderWorld.ZONE, Locale.FRENCH))))
                .isFalse();
    }

    @Test
    void theTrailNamesWhoAcceptedOrRejectedWhichAnswer() {
        NoticeAnswer first = answered(token("awa"), REASON);
        cartable().notices().answers().reject(first.id(), "office");
        NoticeAnswer second = answered(token("awa"), "Grippe");
        cartable().notices().answers().accept(second.id(), "director");

        assertThat(cartable().auditTrail().entries())
                .filteredOn(entry -> entry.deed().startsWith("answer."))
                .extracting(AuditEntry::deed, AuditEntry::subject, AuditEntry::actor)
                .containsExactly(
                        tuple("answer.reject", "answer:" + first.id(), "office"),
                        tuple("answer.accept", "answer:" + second.id(), "director"));
    }

    @Test
    void anAnswerIsFoundByItsId() {
        NoticeAnswer answer = answered(token("awa"), REASON);

        assertThat(cartable().notices().answers().find(answer.id())).contains(answer);
        assertThat(cartable().notices().answers().find(new AnswerId(new UUID(1, 2))))
                .isEmpty();
    }
}
