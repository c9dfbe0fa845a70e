package dev.cartable.school;

import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An imported invoice with what stays of the stored one. What it does not say stays: the date, the payers and their addresses, lines that come
 * to the same sum, and that it is a credit note. Payers whom it lists take the place of those that are stored; the same guardian, or for other
 * payers the same name, keeps the number, by which payments name a payer. A new payer gets a number that neither a payer nor a payment has.
 */
final class InvoiceMerge {
    private InvoiceMerge() {}

    static Invoice of(Invoice imported, Invoice stored) {
        Invoice.Details given = imported.details();
        Invoice.Details known = stored.details();
        List<Invoice.Line> lines =
                given.lines().isEmpty() && comesTo(stored, imported.total()) ? known.lines() : given.lines();
        List<Payer> payers = given.payers().isEmpty() ? known.payers() : numbered(given.payers(), stored);
        Invoice.Details document = given.credits() == null ? known : given;
        return imported.withDetails(new Invoice.Details(
                document.type(),
                given.issuedOn() == null ? known.issuedOn() : given.issuedOn(),
                lines,
                payers,
                document.credits(),
                given.whole()));
    }

    private static boolean comesTo(Invoice stored, BigDecimal total) {
        return stored.details().lines().stream()
                        .map(Invoice.Line::amount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .compareTo(total)
                == 0;
    }

    private static List<Payer> numbered(List<Payer> given, Invoice stored) {
        List<Payer> known = new ArrayList<>(stored.details().payers());
        int last = Stream.concat(
                        known.stream().map(Payer::number),
                        stored.payments().stream().map(Invoice.Payment::payer).filter(Objects::nonNull))
                .max(Comparator.naturalOrder())
                .orElse(0);
        List<Payer> numbered = new ArrayList<>();
        for (Payer payer : given) {
            Payer same =
                    known.stream().filter(one -> isSame(one, payer)).findFirst().orElse(null);
            known.remove(same);
            last += same == null ? 1 : 0;
            numbered.add(same == null ? payer.numbered(last) : reachable(payer.numbered(same.number()), same));
        }
        numbered.sort(Comparator.comparingInt(Payer::number));
        return numbered;
    }

    private static Payer reachable(Payer given, Payer stored) {
        return new Payer(
                given.number(),
                given.guardian(),
                given.name(),
                given.address().isEmpty() ? stored.address() : given.address(),
                given.parts(),
                given.email() == null ? stored.email() : given.email());
    }

    private static boolean isSame(Payer one, Payer other) {
        return Objects.equals(one.guardian(), other.guardian())
                && (one.guardian() != null || one.name().equals(other.name()));
    }
}
