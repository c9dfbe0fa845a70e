package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.notice.port.NoticeType;
import java.util.List;

/** Documents that people receive about a pupil: report cards, invoices, credit notes and receipts. Safe for use by several threads. */
public final class Documents {
    private final DocumentParts parts;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Documents(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** Reads report cards as they are now. */
    public ReadReportCards readReportCards() {
        return new ReadReportCards(parts);
    }

    /** Finds what is missing or wrong before report cards are made. */
    public CheckReportCards checkReportCards() {
        return new CheckReportCards(parts);
    }

    /** Makes report cards and stores them. */
    public GenerateReportCards generateReportCards() {
        return new GenerateReportCards(parts);
    }

    /** Recognises a document by the code printed on it. */
    public VerifyDocument verifyDocument() {
        return new VerifyDocument(parts);
    }

    /** Finds documents whose file is missing or damaged, and files that belong to no document. */
    public CheckDocuments checkDocuments() {
        return new CheckDocuments(parts);
    }

    /** Notifies people of report cards that are stored and released. */
    public NotifyReportCards notifyReportCards() {
        return new NotifyReportCards(parts);
    }

    /** Makes the documents of invoices and credit notes and stores them. */
    public GenerateInvoices generateInvoices() {
        return new GenerateInvoices(parts);
    }

    /** Makes single invoices and receipts at the moment that a person asks for them. */
    public PrintInvoices printInvoices() {
        return new PrintInvoices(parts);
    }

    /** Makes the statement of a family. */
    public PrintStatements printStatements() {
        return new PrintStatements(parts);
    }

    /** Notifies people of invoices whose document is stored. */
    public NotifyInvoices notifyInvoices() {
        return new NotifyInvoices(parts);
    }

    /** Encloses the stored document of an invoice in an e-mail. */
    public EncloseInvoice encloseInvoice() {
        return new EncloseInvoice(parts);
    }

    /** The kinds of notices about report cards. */
    public List<NoticeType> noticeTypes() {
        return List.of(new ReportCardNotice(parts));
    }

    /** The kinds of notices about invoices. */
    public List<NoticeType> invoiceNoticeTypes() {
        return List.of(new InvoiceNotice(parts));
    }

    /** Reads documents that were made. */
    public ReadDocuments readDocuments() {
        return new ReadDocuments(parts);
    }
}
