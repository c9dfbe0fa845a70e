package dev.cartable.inmemory;

import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.RecordStore;
import dev.cartable.school.port.StudySessions;
import dev.cartable.school.port.Subscriptions;
import dev.cartable.school.port.WeeklyPlans;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a school records, in memory, to be read and to be imported into. Safe for use by several threads. */
final class InMemoryRecords implements RecordStore {
    private static final Comparator<CalendarPeriod> BY_PERIOD = Comparator.comparing(CalendarPeriod::first)
            .thenComparing(CalendarPeriod::type)
            .thenComparing(CalendarPeriod::name);

    private final InMemoryTable<String, StudySession> sessions;
    private final InMemoryTable<String, WeeklyPlan> plans;
    private final InMemoryTable<PupilId, Subscription> subscriptions;
    private final InMemoryTable<String, Invoice> invoices;
    private final InMemoryTable<String, Absence> absences;
    private final InMemoryTable<String, String> acceptedExcuses;
    private final InMemoryTable<CalendarPeriod, CalendarPeriod> periods;
    private final InMemoryGrades grades;

    InMemoryRecords(InMemoryUnitOfWork unitOfWork) {
        this.sessions = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.plans = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.subscriptions = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.invoices = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.absences = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.acceptedExcuses = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.periods = new InMemoryTable<>(unitOfWork, BY_PERIOD);
        this.grades = new InMemoryGrades(unitOfWork);
    }

    /** Removes all that is recorded about a pupil. Returns how many records there were. */
    int forget(Tx tx, PupilId pupil) {
        return sessions.removeWhere(tx, session -> session.pupil().equals(pupil), Integer.MAX_VALUE)
                + plans.removeWhere(tx, plan -> plan.pupil().equals(pupil), Integer.MAX_VALUE)
                + subscriptions.removeWhere(
                        tx, subscription -> subscription.pupil().equals(pupil), Integer.MAX_VALUE)
                + invoices.removeWhere(tx, invoice -> invoice.pupil().equals(pupil), Integer.MAX_VALUE)
                + absences.removeWhere(tx, absence -> absence.pupil().equals(pupil), Integer.MAX_VALUE)
                + grades.forget(tx, pupil);
    }

    @Override
    public boolean available(Relation relation) {
        return true;
    }

    @Override
    public boolean writable(Relation relation) {
        return true;
    }

    StudySessions studySessions() {
        return new StudySessions() {
            @Override
            public Stream<StudySession> between(LocalDate first, LocalDate last) {
                return sessions.all().stream()
                        .filter(session -> isWithin(session.startsAt().toLocalDate(), first, last))
                        .sorted(Comparator.comparing(StudySession::pupil)
                                .thenComparing(StudySession::startsAt)
                                .thenComparing(StudySession::id));
            }

            @Override
            public List<StudySession> of(Collection<PupilId> pupils, LocalDate first, LocalDate last) {
                Set<PupilId> wanted = new HashSet<>(pupils);
                return between(first, last)
                        .filter(session -> wanted.contains(session.pupil()))
                        .toList();
            }

            @Override
            public List<StudySession> sessions(Collection<String> ids) {
                return List.copyOf(sessions.among(ids).values());
            }
        };
    }

    private static boolean isWithin(LocalDate day, LocalDate first, LocalDate last) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    WeeklyPlans weeklyPlans() {
        return new WeeklyPlans() {
            @Override
            public Stream<WeeklyPlan> validBetween(LocalDate first, LocalDate last) {
                return plans.all().stream().filter(plan -> overlaps(plan, first, last));
            }

            @Override
            public List<WeeklyPlan> plans(Collection<String> ids) {
                return List.copyOf(plans.among(ids).values());
            }
        };
    }

    private static boolean overlaps(WeeklyPlan plan, LocalDate first, LocalDate last) {
        LocalDate from = plan.validFrom();
        LocalDate to = plan.validTo();
        return (from == null || !from.isAfter(last)) && (to == null || !to.isBefore(first));
    }

    Subscriptions subscriptions() {
        return new Subscriptions() {
            @Override
            public Stream<Subscription> inactiveSince(LocalDate day, Instant since) {
                return subscriptions.all().stream().filter(one -> one.activeOn(day) && isInactive(one, since));
            }

            @Override
            public List<Subscription> of(Collection<PupilId> pupils) {
                return List.copyOf(subscriptions.among(pupils).values());
            }
        };
    }

    private static boolean isInactive(Subscription subscription, Instant since) {
        Instant last = subscription.lastActiveAt();
        return last == null || last.isBefore(since);
    }

    Invoices invoices() {
        return new InMemoryInvoices(invoices);
    }

    /** Changes the reasons of absences. */
    void redactReasons(Tx tx, UnaryOperator<String> change) {
        absences.all().stream()
                .filter(absence -> absence.reason() != null)
                .forEach(absence -> absences.put(tx, absence.id(), reasoned(absence, change)));
    }

    private static Absence reasoned(Absence absence, UnaryOperator<String> change) {
        return new Absence(
                absence.id(),
                absence.pupil(),
                absence.day(),
                absence.type(),
                absence.part(),
                absence.lesson(),
                absence.minutes(),
                absence.excused(),
                absence.excusedOn(),
                change.apply(String.valueOf(absence.reason())),
                absence.recordedAt(),
                absence.recordedBy());
    }

    Absences absences() {
        return new Absences() {
            @Override
            public Stream<Absence> between(LocalDate first, LocalDate last) {
                return absences.all().stream()
                        .filter(absence -> isWithin(absence.day(), first, last))
                        .sorted(Comparator.comparing(Absence::pupil)
                                .thenComparing(Absence::day)
                                .thenComparing(Absence::id));
            }

            @Override
            public List<Absence> of(Collection<PupilId> pupils, LocalDate first, LocalDate last) {
                Set<PupilId> wanted = new HashSet<>(pupils);
                return between(first, last)
                        .filter(absence -> wanted.contains(absence.pupil()))
                        .toList();
            }

            @Override
            public List<Absence> absences(Collection<String> ids) {
                return List.copyOf(absences.among(ids).values());
            }
        };
    }

    InMemoryGrades grades() {
        return grades;
    }

    SchoolCalendar calendar() {
        return SchoolCalendar.of(periods.all());
    }

    @Override
    public int saveStudySessions(Tx tx, Collection<StudySession> saved) {
        return save(tx, sessions, saved, StudySession::id);
    }

    @Override
    public int addStudySessions(Tx tx, Collection<StudySession> added) {
        int count = 0;
        for (StudySession session : added) {
            count += sessions.putIfAbsent(tx, session.id(), session) ? 1 : 0;
        }
        return count;
    }

    @Override
    public int withdrawStudySessions(Tx tx, Collection<String> ids) {
        Set<String> withdrawn = sessions.among(ids).values().stream()
                .filter(StudySession::programmed)
                .map(StudySession::id)
                .collect(Collectors.toSet());
        return remove(tx, sessions, withdrawn);
    }

    @Override
    public int saveWeeklyPlans(Tx tx, Collection<WeeklyPlan> saved) {
        return save(tx, plans, saved, WeeklyPlan::id);
    }

    @Override
    public int saveSubscriptions(Tx tx, Collection<Subscription> saved) {
        return save(tx, subscriptions, saved, Subscription::pupil);
    }

    @Override
    public int saveInvoices(Tx tx, Collection<Invoice> saved) {
        return store(
                tx,
                saved.stream()
                        .map(invoice -> {
                            Invoice stored = invoices.get(invoice.id());
                            return invoice.withPayments(stored == null ? List.of() : stored.payments());
                        })
                        .toList());
    }

    private int store(Tx tx, Collection<Invoice> saved) {
        return save(tx, invoices, saved.stream().map(InMemoryRecords::sorted).toList(), Invoice::id);
    }

    /** In the order that a database gives. */
    static Invoice sorted(Invoice invoice) {
        return new Invoice(
                invoice.id(),
                invoice.number(),
                invoice.pupil(),
                invoice.currency(),
                invoice.state(),
                invoice.instalments().stream()
                        .sorted(Comparator.comparingInt(Invoice.Instalment::number))
                        .toList(),
                invoice.payments().stream()
                        .sorted(Comparator.comparing(Invoice.Payment::id))
                        .toList(),
                invoice.promisedFor(),
                invoice.disputed(),
                invoice.details());
    }

    @Override
    public int savePayments(Tx tx, Collection<ReceivedPayment> saved) {
        Map<String, Invoice> changed = new LinkedHashMap<>();
        int count = 0;
        for (ReceivedPayment one : saved) {
            Invoice invoice = changed.getOrDefault(one.invoice(), invoices.get(one.invoice()));
            if (invoice != null && !invoice.payments().contains(one.payment())) {
                List<Invoice.Payment> payments = Stream.concat(
                                invoice.payments().stream()
                                        .filter(other ->
                                                !other.id().equals(one.payment().id())),
                                Stream.of(one.payment()))
                        .toList();
                changed.put(one.invoice(), invoice.withPayments(payments));
                count++;
            }
        }
        store(tx, changed.values());
        return count;
    }

    @Override
    public int saveAbsences(Tx tx, Collection<Absence> saved) {
        for (Absence absence : saved) {
            Absence before = absences.get(absence.id());
            if (before != null && !before.statement().equals(absence.statement())) {
                acceptedExcuses.remove(tx, absence.id());
            }
        }
        return save(tx, absences, saved, Absence::id);
    }

    @Override
    public Map<String, String> acceptedExcuses(Collection<String> ids) {
        return acceptedExcuses.among(ids);
    }

    @Override
    public boolean excuseAbsence(Tx tx, String id, LocalDate on, String reason) {
        Absence absence = absences.among(List.of(id)).get(id);
        if (absence == null) {
            return false;
        }
        acceptedExcuses.putIfAbsent(tx, id, absence.statement());
        absences.put(
                tx,
                id,
                new Absence(
                        id,
                        absence.pupil(),
                        absence.day(),
                        absence.type(),
                        absence.part(),
                        absence.lesson(),
                        absence.minutes(),
                        true,
                        absence.excused() ? absence.excusedOn() : on,
                        reason,
                        absence.recordedAt(),
                        absence.recordedBy()));
        return true;
    }

    @Override
    public int removeAbsences(Tx tx, Collection<String> ids) {
        remove(tx, acceptedExcuses, ids);
        return remove(tx, absences, ids);
    }

    @Override
    public int saveCalendar(Tx tx, Collection<CalendarPeriod> saved) {
        return save(tx, periods, saved, Function.identity());
    }

    @Override
    public int removeCalendar(Tx tx, Collection<CalendarPeriod> removed) {
        return remove(tx, periods, removed);
    }

    @Override
    public int saveGrades(Tx tx, Collection<Grade> saved) {
        for (Grade grade : saved) {
            if (grade.promotion() == null) {
                throw new IllegalArgumentException("grade " + grade.id() + " has no promotion");
            }
        }
        return save(tx, grades.grades, saved, Grade::id);
    }

    @Override
    public int removeGrades(Tx tx, Collection<String> ids) {
        return remove(tx, grades.grades, ids);
    }

    @Override
    public int saveTaughtSubjects(Tx tx, Collection<TaughtSubject> saved) {
        return save(tx, grades.subjects, saved, InMemoryGrades.SubjectKey::of);
    }

    @Override
    public int saveClassMembers(Tx tx, Collection<ClassMember> saved) {
        return save(tx, grades.members, saved, InMemoryGrades.MemberKey::of);
    }

    @Override
    public int saveAppreciations(Tx tx, Collection<Appreciation> saved) {
        return save(tx, grades.appreciations, saved, InMemoryGrades.AppreciationKey::of);
    }

    @Override
    public int saveReleases(Tx tx, Collection<ReportRelease> saved) {
        return save(tx, grades.releases, saved, ReportRelease::classTerm);
    }

    private static <K, V> int save(Tx tx, InMemoryTable<K, V> table, Collection<V> rows, Function<V, K> key) {
        Map<K, V> last = new LinkedHashMap<>();
        rows.forEach(row -> last.put(key.apply(row), row));
        Map<K, V> stored = table.among(last.keySet());
        last.entrySet().removeIf(entry -> entry.getValue().equals(stored.get(entry.getKey())));
        last.forEach((id, row) -> table.put(tx, id, row));
        return last.size();
    }

    private static <K, V> int remove(Tx tx, InMemoryTable<K, V> table, Collection<K> keys) {
        int count = 0;
        for (K key : keys) {
            count += table.remove(tx, key) ? 1 : 0;
        }
        return count;
    }
}
