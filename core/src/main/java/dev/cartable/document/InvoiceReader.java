package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Viewer;
import dev.cartable.school.port.Invoices;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what documents of invoices show: of each invoice one for each payer, or one for all where it names none. Safe for use by several threads. */
final class InvoiceReader {
    private final DocumentParts parts;

    InvoiceReader(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    Invoices invoices() {
        return parts.invoices()
                .orElseThrow(() -> new IllegalStateException(
                        "this school has no invoices: give invoices(...), or stores with the relation of invoices"));
    }

    /** What the documents of these invoices show, in their order and in that of their payers; all of the revision 1. None of those that names were taken off. */
    List<InvoiceDocument> documents(Collection<Invoice> invoices) {
        Names names = new Names(invoices);
        return invoices.stream()
                .filter(invoice -> invoice.state() != Invoice.State.DRAFT
                        && !invoice.pupil().equals(Invoice.NO_PUPIL))
                .flatMap(invoice -> shares(invoice).map(share -> names.document(share)))
                .toList();
    }

    /** Those of these that the viewer may see, without what is about people who were erased. */
    List<InvoiceDocument> visible(Viewer viewer, Collection<InvoiceDocument> documents) {
        InvoiceType type = new InvoiceType(parts);
        List<InvoiceDocument> allowed = new PayerRule(parts)
                .visible(viewer, documents, type::facts, parts.time().instant());
        Set<DocumentKey> erased = erased(allowed);
        return allowed.stream()
                .filter(shown -> !erased.contains(type.key(shown)))
                .toList();
    }

    /** Those of these about a pupil, or for a payer, who was erased. */
    Set<DocumentKey> erased(Collection<InvoiceDocument> documents) {
        if (documents.isEmpty()) {
            return Set.of();
        }
        InvoiceType type = new InvoiceType(parts);
        Set<PupilId> pupils = parts.erasedPeople()
                .pupils(documents.stream().map(shown -> shown.invoice().pupil()).collect(Collectors.toSet()));
        Set<GuardianId> guardians = parts.erasedPeople()
                .guardians(documents.stream().flatMap(InvoiceReader::guardian).collect(Collectors.toSet()));
        return documents.stream()
                .filter(shown -> pupils.contains(shown.invoice().pupil())
                        || guardian(shown).anyMatch(guardians::contains))
                .map(type::key)
                .collect(Collectors.toSet());
    }

    private static Stream<GuardianId> guardian(InvoiceDocument shown) {
        return payer(shown).map(Payer::guardian).stream();
    }

    private static Stream<Invoice> shares(Invoice invoice) {
        return invoice.details().payers().isEmpty() ? Stream.of(invoice) : invoice.shares().stream();
    }

    /** The payer whom a document is for; empty if it is for all who may see the pupil. */
    static Optional<Payer> payer(InvoiceDocument document) {
        return document.invoice().details().payers().stream().findFirst();
    }

    /** The names of the pupils of some invoices, and of their classes. */
    private final class Names {
        private final Map<PupilId, Pupil> pupils;
        private final Map<PromotionId, Promotion> promotions;

        Names(Collection<Invoice> invoices) {
            Set<PupilId> ids = invoices.stream().map(Invoice::pupil).collect(Collectors.toSet());
            this.pupils = ids.isEmpty() ? Map.of() : parts.roster().pupils(ids);
            Set<PromotionId> classes = pupils.values().stream()
                    .map(Pupil::promotion)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            this.promotions = classes.isEmpty() ? Map.of() : parts.users().promotions(classes);
        }

        InvoiceDocument document(Invoice share) {
            Pupil pupil = pupils.get(share.pupil());
            Promotion promotion = pupil == null || pupil.promotion() == null ? null : promotions.get(pupil.promotion());
            return new InvoiceDocument(
                    share,
                    pupil == null ? new PersonName("", share.pupil().value()) : pupil.name(),
                    promotion == null ? "" : promotion.name(),
                    1);
        }
    }
}
