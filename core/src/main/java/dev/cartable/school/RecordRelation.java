package dev.cartable.school;

import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How an import reads and writes one relation. Safe for use by several threads. */
abstract class RecordRelation<T> {
    private static final String UNKNOWN_PUPIL = "UNKNOWN_PUPIL";
    private static final String ERASED_PUPIL = "ERASED_PUPIL";
    private static final String UNKNOWN_INVOICE = "UNKNOWN_INVOICE";
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
     */
    record Stored<T>(Map<Object, T> records, Function<T, @Nullable Problem> problems) {}

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

    /** Records of pupils. */
    private abstract static class OfPupils<T> extends RecordRelation<T> {
        private final Roster roster;
        private final ErasedPeople erased;

        private OfPupils(RecordStores stores, Roster roster, ErasedPeople erased) {
            super(stores);
            this.roster = roster;
            this.erased = erased;
        }

        abstract PupilId pupil(T record);

        abstract Collection<T> find(Collection<T> records, Collection<Object> removed);

        @Override
        final Stored<T> stored(Collection<T> records, Collection<Object> removed) {
            Set<PupilId> pupils = records.stream().map(this::pupil).collect(Collectors.toSet());
            Set<PupilId> known = roster.pupils(pupils).keySet();
            Set<PupilId> gone = erased.pupils(pupils);
            return new Stored<>(byKey(find(records, removed), this::key), record -> {
                PupilId pupil = pupil(record);
                boolean isErased = gone.contains(pupil);
                return known.contains(pupil) && !isErased
                        ? null
                        : new Problem(isErased ? ERASED_PUPIL : UNKNOWN_PUPIL, Map.of("pupil", pupil.value()));
            });
        }

        final List<String> ids(Collection<T> records, Collection<Object> removed) {
            return Stream.concat(records.stream().map(this::key), removed.stream())
                    .map(String.class::cast)
                    .toList();
        }
    }

    static final class OfAbsences extends OfPupils<Absence> {
        OfAbsences(RecordStores stores, Roster roster, ErasedPeople erased) {
            super(stores, roster, erased);
        }

        @Override
        Relation relation() {
            return Relation.ABSENCE;
        }

        @Override
        Object key(Absence absence) {
            return absence.id();
        }

        @Override
        PupilId pupil(Absence absence) {
            return absence.pupil();
        }

        @Override
        Collection<Absence> find(Collection<Absence> records, Collection<Object> removed) {
            return stores.absences().absences(ids(records, removed));
        }

        @Override
        void save(Tx tx, Collection<Absence> records) {
            store().saveAbsences(tx, records);
        }

        @Override
        void remove(Tx tx, Collection<Object> keys) {
            store().removeAbsences(tx, keys.stream().map(String.class::cast).toList());
        }
    }

    static final class OfStudySessions extends OfPupils<StudySession> {
        OfStudySessions(RecordStores stores, Roster roster, ErasedPeople erased) {
            super(stores, roster, erased);
        }

        @Override
        Relation relation() {
            return Relation.STUDY_SESSION;
        }

        @Override
        Object key(StudySession session) {
            return session.id();
        }

        @Override
        PupilId pupil(StudySession session) {
            return session.pupil();
        }

        @Override
        Collection<StudySession> find(Collection<StudySession> records, Collection<Object> removed) {
            return stores.studySessions().sessions(ids(records, removed));
        }

        @Override
        void save(Tx tx, Collection<StudySession> records) {
            store().saveStudySessions(tx, records);
        }
    }

    static final class OfWeeklyPlans extends OfPupils<WeeklyPlan> {
        OfWeeklyPlans(RecordStores stores, Roster roster, ErasedPeople erased) {
            super(stores, roster, erased);
        }

        @Override
        Relation relation() {
            return Relation.WEEKLY_PLAN;
        }

        @Override
        Object key(WeeklyPlan plan) {
            return plan.id();
        }

        @Override
        PupilId pupil(WeeklyPlan plan) {
            return plan.pupil();
        }

        @Override
        Collection<WeeklyPlan> find(Collection<WeeklyPlan> records, Collection<Object> removed) {
            return store().weeklyPlans(ids(records, removed)).values();
        }

        @Override
        void save(Tx tx, Collection<WeeklyPlan> records) {
            store().saveWeeklyPlans(tx, records);
        }
    }

    static final class OfSubscriptions extends OfPupils<Subscription> {
        OfSubscriptions(RecordStores stores, Roster roster, ErasedPeople erased) {
            super(stores, roster, erased);
        }

        @Override
        Relation relation() {
            return Relation.SUBSCRIPTION;
        }

        @Override
        Object key(Subscription subscription) {
            return subscription.pupil();
        }

        @Override
        PupilId pupil(Subscription subscription) {
            return subscription.pupil();
        }

        @Override
        Collection<Subscription> find(Collection<Subscription> records, Collection<Object> removed) {
            return stores.subscriptions()
                    .of(records.stream().map(Subscription::pupil).toList());
        }

        @Override
        void save(Tx tx, Collection<Subscription> records) {
            store().saveSubscriptions(tx, records);
        }
    }

    /** Payments are not looked at: those that are stored stay. */
    static final class OfInvoices extends OfPupils<Invoice> {
        OfInvoices(RecordStores stores, Roster roster, ErasedPeople erased) {
            super(stores, roster, erased);
        }

        @Override
        Relation relation() {
            return Relation.INVOICE;
        }

        @Override
        Object key(Invoice invoice) {
            return invoice.id();
        }

        @Override
        PupilId pupil(Invoice invoice) {
            return invoice.pupil();
        }

        @Override
        Collection<Invoice> find(Collection<Invoice> records, Collection<Object> removed) {
            return stores.invoices().invoices(ids(records, removed)).stream()
                    .map(invoice -> invoice.withPayments(List.of()))
                    .toList();
        }

        @Override
        void save(Tx tx, Collection<Invoice> records) {
            Map<String, List<Invoice.Payment>> payments =
                    stores.invoices().invoices(records.stream().map(Invoice::id).toList()).stream()
                            .collect(Collectors.toMap(Invoice::id, Invoice::payments));
            store().saveInvoices(
                            tx,
                            records.stream()
                                    .map(invoice ->
                                            invoice.withPayments(payments.getOrDefault(invoice.id(), List.of())))
                                    .toList());
        }
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
