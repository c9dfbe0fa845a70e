package dev.cartable.cli.frame;

import dev.cartable.Stores;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.pdf.AddressWindow;
import dev.cartable.pdf.DocumentDesign;
import dev.cartable.pdf.DocumentTemplates;
import dev.cartable.pdf.PdfInvoices;
import dev.cartable.pdf.PdfLetters;
import dev.cartable.pdf.PdfReportCards;
import dev.cartable.pdf.Picture;
import dev.cartable.school.model.School;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How documents look, and who signs them, as the options say. */
public final class DocumentOptions {
    /** The folder of documents where none is named. */
    static final String VAULT = "documents";

    /** What is named in place of a folder to keep the files in the database. */
    private static final String DATABASE = "database";

    private DocumentOptions() {}

    /**
     * What makes report cards of them.
     *
     * @throws dev.cartable.CartableException if a layout or a picture cannot be used
     */
    public static PdfReportCards reportCards(Frame frame, School school) {
        return PdfReportCards.create(school, design(frame), templates(frame));
    }

    /**
     * What makes invoices, receipts and statements of them.
     *
     * @throws dev.cartable.CartableException if a layout or a picture cannot be used
     */
    public static PdfInvoices invoices(Frame frame, School school) {
        return PdfInvoices.create(school, design(frame), templates(frame));
    }

    /**
     * What makes letters of them.
     *
     * @throws dev.cartable.CartableException if a layout or a picture cannot be used
     */
    public static PdfLetters letters(Frame frame, School school) {
        return PdfLetters.create(school, design(frame), templates(frame));
    }

    private static DocumentTemplates templates(Frame frame) {
        String folder = frame.options().documentTemplates;
        return folder == null
                ? DocumentTemplates.builtIn()
                : DocumentTemplates.folder(frame.around().path(folder));
    }

    /** The folder where the files of documents are; empty if they are in the database. */
    public static Optional<Path> folder(Frame frame) {
        String folder = frame.options().documentVault;
        return DATABASE.equals(folder)
                ? Optional.empty()
                : Optional.of(frame.around().path(folder == null || folder.isBlank() ? VAULT : folder));
    }

    /** Where the files of documents are, for people. */
    public static String place(Frame frame) {
        return folder(frame).map(folder -> folder.toAbsolutePath().toString()).orElse(DATABASE);
    }

    /** Where the files of documents are. */
    static DocumentVault vault(Frame frame, Stores stores) {
        Path folder = folder(frame).orElse(null);
        if (folder != null) {
            return new DirectoryDocuments(folder);
        }
        if (stores instanceof JdbcStores database) {
            return database.documentVault();
        }
        throw new IllegalStateException("these stores are in no database: " + stores);
    }

    private static DocumentDesign design(Frame frame) {
        Options options = frame.options();
        BiFunction<DocumentDesign, String, DocumentDesign> logo =
                (before, file) -> before.withLogo(picture(frame, file));
        BiFunction<DocumentDesign, String, DocumentDesign> signature =
                (before, file) -> before.withSignature(picture(frame, file));
        BiFunction<DocumentDesign, String, DocumentDesign> stamp =
                (before, file) -> before.withStamp(picture(frame, file));
        DocumentDesign design = DocumentDesign.defaults();
        design = with(frame, design, "--document-colour", options.documentColour, DocumentDesign::withColour);
        design = with(frame, design, "--document-logo", options.documentLogo, logo);
        design = with(frame, design, "--document-contact", options.documentContact, DocumentDesign::withContact);
        design = with(frame, design, "--document-signature", options.documentSignature, signature);
        design = with(frame, design, "--document-stamp", options.documentStamp, stamp);
        design = with(frame, design, "--document-signatory", options.documentSignatory, DocumentDesign::withSignatory);
        design = with(
                frame,
                design,
                "--letter-window",
                options.letterWindow,
                (before, side) -> before.withAddressWindow(window(side)));
        if (options.documentAddress == null && options.publicUrl != null) {
            return with(
                    frame,
                    design,
                    "--public-url",
                    options.publicUrl,
                    (before, url) -> before.withPublicUrl(URI.create(url)));
        }
        return with(
                frame, design, "--document-address", options.documentAddress, DocumentDesign::withVerificationAddress);
    }

    private static AddressWindow window(String side) {
        return switch (side.toLowerCase(Locale.ROOT)) {
            case "left" -> AddressWindow.LEFT;
            case "right" -> AddressWindow.RIGHT;
            default -> throw new IllegalArgumentException("'" + side + "' is neither left nor right");
        };
    }

    private static Picture picture(Frame frame, String file) {
        return Picture.file(frame.around().path(file));
    }

    private static DocumentDesign with(
            Frame frame,
            DocumentDesign design,
            String option,
            @Nullable String value,
            BiFunction<DocumentDesign, String, DocumentDesign> change) {
        return value == null
                ? design
                : CommandException.option(frame.words(), option, value, () -> change.apply(design, value));
    }
}
