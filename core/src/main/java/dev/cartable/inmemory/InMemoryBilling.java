package dev.cartable.inmemory;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.model.NumberFormat;
import dev.cartable.billing.model.NumberGap;
import dev.cartable.billing.model.NumberSeries;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Invoices;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Drafts, issued invoices and their numbers, in memory. Safe for use by several threads. */
final class InMemoryBilling implements BillingStore {
    private final InMemoryTable<String, InvoiceDraft> drafts;
    private final InMemoryTable<String, Invoice> invoices;
    private final InMemoryTable<String, String> numbers;
    private final InMemoryTable<String, NumberFormat.Parsed> places;
    private final InMemoryTable<Invoice.Type, NumberSeries> series;
    private final InMemoryTable<String, LastNumber> yearEnds;

    InMemoryBilling(InMemoryUnitOfWork unitOfWork) {
        this.drafts = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.invoices = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.numbers = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.places = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.series = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.yearEnds = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    Invoices invoices() {
        return new InMemoryInvoices(invoices);
    }

    /** Removes the drafts about a pupil. Returns how many there were. */
    int forget(Tx tx, PupilId pupil) {
        return drafts.removeWhere(tx, draft -> draft.pupil().equals(pupil), Integer.MAX_VALUE);
    }

    /** Whether an erasure leaves a table as it is: what was issued stays for the bookkeeping. */
    boolean keeps(InMemoryTable<?, ?> table) {
        return table == invoices;
    }

    /** Takes the names off issued invoices of years before that of a day; counts them only, without a transaction. */
    int pseudonymise(@Nullable Tx tx, LocalDate before, int max) {
        List<Invoice> old = invoices.all().stream()
                .filter(invoice -> isBefore(invoice, before.getYear()) && !invoice.equals(nameless(invoice)))
                .limit(max)
                .toList();
        if (tx != null) {
            old.forEach(invoice -> invoices.put(tx, invoice.id(), nameless(invoice)));
        }
        return old.size();
    }

    private static boolean isBefore(Invoice invoice, int year) {
        LocalDate day = invoice.details().issuedOn();
        return day != null && day.getYear() < year;
    }

    private static Invoice nameless(Invoice invoice) {
        Invoice.Details details = invoice.details();
        return new Invoice(
                invoice.id(),
                invoice.number(),
                Invoice.NO_PUPIL,
                invoice.currency(),
                invoice.state(),
                invoice.instalments(),
                invoice.payments().stream()
                        .map(one -> new Payment(one.id(), one.paidOn(), one.amount(), one.payer(), null))
                        .toList(),
                invoice.promisedFor(),
                invoice.disputed(),
                new Invoice.Details(
                        details.type(),
                        details.issuedOn(),
                        details.lines(),
                        details.payers().stream()
                                .map(one -> new Invoice.Payer(
                                        one.number(), null, BillingStore.NO_NAME, List.of(), one.parts()))
                                .toList(),
                        details.credits()));
    }

    @Override
    public boolean addDraft(Tx tx, InvoiceDraft draft) {
        return !invoices.has(draft.id()) && drafts.putIfAbsent(tx, draft.id(), draft);
    }

    @Override
    public boolean changeDraft(Tx tx, InvoiceDraft draft) {
        InvoiceDraft before = drafts.get(draft.id());
        if (before == null || before.version() != draft.version()) {
            return false;
        }
        drafts.put(tx, draft.id(), draft.next());
        return true;
    }

    @Override
    public boolean deleteDraft(Tx tx, String id) {
        return drafts.remove(tx, id);
    }

    @Override
    public List<InvoiceDraft> lockDrafts(Tx tx, Collection<String> ids) {
        return drafts(ids);
    }

    @Override
    public List<InvoiceDraft> drafts(Collection<String> ids) {
        return List.copyOf(drafts.among(new TreeSet<>(ids)).values());
    }

    @Override
    public Stream<InvoiceDraft> drafts() {
        return drafts.all().stream();
    }

    @Override
    public List<NumberSeries> series() {
        return series.all().stream()
                .filter(one -> one.sequence() > 0 || one.heldAt() != null)
                .toList();
    }

    @Override
    public List<LastNumber> lastNumbers() {
        Map<String, LastNumber> last = new HashMap<>();
        Stream.of(
                        issued(),
                        series().stream()
                                .filter(one -> one.sequence() > 0)
                                .map(one -> new LastNumber(one.series(), one.year(), one.sequence())),
                        yearEnds.all().stream())
                .flatMap(numbers -> numbers)
                .forEach(one -> last.merge(key(one), one, InMemoryBilling::later));
        return last.values().stream()
                .sorted(Comparator.comparing(LastNumber::series).thenComparingInt(LastNumber::year))
                .toList();
    }

    private Stream<LastNumber> issued() {
        return invoices.all().stream().map(invoice -> {
            NumberFormat.Parsed place = Objects.requireNonNull(places.get(invoice.id()));
            return new LastNumber(invoice.details().type(), place.year(), place.sequence());
        });
    }

    private static String key(LastNumber number) {
        return "%s %09d".formatted(number.series(), number.year());
    }

    private static LastNumber later(LastNumber one, LastNumber other) {
        return one.sequence() >= other.sequence() ? one : other;
    }

    @Override
    public void keepLastNumbers(Tx tx, Collection<LastNumber> numbers) {
        for (LastNumber number : numbers) {
            LastNumber known = yearEnds.get(key(number));
            yearEnds.put(tx, key(number), known == null ? number : later(known, number));
        }
    }

    @Override
    public List<NumberGap> gaps() {
        Map<Invoice.Type, Map<Integer, TreeSet<Long>>> given = new EnumMap<>(Invoice.Type.class);
        Stream.concat(
                        issued(),
                        lastNumbers().stream().map(one -> new LastNumber(one.series(), one.year(), one.sequence() + 1)))
                .forEach(one -> given.computeIfAbsent(one.series(), type -> new TreeMap<>())
                        .computeIfAbsent(one.year(), year -> new TreeSet<>())
                        .add(one.sequence()));
        List<NumberGap> gaps = new ArrayList<>();
        given.forEach((type, years) -> years.forEach((year, numbers) -> {
            long before = 0;
            for (long number : numbers) {
                if (number > before + 1) {
                    gaps.add(new NumberGap(type, year, before + 1, number - 1));
                }
                before = number;
            }
        }));
        return gaps;
    }

    @Override
    public Optional<String> firstIssued() {
        return invoices.all().stream()
                .filter(invoice -> invoice.details().type() == Invoice.Type.INVOICE)
                .map(Invoice::id)
                .min(Comparator.comparing((String id) ->
                                Objects.requireNonNull(places.get(id)).year())
                        .thenComparing(
                                id -> Objects.requireNonNull(places.get(id)).sequence()));
    }

    @Override
    public NumberSeries lockSeries(Tx tx, Invoice.Type type) {
        series.putIfAbsent(tx, type, NumberSeries.unused(type));
        return Objects.requireNonNull(series.get(type));
    }

    @Override
    public void saveSeries(Tx tx, NumberSeries next) {
        NumberSeries before = series.get(next.series());
        if (before != null && before.sequence() > 0 && before.year() < next.year()) {
            keepLastNumbers(tx, List.of(new LastNumber(before.series(), before.year(), before.sequence())));
        }
        series.put(tx, next.series(), next);
    }

    @Override
    public int issue(Tx tx, Collection<Issued> issued) {
        int count = 0;
        for (Issued one : issued) {
            if (drafts.remove(tx, one.invoice().id())) {
                add(tx, one);
                count++;
            }
        }
        return count;
    }

    /** As a database's unique keys would. */
    private void add(Tx tx, Issued one) {
        Invoice invoice = one.invoice();
        boolean free = numbers.putIfAbsent(tx, invoice.number(), invoice.id())
                && numbers.putIfAbsent(
                        tx, "\n" + invoice.details().type() + " " + one.year() + " " + one.sequence(), invoice.id());
        if (!free) {
            throw new IllegalStateException("the number " + invoice.number() + " is taken; nothing was written");
        }
        places.put(tx, invoice.id(), new NumberFormat.Parsed(one.year(), one.sequence()));
        invoices.put(tx, invoice.id(), InMemoryRecords.sorted(invoice));
    }

    @Override
    public boolean cancel(Tx tx, Issued creditNote) {
        Invoice cancelled = lock(
                        tx, String.valueOf(creditNote.invoice().details().credits()))
                .filter(invoice -> invoice.state() != Invoice.State.CANCELLED)
                .orElse(null);
        if (cancelled == null) {
            return false;
        }
        invoices.put(
                tx,
                cancelled.id(),
                changed(
                        cancelled,
                        Invoice.State.CANCELLED,
                        cancelled.payments(),
                        cancelled.promisedFor(),
                        cancelled.disputed()));
        add(tx, creditNote);
        return true;
    }

    @Override
    public Optional<Invoice> lock(Tx tx, String number) {
        return invoices().numbered(List.of(number)).stream().findFirst();
    }

    @Override
    public boolean addPayment(Tx tx, String id, Payment payment, Invoice.State state) {
        Invoice invoice = invoices.get(id);
        if (invoice == null
                || invoice.payments().stream().anyMatch(one -> one.id().equals(payment.id()))) {
            return false;
        }
        List<Payment> payments =
                Stream.concat(invoice.payments().stream(), Stream.of(payment)).toList();
        invoices.put(tx, id, changed(invoice, state, payments, invoice.promisedFor(), invoice.disputed()));
        return true;
    }

    @Override
    public void postpone(Tx tx, String id, @Nullable LocalDate promisedFor, boolean disputed) {
        Invoice invoice = invoices.get(id);
        if (invoice != null) {
            invoices.put(tx, id, changed(invoice, invoice.state(), invoice.payments(), promisedFor, disputed));
        }
    }

    private static Invoice changed(
            Invoice invoice,
            Invoice.State state,
            List<Payment> payments,
            @Nullable LocalDate promisedFor,
            boolean disputed) {
        return InMemoryRecords.sorted(new Invoice(
                invoice.id(),
                invoice.number(),
                invoice.pupil(),
                invoice.currency(),
                state,
                invoice.instalments(),
                payments,
                promisedFor,
                disputed,
                invoice.details()));
    }
}
