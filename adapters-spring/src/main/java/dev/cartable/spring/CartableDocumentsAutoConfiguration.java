package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.Stores;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.notice.port.LetterRenderer;
import dev.cartable.pdf.PdfInvoices;
import dev.cartable.pdf.PdfLetters;
import dev.cartable.pdf.PdfReportCards;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Makes report cards, invoices and letters as PDF, where the jar cartable-pdf is there, and keeps documents in the folder
 * {@code cartable.documents.vault}, or in the database.
 */
@AutoConfiguration(after = CartableStoresAutoConfiguration.class, before = CartableAutoConfiguration.class)
@ConditionalOnClass(PdfReportCards.class)
@Conditional(Conditions.Parts.class)
@ConditionalOnBean(Stores.class)
@EnableConfigurationProperties(CartableDocumentProperties.class)
public final class CartableDocumentsAutoConfiguration {
    /** What is named in place of a folder to keep the files in the database. */
    private static final String DATABASE = "database";

    CartableDocumentsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("cartable.documents.vault")
    DocumentVault cartableDocumentVault(CartableDocumentProperties properties, Stores stores) {
        Path vault = requireNonNull(properties.vault(), "cartable.documents.vault");
        if (!vault.toString().equals(DATABASE)) {
            return new DirectoryDocuments(vault);
        }
        if (stores instanceof JdbcStores database) {
            return database.documentVault();
        }
        throw new CartableConfigurationException(
                "cartable.documents.vault is " + DATABASE
                        + ", and the stores of this application are not Cartable's own.",
                "Set cartable.documents.vault to a folder, or define a bean of type DocumentVault.");
    }

    @Bean
    @ConditionalOnMissingBean
    ReportCardRenderer cartableReportCardRenderer(
            CartableDocumentProperties properties, CartableProperties all, AccountSettings settings) {
        return checked(() -> PdfReportCards.create(
                settings.school(), properties.design(all.publicUrl()), properties.documentTemplates()));
    }

    @Bean
    @ConditionalOnMissingBean
    InvoiceRenderer cartableInvoiceRenderer(
            CartableDocumentProperties properties, CartableProperties all, AccountSettings settings) {
        return checked(() -> PdfInvoices.create(
                settings.school(), properties.design(all.publicUrl()), properties.documentTemplates()));
    }

    /** Writes the letters of {@code cartable.notices().letters()} and of {@code cartable.accounts()} into one PDF. */
    @Bean
    @ConditionalOnMissingBean
    LetterRenderer cartableLetterRenderer(
            CartableDocumentProperties properties, CartableProperties all, AccountSettings settings) {
        return checked(() -> PdfLetters.create(
                settings.school(), properties.design(all.publicUrl()), properties.documentTemplates()));
    }

    private static <T> T checked(Supplier<T> renderer) {
        try {
            return renderer.get();
        } catch (CartableConfigurationException e) {
            throw e;
        } catch (CartableException | UncheckedIOException e) {
            throw new CartableConfigurationException(
                    "The layouts under cartable.documents.templates cannot be used: " + e.getMessage() + ".",
                    "Mend the file, or take it out of the folder: the built-in one is used then.",
                    e);
        }
    }
}
