package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Viewer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The one rule for who may see invoices, credit notes and receipts:
 *
 * <ul>
 *   <li>what is for one payer is seen by that guardian alone, also when the pupil has left, unless the school has barred the guardian from
 *       the pupil;
 *   <li>what names no payers is seen by the pupil, and by the guardians who may see the pupil;
 *   <li>staff see those of the pupils whom they may see, and administrators all.
 * </ul>
 *
 * <p>For any other viewer it does not exist. Safe for use by several threads.
 */
final class PayerRule {
    private final DocumentParts parts;

    PayerRule(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** Those of these that a viewer may see. Reads once for all of them. */
    <T> List<T> visible(Viewer viewer, Collection<T> all, Function<T, BillFacts> facts, Instant now) {
        if (viewer instanceof Viewer.Administrator || all.isEmpty()) {
            return List.copyOf(all);
        }
        Set<PupilId> pupils =
                all.stream().map(one -> facts.apply(one).key().pupil()).collect(Collectors.toSet());
        Set<PupilId> entitled =
                parts.entitlements().visible(viewer, pupils, parts.school().today(now));
        Set<String> split = viewer instanceof Viewer.StaffViewer ? Set.of() : split(all, facts);
        Predicate<BillFacts> isPayer =
                viewer instanceof Viewer.GuardianViewer guardian ? payer(guardian.id()) : bill -> false;
        boolean seesAll = viewer instanceof Viewer.StaffViewer;
        return all.stream()
                .filter(one -> {
                    BillFacts bill = facts.apply(one);
                    return (seesAll || bill.key().payer().isEmpty())
                            ? entitled.contains(bill.key().pupil())
                                    && !split.contains(bill.key().invoice())
                            : isPayer.test(bill);
                })
                .toList();
    }

    /** The invoices that name payers by now, so that what was made for the whole family before would show each the part of the others. */
    private <T> Set<String> split(Collection<T> all, Function<T, BillFacts> facts) {
        Set<String> whole = all.stream()
                .map(one -> facts.apply(one).key())
                .filter(key -> key.payer().isEmpty())
                .map(DocumentKey::invoice)
                .collect(Collectors.toSet());
        return whole.isEmpty()
                ? Set.of()
                : parts.invoices().stream()
                        .flatMap(invoices -> invoices.invoices(whole).stream())
                        .filter(invoice -> !invoice.details().payers().isEmpty())
                        .map(Invoice::id)
                        .collect(Collectors.toSet());
    }

    private Predicate<BillFacts> payer(GuardianId id) {
        FamilyReader.Payer payer = new FamilyReader(parts).payers(Set.of(id)).get(id);
        return bill -> payer != null
                && id.equals(bill.guardian())
                && !payer.barred().contains(bill.key().pupil());
    }
}
