package dev.cartable.school;

import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.RecordStore;
import dev.cartable.school.port.RecordStore.Relation;
import dev.cartable.school.port.RecordStores;
import dev.cartable.school.port.Roster;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How an import reads and writes one relation. Safe for use by several threads. */
abstract class RecordRelation<T> {
    private static final String UNKNOWN_PUPIL = "UNKNOWN_PUPIL";
    private static final String UNKNOWN_PAYER = "UNKNOWN_PAYER";
    private static final String ERASED_PUPIL = "ERASED_PUPIL";
    private static final String NO_CLASS = "NO_CLASS";
    private static final String UNKNOWN_INVOICE = "UNKNOWN_INVOICE";
    private static final String PAYER_NEEDED = "PAYER_NEEDED";
    private static final String NOT_ITS_PAYER = "NOT_ITS_PAYER";
    private static final String OTHER_CURRENCY = "OTHER_CURRENCY";
    private static final String TOO_PRECISE = "TOO_PRECISE";

    final RecordStores stores;

    private RecordRelation(RecordStores stores) {
        this.stores = stores;
    }

    /** Why a record cannot be stored, though it was read. */
    record Problem(String code, Map<String, String> facts) {}

    /**
     * What is stored.
     *
     * @param records by their keys
     * @param problems finds out why a record cannot be stored; null if it can
     * @param kept a record as it is to be stored: with what stays of the one that is stored
     */
    record Stored<T>(Map<Object, T> records, Function<T, @Nullable Problem> problems, UnaryOperator<T> kept) {
        Stored(Map<Object, T> records, Function<T, @Nullable Problem> problems) {
            this(records, problems, UnaryOperator.identity());
        }
    }

    abstract Relation relation();

    /** What a record is known by. */
    abstract Object key(T record);

    /** What is stored under the keys of these records, and under those of records that are to be removed. */
    abstract Stored<T> stored(Collection<T> records, Collection<Object> removed);

    abstract void save(Tx tx, Collection<T> records);

    void remove(Tx tx, Collection<Object> keys) {
        throw new IllegalStateException("nothing of " + relation() + " is removed");
    }

    /** Whether a source has all there is. */
    boolean isComplete() {
        return false;
    }

    /** The keys of what is stored and is missing from a source that is complete. */
    Stream<Object> missing(List<T> read) {
        return Stream.empty();
    }

    final RecordStore store() {
        return stores.recordStore();
    }

    private static <T> Map<Object, T> byKey(Collection<T> records, Function<T, Object> key) {
        return records.stream().collect(Collectors.toMap(key, Function.identity()));
    }

    /** Which records are of pupils who are not on the roster, or were erased. */
    private static <T> Function<T, @Nullable Problem> problems(
            Roster roster, ErasedPeople erased, Collection<T> records, Function<T, PupilId> pupil) {
        Set<PupilId> pupils = records.stream().map(pupil).collect(Collectors.toSet());
        Set<PupilId> known = roster.pupils(pupils).keySet();
        Set<PupilId> gone = erased.pupils(pupils);
        return record -> {
            PupilId one = pupil.apply(record);
            boolean isErased = gone.contains(one);
            return known.contains(one) && !isErased
                    ? null
                    : new Problem(isErased ? ERASED_PUPIL : UNKNOWN_PUPIL, Map.of("pupil", one.value()));
        };
    }

    /** Records that are known by several values together. */
    private static class Keyed<T> extends RecordRelation<T> {
        private final Relation relation;
        private final Function<T, Object> key;
        private final Function<Collection<T>, Stream<T>> find;
        private final Function<Collection<T>, Function<T, @Nullable Problem>> problems;
        private final Saving<T> saving;

        private Keyed(
                RecordStores stores,
                Relation relation,
                Function<T, Object> key,
                Function<Collection<T>, Stream<T>> find,
                Function<Collection<T>, Function<T, @Nullable Problem>> problems,
                Saving<T> saving) {
            super(stores);
            this.relation = relation;
            this.key = key;
            this.find = find;
            this.problems = problems;
            this.saving = saving;
        }

        @Override
        final Relation relation() {
            return relation;
        }

        @Override
        final Object key(T record) {
            return key.apply(record);
        }

        @Override
        Stored<T> stored(Collection<T> records, Collection<Object> removed) {
            return new Stored<>(byKey(find.apply(records).toList(), key), problems.apply(records));
        }

        @Override
        final void save(Tx tx, Collection<T> records) {
            saving.save(store(), tx, records);
        }
    }

    /** A method of a store that saves records. */
    private interface Saving<T> {
        int save(RecordStore store, Tx tx, Collection<T> records);
    }

    /** Records of pupils, each known by its own id, or by the pupil's if there is one for each pupil. */
    private static class OfPupils<T> extends RecordRelation<T> {
        private final Roster roster;
        private final ErasedPeople erased;
        private final Relation relation;
        private final Function<T, String> id;
        private final Function<T, PupilId> pupil;
        private final Function<Collection<String>, Collection<T>> find;
        private final Saving<T> saving;

        private OfPupils(
                RecordStores stores,
                Roster roster,
                ErasedPeople erased,
                Relation relation,
                Function<T, String> id,
                Function<T, PupilId> pupil,
                Function<Collection<String>, Collection<T>> find,
                Saving<T> saving) {
            super(stores);
            this.roster = roster;
            this.erased = erased;
            this.relation = relation;
            this.id = id;
            this.pupil = pupil;
            this.find = find;
            this.saving = saving;
        }

        @Override
        final Relation relation() {
            return relation;
        }

        @Override
        final Object key(T record) {
            return id.apply(record);
        }

        @Override
        Stored<T> stored(Collection<T> records, Collection<Object> removed) {
            return new Stored<>(
                    byKey(find.apply(ids(records, removed)), this::key), problems(roster, erased, records, pupil));
        }

        private List<String> ids(Collection<T> records, Collection<Object> removed) {
            return Stream.concat(records.stream().map(id), removed.stream().map(String.class::cast))
                    .toList();
        }

        @Override
        final void save(Tx tx, Collection<T> records) {
            saving.save(store(), tx, records);
        }
    }

    static RecordRelation<Absence> absences(RecordStores stores, Roster roster, ErasedPeople erased) {
        return new OfPupils<>(
                stores,
                roster,
                erased,
                Relation.ABSENCE,
                Absence::id,
                Absence::pupil,
                ids -> stores.absences().absences(ids),
                RecordStore::saveAbsences) {
            /** An excuse that was accepted stays until the school says anything else than it said before. */
            @Override
            Stored<Absence> stored(Collection<Absence> records, Collection<Object> removed) {
                Stored<Absence> stored = super.stored(records, removed);
                Map<String, String> accepted = store().acceptedExcuses(
                                records.stream().map(Absence::id).toList());
                return new Stored<>(stored.records(), stored.problems(), record -> {
                    Absence old = stored.records().get(record.id());
                    String before = accepted.get(record.id());
                    return old != null && before != null && record.statement().equals(before)
                            ? record.withExcuseOf(old)
                            : record;
                });
            }

            @Override
            void remove(Tx tx, Collection<Object> keys) {
                store().removeAbsences(tx, keys.stream().map(String.class::cast).toList());
            }
        };
    }

    static RecordRelation<Grade> grades(RecordStores stores, Roster roster, ErasedPeople erased) {
        return new OfPupils<>(
                stores,
                roster,
                erased,
                Relation.GRADE,
                Grade::id,
                Grade::pupil,
                ids -> stores.grades().grades(ids),
                RecordStore::saveGrades) {
            /** A grade whose class the source does not say keeps the one it has, and a new one is of the class that the pupil is in. */
            @Override
            Stored<Grade> stored(Collection<Grade> records, Collection<Object> removed) {
                Stored<Grade> stored = super.stored(records, removed);
                Map<PupilId, Pupil> pupils = roster.pupils(records.stream()
                        .filter(grade -> grade.promotion() == null)
                        .map(Grade::pupil)
                        .collect(Collectors.toSet()));
                return new Stored<>(
                        stored.records(),
                        grade -> {
                            Problem problem = stored.problems().apply(grade);
                            return problem == null && promotion(grade, stored, pupils) == null
                                    ? new Problem(
                                            NO_CLASS,
                                            Map.of("pupil", grade.pupil().value()))
                                    : problem;
                        },
                        grade -> grade.in(promotion(grade, stored, pupils)));
            }

            private @Nullable PromotionId promotion(Grade grade, Stored<Grade> stored, Map<PupilId, Pupil> pupils) {
                Grade old = stored.records().get(grade.id());
                Pupil pupil = pupils.get(grade.pupil());
                return grade.promotion() != null
                        ? grade.promotion()
                        : old != null ? old.promotion() : pupil == null ? null : pupil.promotion();
            }

            @Override
            void remove(Tx tx, Collection<Object> keys) {
                store().removeGrades(tx, keys.stream().map(String.class::cast).toList());
            }
        };
    }

    static RecordRelation<TaughtSubject> taughtSubjects(RecordStores stores) {
        return new Keyed<>(
                stores,
                Relation.TAUGHT_SUBJECT,
                subject -> List.of(subject.classTerm(), subject.subject().code()),
                subjects -> {
                    Set<Object> keys = subjects.stream()
                            .map(one -> List.of(one.classTerm(), one.subject().code()))
                            .collect(Collectors.toSet());
                    return stores.grades().subjects(classTerms(subjects, TaughtSubject::classTerm)).stream()
                            .filter(one -> keys.contains(
                                    List.of(one.classTerm(), one.subject().code())));
                },
                subjects -> subject -> null,
                RecordStore::saveTaughtSubjects);
    }

    static RecordRelation<ClassMember> classMembers(RecordStores stores, Roster roster, ErasedPeople erased) {
        return new Keyed<>(
                stores,
                Relation.CLASS_MEMBER,
                member -> List.of(member.pupil(), member.classTerm().term()),
                members -> byTerm(members, member -> member.classTerm().term()).entrySet().stream()
                        .flatMap(term -> stores
                                .grades()
                                .membersAmong(
                                        term.getValue().stream()
                                                .map(ClassMember::pupil)
                                                .toList(),
                                        term.getKey())
                                .stream()),
                members -> problems(roster, erased, members, ClassMember::pupil),
                RecordStore::saveClassMembers);
    }

    static RecordRelation<Appreciation> appreciations(RecordStores stores, Roster roster, ErasedPeople erased) {
        return new Keyed<>(
                stores,
                Relation.APPRECIATION,
                one -> List.of(one.pupil(), one.term(), one.type(), String.valueOf(one.subject())),
                all -> byTerm(all, Appreciation::term).entrySet().stream()
                        .flatMap(term -> stores
                                .grades()
                                .appreciations(
                                        term.getValue().stream()
                                                .map(Appreciation::pupil)
                                                .toList(),
                                        term.getKey())
                                .stream()),
                all -> problems(roster, erased, all, Appreciation::pupil),
                RecordStore::saveAppreciations);
    }

    static RecordRelation<ReportRelease> releases(RecordStores stores) {
        return new Keyed<>(
                stores,
                Relation.REPORT_RELEASE,
                ReportRelease::classTerm,
                all -> stores.grades().releases(classTerms(all, ReportRelease::classTerm)).stream(),
                all -> release -> null,
                RecordStore::saveReleases);
    }

    private static <T> Set<ClassTerm> classTerms(Collection<T> records, Function<T, ClassTerm> classTerm) {
        return records.stream().map(classTerm).collect(Collectors.toSet());
    }

    private static <T> Map<Term, List<T>> byTerm(Collection<T> records, Function<T, Term> term) {
        return records.stream().collect(Collectors.groupingBy(term));
    }

    static RecordRelation<StudySession> studySessions(RecordStores stores, Roster roster, ErasedPeople erased) {
        return new OfPupils<>(
                stores,
                roster,
                erased,
                Relation.STUDY_SESSION,
                StudySession::id,
                StudySession::pupil,
                ids -> stores.studySessions().sessions(ids),
                RecordStore::saveStudySessions);
    }

    static RecordRelation<WeeklyPlan> weeklyPlans(RecordStores stores, Roster roster, ErasedPeople erased) {
        return new OfPupils<>(
                stores,
                roster,
                erased,
                Relation.WEEKLY_PLAN,
                WeeklyPlan::id,
                WeeklyPlan::pupil,
                ids -> stores.weeklyPlans().plans(ids),
                RecordStore::saveWeeklyPlans);
    }

    static RecordRelation<Subscription> subscriptions(RecordStores stores, Roster roster, ErasedPeople erased) {
        return new OfPupils<>(
                stores,
                roster,
                erased,
                Relation.SUBSCRIPTION,
                subscription -> subscription.pupil().value(),
                Subscription::pupil,
                ids -> stores.subscriptions().of(ids.stream().map(PupilId::new).toList()),
                RecordStore::saveSubscriptions);
    }

    /** Payments are not looked at: those that are stored stay. */
    static RecordRelation<Invoice> invoices(RecordStores stores, Roster roster, ErasedPeople erased) {
        return new Keyed<>(
                stores,
                Relation.INVOICE,
                Invoice::id,
                records -> stores
                        .invoices()
                        .invoices(records.stream().map(Invoice::id).toList())
                        .stream(),
                records -> {
                    Function<Invoice, @Nullable Problem> pupils = problems(roster, erased, records, Invoice::pupil);
                    Set<GuardianId> payers = knownPayers(roster, erased, records);
                    return invoice -> {
                        Problem problem = pupils.apply(invoice);
                        return problem == null ? unknownPayer(invoice, payers) : problem;
                    };
                },
                RecordStore::saveInvoices) {
            @Override
            Stored<Invoice> stored(Collection<Invoice> records, Collection<Object> removed) {
                Stored<Invoice> stored = super.stored(records, removed);
                Map<Object, Invoice> unpaid = new HashMap<>();
                stored.records().forEach((id, invoice) -> unpaid.put(id, invoice.withPayments(List.of())));
                return new Stored<>(unpaid, stored.problems(), invoice -> {
                    Invoice old = stored.records().get(invoice.id());
                    return old == null ? invoice : InvoiceMerge.of(invoice, old);
                });
            }
        };
    }

    private static Set<GuardianId> knownPayers(Roster roster, ErasedPeople erased, Collection<Invoice> invoices) {
        Set<GuardianId> named =
                invoices.stream().flatMap(RecordRelation::payers).collect(Collectors.toSet());
        Set<GuardianId> known = new HashSet<>();
        if (!named.isEmpty()) {
            roster.families(named).forEach(family -> known.add(family.guardian().id()));
            known.removeAll(erased.guardians(named));
        }
        return known;
    }

    private static Stream<GuardianId> payers(Invoice invoice) {
        return invoice.details().payers().stream().flatMap(payer -> Stream.ofNullable(payer.guardian()));
    }

    private static @Nullable Problem unknownPayer(Invoice invoice, Set<GuardianId> known) {
        return payers(invoice)
                .filter(guardian -> !known.contains(guardian))
                .findFirst()
                .map(guardian -> new Problem(UNKNOWN_PAYER, Map.of("guardian", guardian.value())))
                .orElse(null);
    }

    static final class OfPayments extends RecordRelation<ReceivedPayment> {
        OfPayments(RecordStores stores) {
            super(stores);
        }

        private record PaymentKey(String invoice, String payment) {}

        @Override
        Relation relation() {
            return Relation.INVOICE;
        }

        @Override
        Object key(ReceivedPayment payment) {
            return new PaymentKey(payment.invoice(), payment.payment().id());
        }

        @Override
        Stored<ReceivedPayment> stored(Collection<ReceivedPayment> records, Collection<Object> removed) {
            Map<String, Invoice> invoices = new HashMap<>();
            stores.invoices()
                    .invoices(records.stream()
                            .map(ReceivedPayment::invoice)
                            .distinct()
                            .toList())
                    .forEach(invoice -> invoices.put(invoice.id(), invoice));
            Map<Object, ReceivedPayment> found = new HashMap<>();
            for (ReceivedPayment record : records) {
                Optional.ofNullable(invoices.get(record.invoice())).stream()
                        .flatMap(invoice -> invoice.payments().stream())
                        .filter(payment -> payment.id().equals(record.payment().id()))
                        .forEach(payment -> found.put(
                                key(record), new ReceivedPayment(record.invoice(), record.currency(), payment)));
            }
            return new Stored<>(found, record -> problem(record, invoices.get(record.invoice())));
        }

        private static @Nullable Problem problem(ReceivedPayment payment, @Nullable Invoice invoice) {
            if (invoice == null) {
                return new Problem(UNKNOWN_INVOICE, Map.of("invoice", payment.invoice()));
            }
            if (payment.currency() != null && !payment.currency().equals(invoice.currency())) {
                return new Problem(
                        OTHER_CURRENCY,
                        Map.of(
                                "currency", payment.currency().getCurrencyCode(),
                                "expected", invoice.currency().getCurrencyCode()));
            }
            List<Integer> payers = invoice.details().payers().stream()
                    .map(Invoice.Payer::number)
                    .toList();
            Integer payer = payment.payment().payer();
            if (payer == null && payers.size() > 1) {
                return new Problem(PAYER_NEEDED, Map.of("invoice", invoice.number()));
            }
            if (payer != null && !payers.contains(payer)) {
                return new Problem(NOT_ITS_PAYER, Map.of("invoice", invoice.number(), "payer", payer.toString()));
            }
            int decimals = Math.max(0, invoice.currency().getDefaultFractionDigits());
            return payment.payment().amount().scale() > decimals
                    ? new Problem(
                            TOO_PRECISE,
                            Map.of(
                                    "currency", invoice.currency().getCurrencyCode(),
                                    "decimals", String.valueOf(decimals)))
                    : null;
        }

        @Override
        void save(Tx tx, Collection<ReceivedPayment> records) {
            store().savePayments(tx, records);
        }
    }

    static final class OfCalendar extends RecordRelation<CalendarPeriod> {
        OfCalendar(RecordStores stores) {
            super(stores);
        }

        private record PeriodKey(CalendarPeriod.Type type, String name, LocalDate first) {}

        @Override
        Relation relation() {
            return Relation.CALENDAR_PERIOD;
        }

        @Override
        Object key(CalendarPeriod period) {
            return new PeriodKey(period.type(), period.name(), period.first());
        }

        @Override
        Stored<CalendarPeriod> stored(Collection<CalendarPeriod> records, Collection<Object> removed) {
            return new Stored<>(byKey(stores.calendar().calendar().periods(), this::key), record -> null);
        }

        @Override
        boolean isComplete() {
            return true;
        }

        @Override
        Stream<Object> missing(List<CalendarPeriod> read) {
            Set<Object> keys = read.stream().map(this::key).collect(Collectors.toSet());
            Set<CalendarPeriod.Type> types = new HashSet<>();
            read.forEach(period -> types.add(period.type()));
            LocalDate from = read.stream()
                    .map(CalendarPeriod::first)
                    .min(Comparator.naturalOrder())
                    .orElse(LocalDate.MAX);
            LocalDate to = read.stream()
                    .map(CalendarPeriod::last)
                    .max(Comparator.naturalOrder())
                    .orElse(LocalDate.MIN);
            return stores.calendar().calendar().periods().stream()
                    .filter(period -> types.contains(period.type())
                            && !period.last().isBefore(from)
                            && !period.first().isAfter(to))
                    .map(this::key)
                    .filter(key -> !keys.contains(key));
        }

        @Override
        void save(Tx tx, Collection<CalendarPeriod> records) {
            store().saveCalendar(tx, records);
        }

        @Override
        void remove(Tx tx, Collection<Object> keys) {
            store().removeCalendar(
                            tx,
                            keys.stream()
                                    .map(PeriodKey.class::cast)
                                    .map(key -> new CalendarPeriod(key.type(), key.name(), key.first(), key.first()))
                                    .toList());
        }
    }
}
