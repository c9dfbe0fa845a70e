package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.pupil;

import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.WeeklyPlan;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of pupils, by a number that is their pupil's, too. */
final class SampleRecords {
    static final LocalDate EARLY = LocalDate.of(2000, 1, 1);
    static final LocalDate LATE = LocalDate.of(2100, 1, 1);
    static final LocalDate DAY = LocalDate.of(2026, 11, 18);
    static final Term TERM = new Term("2026-2027", "Trimestre 1");
    static final ClassTerm CLASS = new ClassTerm(new PromotionId("6A « é »"), TERM);
    static final Currency EURO = Currency.getInstance("EUR");

    private SampleRecords() {}

    static StudySession session(int number) {
        return session(number, "s" + number, DAY, LocalTime.of(17, 30));
    }

    /** The same, programmed from a weekly plan. */
    static StudySession programmed(int number) {
        StudySession session = session(number);
        return new StudySession(
                session.id(),
                session.pupil(),
                session.topic(),
                session.startsAt(),
                session.minutes(),
                session.goal(),
                session.state(),
                true);
    }

    static StudySession session(int pupil, String id, LocalDate day, LocalTime time) {
        return new StudySession(
                id,
                pupil(pupil),
                "Mathématiques « é »",
                day.atTime(time),
                45,
                "Chapitre 3",
                StudySession.State.PLANNED);
    }

    static WeeklyPlan plan(int number) {
        return plan(number, DAY, null);
    }

    static WeeklyPlan plan(int number, @Nullable LocalDate from, @Nullable LocalDate to) {
        return new WeeklyPlan(
                "w" + number,
                pupil(number),
                "Français",
                DayOfWeek.WEDNESDAY,
                LocalTime.of(16, 5),
                60,
                "Dictée",
                from,
                to);
    }

    static Subscription subscription(int number) {
        return new Subscription(pupil(number), DAY.minusDays(30), DAY.plusDays(30), NOW.minusSeconds(86_400));
    }

    static Invoice invoice(int number) {
        return new Invoice(
                "i" + number,
                "2026-" + number,
                pupil(number),
                EURO,
                Invoice.State.ISSUED,
                List.of(instalment(1, DAY.minusDays(3), "150.5"), instalment(2, DAY.plusDays(30), "150")),
                List.of(new Invoice.Payment("p1", DAY.minusDays(5), new BigDecimal("20.25"))),
                null,
                false);
    }

    static Invoice.Instalment instalment(int number, @Nullable LocalDate dueOn, String amount) {
        return new Invoice.Instalment(number, dueOn, new BigDecimal(amount));
    }

    static ReceivedPayment payment(int invoice, int number) {
        return new ReceivedPayment(
                "i" + invoice, null, new Invoice.Payment("p" + number, DAY, new BigDecimal("100.00")));
    }

    static Absence absence(int number) {
        return absence(number, "a" + number, DAY);
    }

    static Absence absence(int pupil, String id, LocalDate day) {
        return new Absence(
                id,
                pupil(pupil),
                day,
                Absence.Type.LATE,
                Absence.Part.LESSON,
                "Histoire",
                12,
                true,
                day.plusDays(1),
                "Bus en panne",
                NOW,
                "guardian:G7");
    }

    static CalendarPeriod period(int number) {
        return new CalendarPeriod(
                CalendarPeriod.Type.HOLIDAY,
                "Vacances " + number,
                DAY.plusDays(10L * number),
                DAY.plusDays(10L * number + 5));
    }

    static Grade grade(int number) {
        return grade(number, "g" + number, CLASS, DAY, new Mark.Points(new BigDecimal("12.5"), new BigDecimal("20")));
    }

    static Grade grade(int pupil, String id, ClassTerm classTerm, LocalDate day, Mark mark) {
        return new Grade(
                id,
                pupil(pupil),
                classTerm.promotion(),
                new Subject("MATHS", "Mathématiques", "Mme Bâ"),
                classTerm.term(),
                day,
                "Contrôle",
                mark,
                new BigDecimal("0.5"),
                false);
    }

    static TaughtSubject taughtSubject(int number) {
        return new TaughtSubject(
                CLASS,
                new Subject("S" + number, "Matière « " + number + " »", null),
                new BigDecimal("2.5"),
                true,
                number);
    }

    static ClassMember member(int number) {
        return new ClassMember(pupil(number), CLASS, "2026/00" + number, "6e");
    }

    static Appreciation appreciation(int number) {
        return new Appreciation(pupil(number), TERM, Appreciation.Type.SUBJECT, "MATHS", "Sérieuse.\nÀ suivre : « é »");
    }

    static ReportRelease release(int number) {
        return new ReportRelease(new ClassTerm(CLASS.promotion(), new Term("2026-2027", "T" + number)), NOW);
    }
}
