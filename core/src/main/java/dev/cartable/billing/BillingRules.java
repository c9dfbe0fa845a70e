package dev.cartable.billing;

import dev.cartable.billing.internal.BillingParts;
import dev.cartable.billing.model.BillingProblem;
import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.model.NumberSeries;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What several use cases of billing ask before they write. */
final class BillingRules {
    private final BillingParts parts;

    BillingRules(BillingParts parts) {
        this.parts = parts;
    }

    /** Today in the school's zone. */
    LocalDate today() {
        return parts.school().today(parts.time().instant());
    }

    /** The date that stands on an invoice, which is not after today. */
    LocalDate dated(@Nullable LocalDate asked) {
        LocalDate today = today();
        LocalDate date = asked == null ? today : asked;
        if (date.isAfter(today)) {
            throw new BillingException(
                    BillingProblem.DATE_IN_FUTURE, Map.of("date", date.toString(), "last", today.toString()));
        }
        return date;
    }

    /** Locks a series, and refuses where it gives no number of this date. */
    NumberSeries lock(Tx tx, Invoice.Type series, LocalDate date) {
        NumberSeries locked = parts.billingStores().billing().lockSeries(tx, series);
        requireNumbers(locked, date);
        return locked;
    }

    /** Refuses where a series gives no number of this date now. */
    void requireNumbers(Invoice.Type series, LocalDate date) {
        parts.billingStores().billing().series().stream()
                .filter(one -> one.series() == series)
                .forEach(one -> requireNumbers(one, date));
    }

    private void requireNumbers(NumberSeries series, LocalDate date) {
        if (series.heldAt() != null) {
            throw new BillingException(
                    series.restoring() ? BillingProblem.RESTORE_UNDER_WAY : BillingProblem.NUMBERS_UNCERTAIN,
                    Map.of("series", series.series().name(), "last", last(series)));
        }
        if (!series.allows(date)) {
            throw new BillingException(
                    BillingProblem.DATE_BEFORE_LAST,
                    Map.of("date", date.toString(), "last", String.valueOf(series.date())));
        }
    }

    /** The last number of a series; empty before the first one. */
    String last(NumberSeries series) {
        return series.sequence() == 0 ? "" : number(series);
    }

    /** The number that a series stands at. */
    String number(NumberSeries series) {
        return parts.billingSettings().format(series.series()).format(series.year(), series.sequence());
    }

    /** The invoice with this number, locked; a credit note is refused. */
    Invoice locked(Tx tx, String number) {
        Invoice invoice = parts.billingStores()
                .billing()
                .lock(tx, number)
                .orElseThrow(() -> new BillingException(BillingProblem.UNKNOWN_INVOICE, Map.of("invoice", number)));
        if (invoice.details().type() == Invoice.Type.CREDIT_NOTE) {
            throw new BillingException(BillingProblem.CREDIT_NOTE, Map.of("invoice", number));
        }
        return invoice;
    }

    /** Refuses where numbers are taken, which only other settings than before can bring about. */
    void requireFree(Collection<String> numbers) {
        parts.billingStores().issuedInvoices().numbered(numbers).stream()
                .findFirst()
                .ifPresent(taken -> {
                    throw new BillingException(BillingProblem.NUMBER_TAKEN, Map.of("number", taken.number()));
                });
    }

    /** The pupils and guardians of drafts, as the roster has them. Reads once for all of them. */
    People people(Collection<InvoiceDraft> drafts) {
        Set<PupilId> pupils = drafts.stream().map(InvoiceDraft::pupil).collect(Collectors.toSet());
        Set<GuardianId> guardians = drafts.stream()
                .flatMap(draft -> draft.payers().stream())
                .flatMap(payer -> Stream.ofNullable(payer.guardian()))
                .collect(Collectors.toSet());
        Map<GuardianId, Guardian> known = new HashMap<>();
        if (!guardians.isEmpty()) {
            parts.roster().families(guardians).stream()
                    .map(Family::guardian)
                    .forEach(guardian -> known.put(guardian.id(), guardian));
        }
        return new People(
                pupils.isEmpty()
                        ? Set.of()
                        : new HashSet<>(parts.roster().pupils(pupils).keySet()),
                known);
    }

    /** People whom drafts name. */
    record People(Set<PupilId> pupils, Map<GuardianId, Guardian> guardians) {
        /** What keeps a draft from being issued; null if nothing does. */
        @Nullable
        BillingException refusal(InvoiceDraft draft) {
            if (!pupils.contains(draft.pupil())) {
                return new BillingException(
                        BillingProblem.UNKNOWN_PUPIL,
                        Map.of("draft", draft.id(), "pupil", draft.pupil().value()));
            }
            for (InvoiceDraft.Payer payer : draft.payers()) {
                GuardianId guardian = payer.guardian();
                if (guardian != null && !guardians.containsKey(guardian)) {
                    return new BillingException(
                            BillingProblem.UNKNOWN_GUARDIAN, Map.of("draft", draft.id(), "guardian", guardian.value()));
                }
            }
            return draft.problem()
                    .map(problem -> new BillingException(problem, Map.of("draft", draft.id())))
                    .orElse(null);
        }

        /** The payers with their names. */
        List<Invoice.Payer> payers(InvoiceDraft draft) {
            List<Invoice.Payer> payers = new ArrayList<>();
            for (InvoiceDraft.Payer payer : draft.payers()) {
                Guardian guardian = payer.guardian() == null ? null : guardians.get(payer.guardian());
                String given = payer.name();
                String name = given == null || given.isBlank()
                        ? Objects.requireNonNull(guardian, "guardian").name().full()
                        : given;
                payers.add(new Invoice.Payer(
                        payers.size() + 1, payer.guardian(), name, payer.address(), payer.parts(), payer.email()));
            }
            return payers;
        }
    }
}
