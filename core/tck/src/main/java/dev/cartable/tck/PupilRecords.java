package dev.cartable.tck;

import static dev.cartable.tck.FilledSchool.CODE;
import static dev.cartable.tck.FilledSchool.GUARDIAN;
import static dev.cartable.tck.FilledSchool.MAIL;
import static dev.cartable.tck.FilledSchool.OTHER;
import static dev.cartable.tck.FilledSchool.PUPIL;
import static dev.cartable.tck.FilledSchool.PUPIL_NAME;
import static dev.cartable.tck.FilledSchool.USER_NAME;
import static dev.cartable.tck.FilledSchool.ZONE;

import dev.cartable.Stores;
import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.port.BillingStore.Issued;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.notice.model.AnswerId;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.RecordStore;
import dev.cartable.work.Tx;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link FilledSchool} keeps of its pupil: records, reminders, messages about them, and what parents have answered. */
final class PupilRecords {
    private static final Kind ABSENCE = Kind.of("reminder.absence");
    private static final PromotionId PROMOTION = new PromotionId("CM2");

    /** A pupil who left long ago. */
    static final PupilId FORMER = new PupilId("pupil-of-2014");

    private final Stores stores;
    private final Instant now;

    PupilRecords(Stores stores, Instant now) {
        this.stores = stores;
        this.now = now;
    }

    /** The first parent answers, and the other one about the same pupil; a user of the network has accepted that. */
    void answers() {
        NoticeAnswer first = answer(1, GUARDIAN, "Fièvre. " + MAIL);
        NoticeAnswer other = answer(2, OTHER, "Comme dit " + MAIL + " à " + USER_NAME);
        stores.unitOfWork().run(tx -> {
            stores.answers().put(tx, first);
            stores.answers().put(tx, other);
            stores.answers().decide(tx, other.decided(NoticeAnswer.State.ACCEPTED, now, USER_NAME));
            stores.recordStore().excuseAbsence(tx, "a-1", LocalDate.ofInstant(now, ZONE), "Comme dit " + MAIL);
        });
    }

    private NoticeAnswer answer(int number, GuardianId guardian, String text) {
        return new NoticeAnswer(
                new AnswerId(Samples.uuid(number)),
                Samples.noticeId(number),
                Kind.of("reminder.absence"),
                new Subject("absence", "a-1"),
                PUPIL,
                Recipient.guardian(guardian),
                NoticeAnswer.Type.REASON,
                text,
                now,
                NoticeAnswer.State.PENDING,
                null,
                null);
    }

    /** What became of reminders about the pupil, and what they were about. */
    void reminders() {
        LocalDate today = LocalDate.ofInstant(now, ZONE);
        stores.unitOfWork().run(tx -> {
            stores.reminders()
                    .save(
                            tx,
                            List.of(
                                    reminder(GUARDIAN, today, "no mail to " + MAIL, null),
                                    reminder(OTHER, today, "as " + MAIL + " wished", Recipient.guardian(GUARDIAN))));
            records(tx, today);
            stores.reminders().goLive(tx, ABSENCE, today);
            stores.reminders().asked(tx, ABSENCE, today, now);
            stores.reminders().saveHold(tx, hold("absence-1", today).decided(Hold.State.RELEASED, now));
            stores.reminders().saveHold(tx, hold("absence-2", today));
        });
    }

    private Hold hold(String run, LocalDate today) {
        return new Hold(run, ABSENCE, today, now, today, null, 9, 20, Hold.State.OPEN, now, null);
    }

    /** Something of each sort about the pupil, whom two e-mails are about. */
    private void records(Tx tx, LocalDate today) {
        RecordStore records = stores.recordStore();
        records.saveStudySessions(
                tx,
                List.of(new StudySession(
                        "s-" + PUPIL, PUPIL, "Maths", today.atTime(17, 30), 45, null, StudySession.State.PLANNED)));
        records.saveWeeklyPlans(
                tx,
                List.of(new WeeklyPlan(
                        "w-1", PUPIL, "Maths", DayOfWeek.MONDAY, LocalTime.of(17, 30), 45, null, null, null)));
        records.saveSubscriptions(tx, List.of(new Subscription(PUPIL, today, null, now)));
        records.saveInvoices(
                tx,
                List.of(new Invoice(
                        "i-1",
                        "2026/17",
                        PUPIL,
                        Currency.getInstance("GNF"),
                        Invoice.State.PARTLY_PAID,
                        List.of(new Invoice.Instalment(1, today, BigDecimal.TEN)),
                        List.of(),
                        null,
                        false)));
        records.savePayments(
                tx,
                List.of(new Invoice.ReceivedPayment("i-1", null, new Invoice.Payment("p-1", today, BigDecimal.ONE))));
        records.saveAbsences(
                tx,
                List.of(new Absence(
                        "a-1",
                        PUPIL,
                        today,
                        Absence.Type.ABSENT,
                        Absence.Part.DAY,
                        null,
                        0,
                        false,
                        null,
                        null,
                        now,
                        null)));
        ClassTerm classTerm = new ClassTerm(PROMOTION, SampleRecords.TERM);
        records.saveGrades(
                tx,
                List.of(new Grade(
                        "g-1",
                        PUPIL,
                        PROMOTION,
                        dev.cartable.school.model.Subject.of("MATHS"),
                        classTerm.term(),
                        today,
                        null,
                        Mark.Absent.EXCUSED,
                        BigDecimal.ONE,
                        false)));
        records.saveClassMembers(tx, List.of(new ClassMember(PUPIL, classTerm, "2026/1", null)));
        records.saveAppreciations(
                tx, List.of(new Appreciation(PUPIL, classTerm.term(), Appreciation.Type.GENERAL, null, "Bien")));
        billing(tx, today);
        stores.documents()
                .add(
                        tx,
                        List.of(new StoredDocument(
                                new DocumentId(Samples.uuid(1)),
                                new ReportCardFacts(
                                        PUPIL,
                                        PROMOTION,
                                        classTerm.term(),
                                        PUPIL_NAME,
                                        "6e A",
                                        new BigDecimal("12.50"),
                                        BigDecimal.valueOf(20)),
                                1,
                                Samples.hash("file"),
                                Samples.hash("contents"),
                                CODE,
                                now,
                                null)));
        Notice.Draft draft = Notice.draft(ABSENCE, new Subject("absence", "of-" + PUPIL), now)
                .variables(Map.of("at", "of " + PUPIL_NAME));
        Notice toPupil =
                draft.to(Recipient.pupil(PUPIL), Channel.SMS, Channel.SMS.address("+224622000999"), Locale.FRENCH);
        Notice toParent =
                draft.to(Recipient.guardian(OTHER), Channel.SMS, Channel.SMS.address("+224622000888"), Locale.FRENCH);
        stores.outbox().add(tx, List.of(toPupil, toParent));
        stores.reminders().save(tx, List.of(queued(toPupil, today), queued(toParent, today)));
    }

    /** A draft about the pupil, and an invoice of long ago about another one. */
    private void billing(Tx tx, LocalDate today) {
        stores.billing().addDraft(tx, draft("draft-1", PUPIL));
        InvoiceDraft old = draft("old-1", FORMER);
        stores.billing().addDraft(tx, old);
        LocalDate date = today.minusYears(12);
        List<Invoice.Payer> payers = List.of(
                new Invoice.Payer(1, null, "Kadiatou Camara", List.of("1, rue des Écoles"), 1, "kadiatou@example.org"));
        stores.billing().issue(tx, List.of(new Issued(old.issued("2014-00001", date, payers), date.getYear(), 1, now)));
        stores.billing()
                .addPayment(
                        tx,
                        "old-1",
                        new Invoice.Payment("p-1", date, BigDecimal.ONE, 1, "virement de K. Camara"),
                        Invoice.State.PARTLY_PAID);
    }

    private static InvoiceDraft draft(String id, PupilId pupil) {
        Currency currency = Currency.getInstance("GNF");
        return new InvoiceDraft(
                id,
                0,
                pupil,
                currency,
                List.of(InvoiceDraft.line("Scolarité", BigDecimal.ONE, BigDecimal.TEN, currency)),
                List.of(new Invoice.Instalment(1, null, BigDecimal.TEN)),
                List.of(new InvoiceDraft.Payer(null, "Kadiatou Camara", List.of(), 1)));
    }

    private static ReminderEntry queued(Notice notice, LocalDate day) {
        return new ReminderEntry(
                ABSENCE,
                PUPIL,
                notice.subject(),
                "1",
                "",
                notice.recipient(),
                null,
                notice.channel(),
                ReminderEntry.Outcome.QUEUED,
                null,
                notice.id(),
                null,
                day,
                notice.queuedAt());
    }

    private ReminderEntry reminder(GuardianId guardian, LocalDate day, String reason, @Nullable Recipient author) {
        return new ReminderEntry(
                ABSENCE,
                PUPIL,
                new Subject("absence", "a-1"),
                "1",
                "",
                Recipient.guardian(guardian),
                author,
                null,
                ReminderEntry.Outcome.SUPPRESSED,
                reason,
                null,
                null,
                day,
                now);
    }
}
