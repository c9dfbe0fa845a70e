package dev.cartable.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Creating, verifying and restoring backups beside zip, restic, borg and sha256sum: their whole processes, the start of Java included. Where
 * one of these programs is not installed, its lines are left out. No cache is warm where this process may drop them.
 */
final class ArchiveSpeed implements Benchmark {
    private static final Path CACHES = Path.of("/proc/sys/vm/drop_caches");
    private static final Map<String, String> RESTIC =
            Map.of("RESTIC_PASSWORD", "benchmark", "RESTIC_CACHE_DIR", "cache", "XDG_CACHE_HOME", "cache");
    private static final Map<String, String> BORG =
            Map.of("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes", "BORG_BASE_DIR", "borg-base");

    private final List<Line> lines = new ArrayList<>();
    private Sizes sizes = Sizes.quick();

    @Override
    public String name() {
        return "archives";
    }

    /** No database takes part in it. */
    @Override
    public boolean isFor(Engine engine) {
        return engine instanceof H2File;
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Line> run(Engine engine, Sizes wanted) throws Exception {
        lines.clear();
        sizes = wanted;
        boolean isFull = wanted.warmsUp();
        Path folder = Files.createTempDirectory("cartable-backups");
        try {
            for (String program : List.of("zip", "unzip", "restic", "borg", "sha256sum")) {
                if (!Program.isInstalled(program)) {
                    System.out.println("- " + program + " is not installed: its lines are left out");
                }
            }
            if (!Files.isWritable(CACHES)) {
                System.out.println("- this process may not drop the system's caches: files may be read from memory");
            }
            Path large = files(folder.resolve("large"), isFull ? 512 : 8, 2 << 20);
            create("archives, large files", large, 0.9, 0.4, 0.65);
            verify(large);
            restore(large);
            Folders.delete(large);
            Path small = files(folder.resolve("small"), isFull ? 20_000 : 200, 20 << 10);
            create("archives, small files", small, 1.25, 0.5, Double.NaN);
            Folders.delete(small);
            text(folder, isFull ? 450 : 4);
        } finally {
            Folders.delete(folder);
        }
        return List.copyOf(lines);
    }

    private static Path files(Path folder, int count, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve("media").resolve("d" + i % 100).resolve("photo-" + i + ".jpg");
            Files.createDirectories(file.getParent());
            random.nextBytes(content);
            Files.write(file, content);
        }
        return folder;
    }

    /** What a benchmark does with nothing left of the time before, and nothing in memory. */
    private static double fresh(Path folder, String left, Measured.Work work) throws Exception {
        Path before = folder.resolve(left);
        if (Files.isDirectory(before)) {
            Folders.delete(before);
        }
        Files.createDirectories(before);
        cold();
        return work.measure();
    }

    private static void cold() throws IOException, InterruptedException {
        Program.run(Path.of("/"), Map.of(), "sync");
        if (Files.isWritable(CACHES)) {
            Files.writeString(CACHES, "3", StandardOpenOption.WRITE);
        }
    }

    private static double timed(Path folder, Map<String, String> environment, String line) throws Exception {
        return Measured.seconds(() -> Program.shell(folder, environment, line));
    }

    private void compare(
            String name, String program, double limit, String command, Measured.Work ours, Measured.Work theirs)
            throws Exception {
        if (Program.isInstalled(program) && !Double.isNaN(limit)) {
            Measured measured = Measured.inTurns(sizes.times(), ours, theirs);
            lines.add(Line.times(name + ", " + program, measured, Goal.atMost(limit), "with -Xmx256m", command));
        }
    }

    private void create(String name, Path folder, double zip, double restic, double borg) throws Exception {
        Path media = folder.resolve("media");
        Measured.Work ours =
                () -> fresh(folder, "vault", () -> BackupRun.seconds("create", folder.resolve("vault"), media));
        compare(
                name,
                "zip",
                zip,
                "zip -0 and sync",
                ours,
                () -> fresh(
                        folder,
                        "zip",
                        () -> timed(folder, Map.of(), "zip -q -0 -r zip/all.zip media && sync zip/all.zip zip")));
        compare(
                name,
                "restic",
                restic,
                "restic backup",
                ours,
                () -> fresh(folder, "restic", () -> {
                    Program.shell(folder, RESTIC, "restic -q init -r restic");
                    return timed(folder, RESTIC, "restic -q backup -r restic media");
                }));
        compare(
                name,
                "borg",
                borg,
                "borg create, no encryption or compression",
                ours,
                () -> fresh(folder, "borg", () -> {
                    Program.shell(folder, BORG, "borg init -e none borg");
                    return timed(folder, BORG, "borg create --compression none borg::one media");
                }));
    }

    private void verify(Path folder) throws Exception {
        Path vault = folder.resolve("vault");
        Path media = folder.resolve("media");
        fresh(folder, "vault", () -> BackupRun.seconds("create", vault, media));
        Measured.Work ours = () -> {
            cold();
            return BackupRun.seconds("verify", vault, media);
        };
        compare("archives, verify", "sha256sum", 0.6, "sha256sum", ours, () -> {
            cold();
            return timed(folder, Map.of(), "sha256sum vault/*.zip");
        });
        compare("archives, verify", "restic", 0.45, "restic check --read-data", ours, () -> {
            cold();
            return timed(folder, RESTIC, "restic -q check --read-data -r restic");
        });
    }

    private void restore(Path folder) throws Exception {
        Path vault = folder.resolve("vault");
        compare(
                "archives, restore",
                "unzip",
                1.0,
                "unzip and sync",
                () -> fresh(folder, "restored", () -> BackupRun.seconds("restore", vault, folder.resolve("restored"))),
                () -> fresh(
                        folder,
                        "unzipped",
                        () -> timed(folder, Map.of(), "unzip -q vault/*.zip -d unzipped && sync -f unzipped")));
    }

    private void text(Path folder, int megabytes) throws Exception {
        Path text = folder.resolve("dump.sql");
        Random random = new Random(2);
        try (BufferedWriter out = Files.newBufferedWriter(text)) {
            for (long written = 0; written < (long) megabytes << 20; ) {
                String row = random.nextInt(1_000_000) + "\tpupil-" + random.nextInt(50_000) + "\t2026-0"
                        + (1 + random.nextInt(9)) + "-1" + random.nextInt(9) + "\treceipt paid by transfer\t"
                        + Long.toHexString(random.nextLong()) + "\n";
                out.write(row);
                written += row.length();
            }
        }
        Path vault = folder.resolve("vault");
        compare(
                "archives, text",
                "zip",
                0.75,
                "zip -6 and sync",
                () -> fresh(folder, "vault", () -> BackupRun.seconds("dump", vault, text)),
                () -> fresh(
                        folder,
                        "zip",
                        () -> timed(folder, Map.of(), "zip -q -6 zip/all.zip dump.sql && sync zip/all.zip zip")));
        if (Program.isInstalled("zip")) {
            lines.add(new Line(
                    "archives, text size",
                    Measured.once(megabytes(vault), megabytes(folder.resolve("zip"))),
                    Goal.atMost(1.05),
                    "archive",
                    "zip -6",
                    "MB"));
        }
    }

    private static double megabytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            double bytes = 0;
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".zip")).toList()) {
                bytes += Files.size(file);
            }
            return bytes / (1 << 20);
        }
    }
}
