package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.school.model.Invoice;
import dev.cartable.work.internal.Chunks;
import dev.cartable.work.internal.ContentDigest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One pass over the documents of invoices. */
final class InvoicePass extends DocumentPass<InvoiceDocument> {
    private final DocumentParts parts;
    private final InvoiceRequest request;
    private final InvoiceReader reader;

    InvoicePass(DocumentParts parts, InvoiceRequest request) {
        super(parts, new InvoiceType(parts));
        this.parts = parts;
        this.request = requireNonNull(request, "request");
        this.reader = new InvoiceReader(parts);
    }

    @Override
    Stream<InvoiceDocument> items() {
        if (!request.numbers().isEmpty()) {
            return reader.documents(reader.invoices().numbered(request.numbers())).stream();
        }
        Stream<Invoice> all = reader.invoices().issued(request.since());
        return Chunks.stream(all, CHUNK)
                .flatMap(chunk -> reader.documents(chunk).stream())
                .onClose(all::close);
    }

    @Override
    Set<DocumentKey> erased(List<InvoiceDocument> chunk) {
        return reader.erased(chunk);
    }

    @Override
    void addRequest(ContentDigest all) {
        all.add(
                "invoices",
                request.since(),
                new TreeSet<>(request.numbers()),
                parts.school().name(),
                parts.school().language());
    }
}
