package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.backup.RestoreRequest;
import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.model.BackupSettings;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.DatabaseDump;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** One command on backups, in a process of its own with {@code -Xmx256m}. */
final class BackupRun {
    private static final int MEGABYTES = 256;

    private BackupRun() {}

    /** The seconds that the process takes, its start included. */
    static double seconds(String verb, Path vault, Path source) throws Exception {
        return Measured.seconds(() -> Program.run(
                vault,
                Map.of(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + MEGABYTES + "m",
                "-cp",
                Program.classPath(),
                BackupRun.class.getName(),
                verb,
                vault.toString(),
                source.toString()));
    }

    /** The process: create, dump, verify or restore; the folder of the vault; the media folder, or the dump's text. */
    public static void main(String[] arguments) {
        Path vault = Path.of(arguments[1]);
        Path source = Path.of(arguments[2]);
        boolean isDump = arguments[0].equals("dump");
        BackupSettings settings = BackupSettings.of(
                ZoneOffset.UTC, "benchmarks", isDump ? List.of() : List.of(MediaRoot.of("media", source)));
        CartableBuilder builder = Cartable.builder()
                .zone(ZoneOffset.UTC)
                .backupVault(new DirectoryVault(vault, InstantSource.system()))
                .safetyVault(new DirectoryVault(vault.resolveSibling("safety"), InstantSource.system()))
                .backups(any -> settings);
        try (Cartable cartable = (isDump ? builder.databaseDump(new TextFile(source)) : builder).build()) {
            switch (arguments[0]) {
                case "create" -> require(cartable.backups().create(Scope.MEDIA).state());
                case "dump" -> require(cartable.backups().create(Scope.DATABASE).state());
                case "verify" -> {
                    var latest = cartable.backups().list().latest(Scope.MEDIA).orElseThrow();
                    require(cartable.backups().verify(latest.file(), Depth.DUMP).state());
                }
                case "restore" -> {
                    var request = RestoreRequest.of(new RestoreRequest.Latest())
                            .with(Scope.MEDIA)
                            .allowingUnsigned();
                    cartable.backups()
                            .restore()
                            .apply(cartable.backups().restore().plan(request), false, progress -> {});
                }
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    private static void require(BackupState state) {
        if (state != BackupState.VERIFIED) {
            throw new IllegalStateException("the backup is " + state);
        }
    }

    /** A dump that is there already. */
    private record TextFile(Path text) implements DatabaseDump {
        @Override
        public String fileName() {
            return "text.sql";
        }

        @Override
        public DatabaseInfo describe() {
            try {
                return new DatabaseInfo(
                        "text", "1", "school", "UTF8", "C", Map.of(), "none", Files.size(text), null, null);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Report dump(
                Path target,
                Collection<MediaReference> references,
                Consumer<? super ReferencedFile> referenced,
                LongConsumer written) {
            try {
                Files.copy(text, target);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Report(describe(), contents());
        }

        @Override
        public Check verify(Path dump, LongConsumer read) {
            try (InputStream in = Files.newInputStream(dump)) {
                in.transferTo(OutputStream.nullOutputStream());
                return new Check.Whole();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public DatabaseContents contents() {
            return new DatabaseContents(Map.of(), Map.of(), 0);
        }

        @Override
        public List<ReferencedFile> newest(MediaReference reference, int max) {
            return List.of();
        }
    }
}
