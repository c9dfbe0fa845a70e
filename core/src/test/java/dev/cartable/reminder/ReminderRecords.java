package dev.cartable.reminder;

import dev.cartable.CartableBuilder;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.StudySessions;
import dev.cartable.school.port.Subscriptions;
import dev.cartable.school.port.WeeklyPlans;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a school records, as a host's own ports: a test puts it in. */
final class ReminderRecords {
    final Map<String, StudySession> sessions = new TreeMap<>();
    final Map<String, Absence> absences = new TreeMap<>();
    final Map<String, Invoice> invoices = new TreeMap<>();
    final Map<PupilId, Subscription> subscriptions = new TreeMap<>();
    final Map<String, WeeklyPlan> plans = new TreeMap<>();
    SchoolCalendar calendar = SchoolCalendar.empty();
    int absenceReads;
    boolean disconnected;

    CartableBuilder in(CartableBuilder builder) {
        return builder.studySessions(new Sessions())
                .absences(new Facts())
                .invoices(new Bills())
                .subscriptions(new Active())
                .weeklyPlans(new Weekly())
                .calendar(() -> calendar);
    }

    private static boolean within(LocalDate day, LocalDate first, LocalDate last) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    private final class Weekly implements WeeklyPlans {
        @Override
        public Stream<WeeklyPlan> validBetween(LocalDate first, LocalDate last) {
            return plans.values().stream();
        }

        @Override
        public List<WeeklyPlan> plans(Collection<String> ids) {
            return ids.stream().flatMap(id -> Stream.ofNullable(plans.get(id))).toList();
        }
    }

    private final class Sessions implements StudySessions {
        @Override
        public Stream<StudySession> between(LocalDate first, LocalDate last) {
            return sessions.values().stream()
                    .filter(session -> within(session.startsAt().toLocalDate(), first, last))
                    .sorted(Comparator.comparing(StudySession::pupil).thenComparing(StudySession::startsAt));
        }

        @Override
        public List<StudySession> sessions(Collection<String> ids) {
            return ids.stream()
                    .flatMap(id -> Stream.ofNullable(sessions.get(id)))
                    .toList();
        }

        @Override
        public List<StudySession> of(Collection<PupilId> pupils, LocalDate first, LocalDate last) {
            return between(first, last)
                    .filter(session -> pupils.contains(session.pupil()))
                    .toList();
        }
    }

    private final class Facts implements Absences {
        @Override
        public Stream<Absence> between(LocalDate first, LocalDate last) {
            absenceReads++;
            return absences.values().stream()
                    .filter(absence -> within(absence.day(), first, last))
                    .sorted(Comparator.comparing(Absence::pupil)
                            .thenComparing(Absence::day)
                            .thenComparing(Absence::id));
        }

        @Override
        public List<Absence> absences(Collection<String> ids) {
            if (disconnected) {
                throw new IllegalStateException("the connection is lost");
            }
            return ids.stream()
                    .flatMap(id -> Stream.ofNullable(absences.get(id)))
                    .toList();
        }

        @Override
        public List<Absence> of(Collection<PupilId> pupils, LocalDate first, LocalDate last) {
            return between(first, last)
                    .filter(absence -> pupils.contains(absence.pupil()))
                    .toList();
        }
    }

    private final class Bills implements Invoices {
        @Override
        public List<Invoice> numbered(Collection<String> numbers) {
            return invoices.values().stream()
                    .filter(invoice -> numbers.contains(invoice.number()))
                    .toList();
        }

        @Override
        public List<Invoice> of(Collection<PupilId> pupils) {
            return invoices.values().stream()
                    .filter(invoice -> pupils.contains(invoice.pupil()))
                    .toList();
        }

        @Override
        public List<Invoice> paidBy(GuardianId guardian) {
            return invoices.values().stream()
                    .filter(invoice ->
                            invoice.details().payers().stream().anyMatch(payer -> guardian.equals(payer.guardian())))
                    .toList();
        }

        @Override
        public Stream<Invoice> issued(@Nullable LocalDate since) {
            return invoices.values().stream();
        }

        @Override
        public Stream<Invoice> dueBefore(LocalDate day) {
            return invoices.values().stream()
                    .filter(invoice -> invoice.instalments().stream()
                            .anyMatch(
                                    part -> part.dueOn() != null && part.dueOn().isBefore(day)));
        }

        @Override
        public List<Invoice> invoices(Collection<String> ids) {
            return ids.stream()
                    .flatMap(id -> Stream.ofNullable(invoices.get(id)))
                    .toList();
        }
    }

    private final class Active implements Subscriptions {
        @Override
        public Stream<Subscription> inactiveSince(LocalDate day, Instant since) {
            return subscriptions.values().stream()
                    .filter(subscription -> subscription.activeOn(day)
                            && (subscription.lastActiveAt() == null
                                    || subscription.lastActiveAt().isBefore(since)));
        }

        @Override
        public List<Subscription> of(Collection<PupilId> pupils) {
            return pupils.stream()
                    .flatMap(pupil -> Stream.ofNullable(subscriptions.get(pupil)))
                    .toList();
        }
    }
}
