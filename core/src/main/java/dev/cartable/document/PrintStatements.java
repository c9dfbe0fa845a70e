package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentException;
import dev.cartable.document.model.FamilyStatement;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Viewer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the statement of a family: what one guardian was charged, has paid and still owes. It is true today, and is not stored. Safe for
 * use by several threads.
 */
public final class PrintStatements {
    private static final Comparator<InvoiceDocument> ORDER = Comparator.<InvoiceDocument, String>comparing(
                    shown -> shown.invoice().pupil().value())
            .thenComparing(
                    shown -> shown.invoice().details().issuedOn(), Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(shown -> shown.invoice().number());

    private final DocumentParts parts;
    private final InvoiceReader reader;

    PrintStatements(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.reader = new InvoiceReader(parts);
    }

    /**
     * The own parts of invoices that name payers, and all of the guardian's pupils that name none, by pupil, date and number. Empty if the
     * viewer may not see it, or if there is nothing.
     */
    public Optional<FamilyStatement> read(Viewer viewer, GuardianId guardian) {
        return family(guardian).flatMap(family -> read(viewer, family));
    }

    /**
     * As {@link #read}, as a file.
     *
     * @throws DocumentException of the code {@code DOCUMENT_NOT_MADE} if it cannot be rendered
     */
    public Optional<byte[]> print(Viewer viewer, GuardianId guardian) {
        return family(guardian).flatMap(family -> read(viewer, family).map(statement -> render(statement, family)));
    }

    private Optional<Family> family(GuardianId guardian) {
        return parts.erasedPeople().guardians(Set.of(guardian)).isEmpty()
                ? parts.roster().families(Set.of(guardian)).stream().findFirst()
                : Optional.empty();
    }

    private Optional<FamilyStatement> read(Viewer viewer, Family family) {
        GuardianId guardian = family.guardian().id();
        LocalDate today = parts.school().today(parts.time().instant());
        List<InvoiceDocument> all = reader.documents(invoices(family, today));
        List<InvoiceDocument> own = reader.visible(viewer, reader.visible(Viewer.guardian(guardian), all)).stream()
                .sorted(ORDER)
                .toList();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        List<String> address = own.stream()
                .map(shown -> InvoiceReader.payer(shown).map(Payer::address).orElse(List.of()))
                .filter(lines -> !lines.isEmpty())
                .reduce((first, last) -> last)
                .orElse(List.of());
        return Optional.of(new FamilyStatement(family.guardian().name().full(), address, today, own));
    }

    private Collection<Invoice> invoices(Family family, LocalDate today) {
        Map<String, Invoice> invoices = new LinkedHashMap<>();
        reader.invoices().paidBy(family.guardian().id()).forEach(invoice -> invoices.put(invoice.id(), invoice));
        Set<PupilId> pupils =
                family.visiblePupils(today).stream().map(Pupil::id).collect(Collectors.toSet());
        if (!pupils.isEmpty()) {
            reader.invoices().of(pupils).forEach(invoice -> invoices.put(invoice.id(), invoice));
        }
        return invoices.values();
    }

    private byte[] render(FamilyStatement statement, Family family) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            parts.invoiceRenderer()
                    .render(
                            statement,
                            parts.school().languageOf(family.guardian().language()),
                            bytes);
        } catch (IOException | RuntimeException e) {
            GuardianId guardian = family.guardian().id();
            throw new DocumentException(
                    "DOCUMENT_NOT_MADE",
                    Map.of("guardian", guardian.value()),
                    "the statement for guardian " + guardian + " cannot be made: " + e.getMessage(),
                    e);
        }
        return bytes.toByteArray();
    }
}
