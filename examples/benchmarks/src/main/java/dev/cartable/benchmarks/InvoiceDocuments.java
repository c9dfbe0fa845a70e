package dev.cartable.benchmarks;

import com.openhtmltopdf.util.XRLog;
import dev.cartable.Cartable;
import dev.cartable.document.DocumentCounts;
import dev.cartable.document.InvoiceRequest;
import dev.cartable.document.directory.DirectoryDocuments;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.pdf.DocumentDesign;
import dev.cartable.pdf.PdfInvoices;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Details;
import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;

/** The memory of a batch over many invoices beside one over few: read from tables, made as PDF and stored in a folder. */
final class InvoiceDocuments implements Benchmark {
    private static final int MEGABYTES = 128;
    private static final int STORED_AT_ONCE = 100;
    private static final int LINES = 8;

    @Override
    public String name() {
        return "invoices heap";
    }

    /** Both databases do the same here. */
    @Override
    public boolean isFor(Engine engine) {
        return engine instanceof H2File;
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int many = sizes.exported() / 500;
        int few = Math.max(1, many / 10);
        try (Place first = School.empty(engine);
                Place second = School.empty(engine)) {
            SmallHeap.Result large = SmallHeap.invoices(first, MEGABYTES, many);
            SmallHeap.Result small = SmallHeap.invoices(second, MEGABYTES, few);
            return List.of(new Line(
                    name(),
                    Measured.once(large.peakMb(), small.peakMb()),
                    Goal.atMost(1.2),
                    many + " with -Xmx" + MEGABYTES + "m, peak",
                    String.valueOf(few),
                    "MB"));
        }
    }

    /** Stores so many invoices, and makes the documents of all of them; returns the seconds of the latter. */
    static double make(Pool pool, int count) throws Exception {
        XRLog.setLoggingEnabled(false);
        JdbcStores stores =
                JdbcStores.builder(pool.source()).schemaMode(SchemaMode.MIGRATE).build();
        for (int from = 0; from < count; from += STORED_AT_ONCE) {
            store(stores, from, Math.min(count, from + STORED_AT_ONCE));
        }
        Path vault = Files.createTempDirectory("cartable-invoices");
        try (Cartable cartable = School.builder(stores)
                .documentVault(new DirectoryDocuments(vault))
                .invoiceRenderer(PdfInvoices.create(School.NAMED, DocumentDesign.defaults()))
                .build()) {
            return Measured.seconds(() -> {
                DocumentCounts counts = cartable.documents()
                        .generateInvoices()
                        .run(InvoiceRequest.all(), step -> {})
                        .counts();
                Runs.check("invoices made", counts.created(), count);
            });
        } finally {
            try (Stream<Path> all = Files.walk(vault)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void store(JdbcStores stores, int from, int to) {
        List<Pupil> pupils = new ArrayList<>();
        List<Invoice> invoices = new ArrayList<>();
        for (int number = from; number < to; number++) {
            PupilId pupil = new PupilId("p" + number);
            pupils.add(new Pupil(pupil, new PersonName("Mariama " + number, "Diallo"), null, null, true));
            invoices.add(invoice(number, pupil));
        }
        stores.unitOfWork().run(tx -> {
            stores.rosterStore().savePupils(tx, pupils);
            stores.recordStore().saveInvoices(tx, invoices);
        });
    }

    private static Invoice invoice(int number, PupilId pupil) {
        List<Invoice.Line> lines = new ArrayList<>();
        for (int i = 1; i <= LINES; i++) {
            lines.add(
                    new Invoice.Line("Frais de scolarité, partie " + i, null, null, BigDecimal.valueOf(100_000L * i)));
        }
        BigDecimal total = lines.stream().map(Invoice.Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Invoice(
                "i" + number,
                "2026-%05d".formatted(number + 1),
                pupil,
                Currency.getInstance("GNF"),
                Invoice.State.ISSUED,
                List.of(new Instalment(1, LocalDate.of(2026, 12, 15), total)),
                List.of(),
                null,
                false,
                new Details(
                        Invoice.Type.INVOICE,
                        LocalDate.of(2026, 11, 28),
                        lines,
                        List.of(new Payer(1, null, "M. Diallo", List.of("Kaloum", "Conakry"), 1)),
                        null));
    }
}
