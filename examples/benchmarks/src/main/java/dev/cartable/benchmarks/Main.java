package dev.cartable.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures what Cartable costs, prints one ratio a line, and whether it keeps its goal. */
public final class Main {
    private static final List<Benchmark> BENCHMARKS = List.of(
            new Generation(),
            new SameNames(),
            new Growth(),
            new Rerun(),
            new Export(),
            new Mail(),
            new Drain(),
            new Nodes(),
            new Delay(),
            HeapGrowth.ofDrain(),
            HeapGrowth.ofGeneration(),
            new Planning(),
            HeapGrowth.ofPlanning(),
            new Explanation(),
            new RecordBatches(),
            new AllowanceChecks(),
            new WindowBoundary(),
            new AlertPass(),
            new Statistics(),
            new Consume(),
            new ReportCards(),
            new InvoiceDocuments(),
            new BackupSpeed(),
            new ArchiveSpeed(),
            new WebLoad(),
            new HostStart());

    private final Options options;
    private final PrintStream out;

    Main(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the benchmarks that the arguments ask for; see {@code README.md}. */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        new Main(options, new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
    }

    void run() throws Exception {
        Path folder = Files.createTempDirectory("cartable-benchmarks");
        try {
            List<Engine> engines = engines(folder);
            try {
                measure(engines);
            } finally {
                for (Engine engine : engines) {
                    engine.close();
                }
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private void measure(List<Engine> engines) throws Exception {
        out.println("- " + Machine.describe());
        for (Engine engine : engines) {
            out.println("- " + engine.describe());
        }
        out.println();
        out.println(Line.HEADER);
        for (Benchmark benchmark : BENCHMARKS) {
            for (Engine engine : engines) {
                if (options.wants(benchmark) && benchmark.isFor(engine)) {
                    benchmark.run(engine, options.sizes()).forEach(line -> out.println(line.row(engine.name())));
                }
            }
        }
    }

    private List<Engine> engines(Path folder) {
        List<Engine> engines = new ArrayList<>();
        if (options.wantsDatabase("h2")) {
            engines.add(new H2File(folder));
        }
        if (options.wantsDatabase("postgresql")) {
            try {
                engines.add(Postgres.start(folder));
            } catch (IOException | IllegalStateException e) {
                out.println("- PostgreSQL is left out: it cannot start on this machine: " + e);
            }
        }
        return engines;
    }
}
