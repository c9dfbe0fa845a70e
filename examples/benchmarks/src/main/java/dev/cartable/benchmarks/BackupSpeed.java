package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.backup.RestorePlan;
import dev.cartable.backup.RestoreRequest;
import dev.cartable.backup.age.AgeEncryption;
import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.model.Scope;
import dev.cartable.jdbc.JdbcBackups;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Encrypted backups of media beside restic's of the same files, and a trial restore beside a restore. */
final class BackupSpeed implements Benchmark {
    private static final int MEGABYTE = 1 << 20;
    private static final String RESTIC = "restic";

    @Override
    public String name() {
        return "backup";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        Path folder = Files.createTempDirectory("cartable-backup");
        try (Place place = School.withRoster(engine, sizes.guardians(), People.ORDINARY);
                Pool pool = place.open()) {
            int files = Math.max(4, sizes.exported() / 1_000);
            Path media = fill(Files.createDirectory(folder.resolve("media")), files);
            // No database takes part in the one; the other needs a pool that outlives the swap.
            return engine instanceof Postgres
                    ? List.of(drill(pool, folder, media, sizes))
                    : hasRestic() ? List.of(encrypted(pool, folder, media, files, sizes)) : List.of();
        } finally {
            Folders.delete(folder);
        }
    }

    private static Line encrypted(Pool pool, Path folder, Path media, int files, Sizes sizes) throws Exception {
        String recipient = new AgeEncryption().generate().recipient();
        Measured.Work ours = () -> {
            Path own = Files.createTempDirectory(folder, "ours");
            try (Cartable school = school(pool, own, media, List.of(recipient))) {
                return files / Measured.seconds(() -> school.backups().create(Scope.MEDIA));
            } finally {
                Folders.delete(own);
            }
        };
        Measured.Work theirs = () -> {
            Path repository = Files.createTempDirectory(folder, RESTIC);
            try {
                restic(repository, "init");
                return files / Measured.seconds(() -> restic(repository, "backup", media.toString()));
            } finally {
                Folders.delete(repository);
            }
        };
        return new Line(
                "backup, encrypted",
                Measured.inTurns(sizes.times(), ours, theirs),
                Goal.atLeast(1.5),
                files + " MB of files",
                RESTIC,
                "MB/s");
    }

    private static Line drill(Pool pool, Path folder, Path media, Sizes sizes) throws Exception {
        try (Cartable school = school(pool, folder, media, List.of())) {
            school.backups().create(Scope.ALL);
            return Line.times(
                    "backup, drill",
                    Measured.inTurns(
                            sizes.times(),
                            () -> Measured.seconds(
                                    () -> school.backups().drill().run(false, step -> {})),
                            () -> Measured.seconds(() -> {
                                RestorePlan plan =
                                        school.backups().restore().plan(RestoreRequest.of(new RestoreRequest.Latest()));
                                school.backups().restore().apply(plan, true, step -> {});
                            })),
                    Goal.atMost(1.3),
                    "drill",
                    "restore");
        }
    }

    private static Cartable school(Pool pool, Path folder, Path media, List<String> recipients) {
        JdbcBackups backups = JdbcBackups.of(pool.source());
        return School.builder(pool.source())
                .backupVault(new DirectoryVault(folder.resolve("vault"), InstantSource.system()))
                .safetyVault(new DirectoryVault(folder.resolve("safety"), InstantSource.system()))
                .databaseDump(backups.dump())
                .databaseRestore(backups.restore())
                .stagedStores(JdbcBackups.stagedStores(stores -> stores, List.of()))
                .archiveEncryption(new AgeEncryption())
                .backups(settings -> settings.withMedia(List.of(MediaRoot.of("media", media)))
                        .withRecipients(recipients))
                .build();
    }

    /** Files of a megabyte, half of them as photos are, which do not shrink, and half of text. */
    private static Path fill(Path media, int files) throws IOException {
        Random random = new Random(15);
        byte[] content = new byte[MEGABYTE];
        for (int i = 0; i < files; i++) {
            random.nextBytes(content);
            if (i % 2 == 1) {
                for (int at = 0; at < content.length; at++) {
                    content[at] = (byte) "etaoin srhldcu\n".charAt((content[at] & 0xff) % 15);
                }
            }
            Files.write(media.resolve("file" + i), content);
        }
        return media;
    }

    private static boolean hasRestic() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, RESTIC)));
    }

    private static void restic(Path repository, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(RESTIC, "--quiet", "--no-cache", "--repo", repository.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("RESTIC_PASSWORD", "benchmark");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("restic failed: " + said);
        }
    }
}
