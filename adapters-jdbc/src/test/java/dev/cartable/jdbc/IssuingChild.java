package dev.cartable.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.Cartable;
import dev.cartable.billing.BillingException;
import dev.cartable.billing.model.BillingProblem;
import dev.cartable.billing.model.BillingSettings;
import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.school.model.Invoice;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A process that issues all drafts that there are, on 8 threads, at dates of two days, and says which numbers were committed. */
public final class IssuingChild {
    static final Instant NOW = Instant.parse("2026-11-18T10:00:00Z");
    static final LocalDate TODAY = LocalDate.of(2026, 11, 18);
    private static final int THREADS = 8;

    private IssuingChild() {}

    /** Issues until no draft is left. */
    public static void main(String[] args) {
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(args[0]);
        source.setUsername(args[1]);
        source.setMaximumPoolSize(THREADS);
        long seed = Long.parseLong(args[2]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Cartable node =
                node(JdbcStores.builder(source).schemaMode(SchemaMode.NEVER).build());
        List<String> drafts;
        try (Stream<InvoiceDraft> all = node.billing().drafts().all()) {
            drafts = all.map(InvoiceDraft::id).toList();
        }
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> new Thread(() -> issue(node, drafts, new Random(seed + thread), out)))
                .toList();
        threads.forEach(Thread::start);
    }

    static Cartable node(JdbcStores stores) {
        return Cartable.builder()
                .stores(stores)
                .zone(ZoneOffset.UTC)
                .time(() -> NOW)
                .issuesInvoices(BillingSettings.defaults())
                .build();
    }

    /** Begins anywhere, so that threads and processes want the same drafts. */
    private static void issue(Cartable node, List<String> drafts, Random random, PrintStream out) {
        int first = random.nextInt(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            String draft = drafts.get((first + i) % drafts.size());
            // The first number of all has the earlier date.
            LocalDate date = i > 0 && random.nextInt(20) == 0 ? TODAY : TODAY.minusDays(1);
            try {
                Invoice invoice = issue(node, draft, date);
                out.println(invoice.number() + " " + invoice.details().issuedOn());
            } catch (BillingException issuedByAnother) {
                if (issuedByAnother.problem() != BillingProblem.UNKNOWN_DRAFT) {
                    throw issuedByAnother;
                }
            }
        }
    }

    private static Invoice issue(Cartable node, String draft, LocalDate date) {
        try {
            return node.billing().issue().one(draft, date);
        } catch (BillingException refused) {
            if (refused.problem() == BillingProblem.DATE_BEFORE_LAST) {
                return node.billing().issue().one(draft, TODAY);
            }
            throw refused;
        }
    }
}
