package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.FamilyReader.Household;
import dev.cartable.document.FamilyReader.Member;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads who is notified of invoices: the payer whom a document is for, or, where the invoice names none, the pupil and the guardians who
 * may see the pupil. Safe for use by several threads.
 */
final class InvoiceAudience {
    private final DocumentParts parts;
    private final FamilyReader families;

    InvoiceAudience(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.families = new FamilyReader(parts);
    }

    /**
     * A document with what is owed now and who is notified of it.
     *
     * @param share what its people see of the invoice now; null if the invoice is gone, or its payers are others now
     */
    record Addressees(StoredDocument document, @Nullable Invoice share, List<Member> members) {
        /** Whether there is still something to notify people of: something has to be paid, or was credited. */
        boolean isOpen() {
            return share != null
                    && (share.details().type() == Invoice.Type.CREDIT_NOTE
                            || share.remaining().signum() > 0);
        }
    }

    /** Reads once for all of these documents; in their order. */
    List<Addressees> read(Collection<StoredDocument> documents, Instant now) {
        Map<String, Invoice> invoices = new HashMap<>();
        Set<String> ids =
                documents.stream().map(document -> document.key().invoice()).collect(Collectors.toSet());
        if (!ids.isEmpty()) {
            parts.invoices()
                    .ifPresent(all -> all.invoices(ids).forEach(invoice -> invoices.put(invoice.id(), invoice)));
        }
        Map<GuardianId, FamilyReader.Payer> payers = families.payers(documents.stream()
                .map(document -> bill(document).guardian())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        Map<PupilId, Household> households = families.read(
                documents.stream()
                        .filter(document -> document.key().payer().isEmpty())
                        .map(StoredDocument::pupil)
                        .collect(Collectors.toSet()),
                parts.school().today(now));
        return documents.stream()
                .map(document -> {
                    Invoice share = share(invoices.get(document.key().invoice()), document);
                    return new Addressees(document, share, members(document, share, payers, households));
                })
                .toList();
    }

    private static BillFacts bill(StoredDocument document) {
        return document.bill().orElseThrow();
    }

    private static @Nullable Invoice share(@Nullable Invoice invoice, StoredDocument document) {
        if (invoice == null || invoice.state() == Invoice.State.DRAFT) {
            return null;
        }
        if (document.key().payer().isEmpty()) {
            return invoice.details().payers().isEmpty() ? invoice : null;
        }
        return invoice.shareOf(Integer.parseInt(document.key().payer()))
                .filter(share -> Objects.equals(
                        share.details().payers().get(0).guardian(),
                        bill(document).guardian()))
                .orElse(null);
    }

    private List<Member> members(
            StoredDocument document,
            @Nullable Invoice share,
            Map<GuardianId, FamilyReader.Payer> payers,
            Map<PupilId, Household> households) {
        if (document.key().payer().isEmpty()) {
            Household household = households.get(document.pupil());
            return household == null ? List.of() : household.members();
        }
        GuardianId guardian = bill(document).guardian();
        if (guardian == null) {
            return share == null
                    ? List.of()
                    : List.of(families.member(share, share.details().payers().get(0)));
        }
        FamilyReader.Payer payer = payers.get(guardian);
        return payer == null || payer.barred().contains(document.pupil()) ? List.of() : List.of(payer.member());
    }
}
