package dev.cartable.cli;

import dev.cartable.Cartable;
import dev.cartable.document.InvoiceRequest;
import dev.cartable.document.ReportCardRequest;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.FamilyStatement;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.document.model.ReceiptDocument;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.model.Channel;
import dev.cartable.school.model.Term;
import dev.cartable.work.Counts;
import dev.cartable.work.HostKey;
import dev.cartable.work.LeaseHeldException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A process that makes report cards, or notifies people of them. It stops at one step, where it says {@link #HERE} and waits for a line
 * of input. From the first report card on, each report card that is rendered, and each statement and commit before and after it is
 * carried out, is a step; in notifying, each report card of which people were notified is.
 */
final class ReportCardNode {
    static final String HERE = "here";
    static final String HELD = "held";
    static final String GENERATE = "generate";
    static final String NOTIFY = "notify";
    static final String INVOICES = "invoices";
    static final Term TERM = new Term("2026-2027", "Trimestre 1");

    private ReportCardNode() {}

    /** @param stopAt the step, from 1; 0 for none */
    static Process start(TestDatabase database, Path vault, String work, int stopAt) throws IOException {
        return Child.java(
                        ReportCardNode.class,
                        List.of(database.url(), database.user(), vault.toString(), work, Integer.toString(stopAt)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Runs one such process, which says at its end what it has counted, or {@link #HELD}. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int stopAt = Integer.parseInt(args[4]);
        AtomicInteger steps = new AtomicInteger();
        Runnable step = () -> {
            if (steps.incrementAndGet() == stopAt) {
                stopHere(out);
            }
        };
        Texts texts = new Texts(step);
        JdbcStores stores = JdbcStores.builder(TaskNode.stepping(args[0], args[1], () -> {
                    if (texts.begun) {
                        step.run();
                    }
                }))
                .schemaMode(SchemaMode.NEVER)
                .build();
        try (Cartable cartable = Cartable.builder()
                .stores(stores)
                .key(HostKey.of(new byte[32]))
                .school("École")
                .zone(ZoneOffset.UTC)
                .reminderChannels(Set.of(Channel.EMAIL))
                .documentVault(new DirectoryDocuments(Path.of(args[2])))
                .reportCardRenderer(texts)
                .invoiceRenderer(texts)
                .build()) {
            out.println(run(cartable, args[3], step).values());
        } catch (LeaseHeldException e) {
            out.println(HELD);
        }
    }

    private static Counts run(Cartable cartable, String work, Runnable step) {
        return switch (work) {
            case GENERATE ->
                cartable.documents()
                        .generateReportCards()
                        .run(new ReportCardRequest(TERM, null), done -> {})
                        .counts();
            case INVOICES ->
                cartable.documents()
                        .generateInvoices()
                        .run(InvoiceRequest.all(), done -> {})
                        .counts();
            default ->
                cartable.documents()
                        .notifyReportCards()
                        .run(new ReportCardRequest(TERM, null), done -> step.run())
                        .counts();
        };
    }

    private static void stopHere(PrintStream out) {
        out.println(HERE);
        try {
            System.in.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes texts in place of PDF. */
    private static final class Texts implements ReportCardRenderer, InvoiceRenderer {
        private final Runnable step;
        private volatile boolean begun;

        Texts(Runnable step) {
            this.step = step;
        }

        @Override
        public String mediaType() {
            return "text/plain";
        }

        @Override
        public String fileExtension() {
            return "txt";
        }

        @Override
        public void render(ReportCard card, @Nullable DocumentCode code, Locale language, OutputStream out)
                throws IOException {
            begun = true;
            step.run();
            out.write((card.pupil().id() + " " + card.revision()).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void render(InvoiceDocument invoice, @Nullable DocumentCode code, Locale language, OutputStream out)
                throws IOException {
            begun = true;
            step.run();
            out.write((invoice.invoice().number() + " " + invoice.revision() + " " + code)
                    .getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void render(ReceiptDocument receipt, @Nullable DocumentCode code, Locale language, OutputStream out) {
            throw new IllegalStateException("no receipt is asked for");
        }

        @Override
        public void render(FamilyStatement statement, Locale language, OutputStream out) {
            throw new IllegalStateException("no statement is asked for");
        }
    }
}
