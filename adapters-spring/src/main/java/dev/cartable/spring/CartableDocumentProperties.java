package dev.cartable.spring;

import dev.cartable.CartableException;
import dev.cartable.pdf.AddressWindow;
import dev.cartable.pdf.DocumentDesign;
import dev.cartable.pdf.DocumentTemplates;
import dev.cartable.pdf.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * The properties under {@code cartable.documents}: how report cards, invoices and letters look, and who signs them. They need the jar cartable-pdf.
 *
 * @param colour Colour of titles and lines, such as #1f4e79.
 * @param logo The school's logo: a PNG, JPEG or GIF. Without it, none.
 * @param contact What stands below the school's name, such as its address.
 * @param signature Picture of a signature. Without it, documents are signed by hand.
 * @param stamp Picture of the school's stamp. Without it, none.
 * @param signatory Who signs, such as: Mme Diallo, proviseure. Without it, the head of the school.
 * @param verificationAddress Page at which a document is verified; the code follows it, such as https://school.example/verify/.
 *     Without it, the page verify/ under cartable.public-url; without both, documents have the code alone.
 * @param templates Folder with layouts and words that replace the built-in ones, such as report-card.html. Without it, none.
 * @param letterWindow Side on which envelopes have their window: left (DIN 5008) or right (France). Without it, right where the school's
 *     language is French, otherwise left.
 * @param attach Whether mails about report cards carry them as an attachment, too.
 * @param attachInvoices Whether mails about invoices, and reminders of payments, carry the invoice as an attachment, too.
 * @param vault Folder that keeps the files of documents, such as /srv/documents, or the word database to keep them in the database, where
 *     each node sees them. Without it, none is made.
 */
@ConfigurationProperties("cartable.documents")
public record CartableDocumentProperties(
        @Nullable String colour,
        @Nullable Resource logo,
        @Nullable String contact,
        @Nullable Resource signature,
        @Nullable Resource stamp,
        @Nullable String signatory,
        @Nullable String verificationAddress,
        @Nullable Path templates,
        @Nullable AddressWindow letterWindow,
        @DefaultValue("false") boolean attach,
        @DefaultValue("false") boolean attachInvoices,
        @Nullable Path vault) {

    /** @param publicUrl of the application; null for none */
    DocumentDesign design(@Nullable URI publicUrl) {
        DocumentDesign design = DocumentDesign.defaults();
        design = with(design, "colour", colour, DocumentDesign::withColour);
        design = with(design, "logo", logo, (before, file) -> before.withLogo(picture(file)));
        design = with(design, "contact", contact, DocumentDesign::withContact);
        design = with(design, "signature", signature, (before, file) -> before.withSignature(picture(file)));
        design = with(design, "stamp", stamp, (before, file) -> before.withStamp(picture(file)));
        design = with(design, "signatory", signatory, DocumentDesign::withSignatory);
        design = letterWindow == null ? design : design.withAddressWindow(letterWindow);
        if (verificationAddress == null && publicUrl != null) {
            return design.withPublicUrl(publicUrl);
        }
        return with(design, "verification-address", verificationAddress, DocumentDesign::withVerificationAddress);
    }

    DocumentTemplates documentTemplates() {
        return templates == null ? DocumentTemplates.builtIn() : DocumentTemplates.folder(templates);
    }

    private static <T> DocumentDesign with(
            DocumentDesign design,
            String property,
            @Nullable T value,
            BiFunction<DocumentDesign, T, DocumentDesign> change) {
        if (value == null) {
            return design;
        }
        try {
            return change.apply(design, value);
        } catch (CartableException | IllegalArgumentException | UncheckedIOException e) {
            throw new CartableConfigurationException(
                    "cartable.documents." + property + " cannot be used: " + e.getMessage() + ".",
                    "Mend cartable.documents." + property + ", or take it away.",
                    e);
        }
    }

    private static Picture picture(Resource file) {
        try {
            return Picture.of(file.getContentAsByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(file.getDescription() + " cannot be read", e);
        }
    }
}
