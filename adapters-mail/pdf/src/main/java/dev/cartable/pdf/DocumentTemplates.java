package dev.cartable.pdf;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.template.DocumentTemplate;
import dev.cartable.notice.template.DocumentTemplate.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The layouts and words of documents: the built-in ones, each of which a school may replace by a file of the same name in a folder:
 *
 * <ul>
 *   <li>{@code report-card.html}, {@code class-sheet.html}, {@code invoice.html} (also for credit notes), {@code receipt.html},
 *       {@code statement.html} and {@code letter.html}, XHTML with a style sheet. Each may hold the names that the built-in file
 *       holds, as {@code {{name}}}, and the pictures {@code picture:logo}, {@code picture:signature}, {@code picture:stamp} and
 *       {@code picture:code}. It reaches no other file and no network.
 *   <li>{@code invoice.css} and {@code letterhead.html}: what several layouts have in common, and hold as {@code {{>invoice.css}}}.
 *   <li>{@code report-card_fr.properties}, {@code invoice_fr.properties} (also for receipts and statements) and
 *       {@code letter_fr.properties}, and those that end in {@code _en}: the words. What such a file leaves out is as it is built in.
 *       A file of another language, such as {@code report-card_ar.properties}, adds this language. The columns of tables stand from
 *       left to right in all languages.
 * </ul>
 *
 * <p>Files are read once. Immutable and safe for use by several threads.
 */
public final class DocumentTemplates {
    static final String REPORT_CARD = "report-card.html";
    static final String CLASS_SHEET = "class-sheet.html";
    static final String INVOICE = "invoice.html";
    static final String RECEIPT = "receipt.html";
    static final String STATEMENT = "statement.html";
    static final String LETTER = "letter.html";
    private static final String BUILT_IN = "/META-INF/cartable/documents/";

    /** Where a layout holds what it has in common with others. */
    private static final Pattern SHARED = Pattern.compile("\\{\\{>(invoice\\.css|letterhead\\.html)}}");

    private static final DocumentTemplates BUILT_IN_TEMPLATES = new DocumentTemplates(null);

    private final boolean builtIn;
    private final Vocabulary reportCardWords;
    private final Vocabulary invoiceWords;
    private final Vocabulary letterWords;
    private final DocumentTemplate reportCard;
    private final DocumentTemplate classSheet;
    private final DocumentTemplate invoice;
    private final DocumentTemplate receipt;
    private final DocumentTemplate statement;
    private final DocumentTemplate letter;

    private DocumentTemplates(@Nullable Path folder) {
        this.builtIn = folder == null;
        this.reportCardWords = new Vocabulary(folder, "report-card");
        this.invoiceWords = new Vocabulary(folder, "invoice");
        this.letterWords = new Vocabulary(folder, "letter");
        this.reportCard = template(folder, REPORT_CARD, ReportCardValues.names(reportCardWords.labels()));
        this.classSheet = template(folder, CLASS_SHEET, ClassSheetValues.names(reportCardWords.labels()));
        this.invoice = template(folder, INVOICE, InvoiceValues.names(invoiceWords.labels()));
        this.receipt = template(folder, RECEIPT, ReceiptValues.names(invoiceWords.labels()));
        this.statement = template(folder, STATEMENT, StatementValues.names(invoiceWords.labels()));
        this.letter = template(folder, LETTER, LetterValues.names(letterWords.labels()));
    }

    /** The layouts and words that come with Cartable, in French and English. */
    public static DocumentTemplates builtIn() {
        return BUILT_IN_TEMPLATES;
    }

    /**
     * Those of a folder, and the built-in ones for the files that it lacks.
     *
     * @throws dev.cartable.notice.model.TemplateException if a layout has a name that is not known, or is too long
     * @throws DocumentException if a layout is not well-formed, or a file is not UTF-8
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static DocumentTemplates folder(Path folder) {
        return new DocumentTemplates(requireNonNull(folder, "folder"));
    }

    /** What a text of the words is called in a layout. */
    static String label(String key) {
        return "t_" + key;
    }

    boolean isBuiltIn() {
        return builtIn;
    }

    DocumentTemplate reportCard() {
        return reportCard;
    }

    DocumentTemplate classSheet() {
        return classSheet;
    }

    DocumentTemplate invoice() {
        return invoice;
    }

    DocumentTemplate receipt() {
        return receipt;
    }

    DocumentTemplate statement() {
        return statement;
    }

    DocumentTemplate letter() {
        return letter;
    }

    /** The words of report cards in a language, or in English. */
    Words words(Locale language) {
        return reportCardWords.in(language);
    }

    /** The words of invoices, receipts and statements in a language, or in English. */
    Words invoiceWords(Locale language) {
        return invoiceWords.in(language);
    }

    /** The words of letters in a language, or in English. */
    Words letterWords(Locale language) {
        return letterWords.in(language);
    }

    private static DocumentTemplate template(@Nullable Path folder, String name, Names names) {
        Optional<String> own = own(folder, name);
        String file = own.isPresent()
                ? String.valueOf(requireNonNull(folder, "folder").resolve(name))
                : name;
        String text = SHARED.matcher(own.orElseGet(() -> builtIn(name)))
                .replaceAll(shared -> Matcher.quoteReplacement(shared(folder, shared.group(1))));
        DocumentTemplate template = DocumentTemplate.compile(file, text, names);
        PdfEngine.parse(file, template.skeleton());
        return template;
    }

    /** In one line, so that those of the layout keep their numbers in messages. */
    private static String shared(@Nullable Path folder, String name) {
        return own(folder, name).orElseGet(() -> builtIn(name)).strip().replaceAll("\\R", " ");
    }

    private static Optional<String> own(@Nullable Path folder, String name) {
        return folder == null ? Optional.empty() : text(folder.resolve(name));
    }

    static Optional<String> text(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(4 * DocumentTemplate.MAX_LENGTH + 1);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new DocumentException(
                    "DOCUMENT_NOT_UTF8", Map.of("file", file.toString()), "the file " + file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the template " + file + " cannot be read", e);
        }
    }

    static String builtIn(String name) {
        try (InputStream in = DocumentTemplates.class.getResourceAsStream(BUILT_IN + name)) {
            if (in == null) {
                throw new IllegalStateException("the template is missing: " + BUILT_IN + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the template cannot be read: " + BUILT_IN + name, e);
        }
    }
}
