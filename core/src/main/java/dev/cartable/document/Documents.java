package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentException;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Term;
import java.util.List;
import java.util.Set;

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

    /**
     * Finds what is missing or doubtful before the report cards of a term are made, one class after the other.
     *
     * @param only the classes to check; all of the term if it is empty
     */
    public CheckReportCards.Report checkReportCards(Term term, Set<PromotionId> only) {
        return new CheckReportCards(parts).check(term, only);
    }

    /** Makes report cards and stores them. */
    public GenerateReportCards generateReportCards() {
        return new GenerateReportCards(parts);
    }

    /** Says whether the school made the document that has a code, and whether it is the current one. */
    public VerifyDocument.Result verify(DocumentCode code) {
        return new VerifyDocument(parts).verify(code);
    }

    /**
     * Compares the files in the vault with the documents that were made, by their names alone, or reads each file, too. Changes nothing.
     *
     * @param contents whether each file is read and its SHA-256 computed
     * @throws java.io.UncheckedIOException if the files cannot be listed
     */
    public CheckDocuments.Report check(boolean contents) {
        return new CheckDocuments(parts).check(contents);
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

    /**
     * What an e-mail about an invoice carries: its stored document that the person may see, and only while it shows what is true now. No
     * document is made. {@link Enclosures#NONE} where the school does not wish it, where there is no such document, or where it is too
     * large.
     *
     * @param invoice the whole invoice, or the share of the payer whom the e-mail is about
     * @param recipient a guardian, a pupil, or another payer whose share it is; no other person is sent an invoice
     * @throws DocumentException if the file of the document cannot be read
     */
    public Enclosures enclosures(Invoice invoice, Recipient recipient) {
        return new EncloseInvoice(parts).enclosures(invoice, recipient);
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
