package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupSettings;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.ArchiveEncryption;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.ArchiveFormat.DamagedArchiveException;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.DurableFiles;
import dev.cartable.work.internal.WriteBehind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** See {@link Backups#create(Scope, java.util.function.Consumer)}. */
final class CreateBackup {
    /** For the manifest, the central directory and what a file system needs besides. */
    private static final long RESERVE = 16L << 20;
    /** A daily backup at the same hour is so restored for a trial each week. */
    private static final Duration PROVEN = Duration.ofDays(6).plusHours(12);
    /** What says nothing about the backup, but about where it was tried. */
    private static final Set<String> PREVENTED = Set.of(
            "DRILL_PREVENTED",
            "DISK_FULL",
            "DATABASE_DISK_FULL",
            "DATABASE_UNREACHABLE",
            "PROGRAM_MISSING",
            "PROGRAM_VERSION");

    private final BackupParts parts;
    private final BackupSettings settings;

    CreateBackup(BackupParts parts) {
        this.parts = parts;
        this.settings = parts.backupSettings();
    }

    BackupReport create(Scope scope, Consumer<? super Progress> progress) {
        requireNonNull(progress, "progress");
        if (!scope.hasDatabase() && settings.media().isEmpty()) {
            throw new BackupException(
                    "NOTHING_TO_BACK_UP", Map.of(), "no media folder is configured; nothing was written");
        }
        FindingList outside = new FindingList();
        Hooks hooks = new Hooks(parts.backupHooks(), BackupHook.Operation.CREATE);
        hooks.before(outside::add);
        boolean succeeded = false;
        BackupReport report;
        try {
            report = Failures.guarded("create", () -> make(scope, progress));
            succeeded = true;
        } finally {
            hooks.after(succeeded, outside::add);
        }
        List<Finding> findings = new ArrayList<>(report.findings());
        findings.addAll(outside.toList());
        return new BackupReport(
                report.file(),
                report.sha256(),
                report.counts(),
                report.took(),
                report.state(),
                findings,
                report.isProven());
    }

    private BackupReport make(Scope scope, Consumer<? super Progress> progress) throws IOException {
        if (isEncrypted() && parts.archiveEncryption().isEmpty()) {
            throw DecryptingFormat.noEncryption();
        }
        DecryptingFormat.sweep();
        Instant start = parts.time().instant();
        DatabaseDump dump = scope.hasDatabase() ? databaseDump() : null;
        DatabaseInfo database = dump == null ? null : dump.describe();
        try (BackupVault.Lock lock = parts.vault().lock("create")) {
            requireNonNull(lock, "lock");
            RestoreJournal.requireSettled(parts);
            long media = scope.hasMedia() ? mediaBytes() : 0;
            // The dump lies beside the archive until it is in it.
            long archive = media + (database == null ? 0 : database.bytes());
            long needed = archive + (database == null ? 0 : database.bytes()) + RESERVE;
            if (isEncrypted()) {
                needed += archive;
            }
            try (BackupVault.Draft draft = parts.vault().draft(needed)) {
                return make(new Making(scope, dump, media, start, draft, progress));
            }
        }
    }

    private static BackupReport make(Making making) throws IOException {
        try {
            return making.run();
        } catch (IOException e) {
            throw Failures.unlessFull(requireNonNull(making.draft.folder().getParent(), "vault"), e);
        }
    }

    private boolean isEncrypted() {
        return !settings.recipients().isEmpty();
    }

    private DatabaseDump databaseDump() {
        return parts.databaseDump()
                .orElseThrow(() -> new BackupException(
                        "NO_DATABASE",
                        Map.of(),
                        "there is no adapter that can dump the host's database; nothing was written. Give one, or back"
                                + " up the media alone"));
    }

    private long mediaBytes() {
        long bytes = 0;
        for (MediaRoot root : settings.media()) {
            MediaWalk walk = new MediaWalk(root, finding -> {});
            while (walk.hasNext()) {
                walk.next();
            }
            bytes += walk.bytes();
        }
        return bytes;
    }

    /** One backup under way. */
    private final class Making {
        private final Scope scope;
        private final @Nullable DatabaseDump dump;
        private final long mediaBytes;
        private final Instant start;
        private final BackupVault.Draft draft;
        private final Consumer<? super Progress> progress;
        private final FindingList findings = new FindingList();
        private final List<Manifest.File> files = new ArrayList<>();
        /** With what the caller has ended the work. */
        private @Nullable RuntimeException stop;

        private Making(
                Scope scope,
                @Nullable DatabaseDump dump,
                long mediaBytes,
                Instant start,
                BackupVault.Draft draft,
                Consumer<? super Progress> progress) {
            this.scope = scope;
            this.dump = dump;
            this.mediaBytes = mediaBytes;
            this.start = start;
            this.draft = draft;
            this.progress = progress;
        }

        private BackupReport run() throws IOException {
            Path archive = draft.folder().resolve("archive.zip");
            try (HashBehind hashing = new HashBehind(archive)) {
                Manifest manifest;
                try (ArchiveFormat.Writer writer = parts.archiveFormat().create(archive)) {
                    if (!isEncrypted()) {
                        hashing.start(writer::settled);
                    }
                    WriteBehind forcing = forcing(archive);
                    try (forcing) {
                        manifest = fill(writer);
                    }
                }
                hashing.complete();
                return publish(archive, manifest, hashing);
            }
        }

        private Manifest fill(ArchiveFormat.Writer writer) throws IOException {
            Manifest.Database database = dump == null ? null : addDatabase(writer, dump);
            List<Manifest.Media> media = scope.hasMedia() ? addMedia(writer) : List.of();
            Path references = draft.folder().resolve("references.tsv");
            if (database != null && database.references() != null) {
                checkReferences(references, media);
            }
            compare(database, media);
            Manifest manifest = new Manifest(
                    start,
                    settings.zone(),
                    settings.product(),
                    database,
                    media,
                    parts.hostKey().map(HostKey::checkValue).orElse(null),
                    findings.toList(),
                    files);
            writer.finish(manifest, parts.hostKey().orElse(null));
            return manifest;
        }

        private Manifest.Database addDatabase(ArchiveFormat.Writer writer, DatabaseDump adapter) throws IOException {
            progress.accept(new Progress(Progress.Step.DUMP, 0, 0));
            Path file = draft.folder().resolve(adapter.fileName());
            Path list = draft.folder().resolve("references.tsv");
            DatabaseDump.Report report;
            try (References.Writer references = new References.Writer(list, settings.references())) {
                report = adapter.dump(
                        file,
                        settings.references(),
                        references,
                        written -> progress.accept(new Progress(Progress.Step.DUMP, written, 0)));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            DatabaseDump.Check check =
                    adapter.verify(file, read -> progress.accept(new Progress(Progress.Step.VERIFY, read, 0)));
            if (check instanceof DatabaseDump.Check.Broken broken) {
                throw readBack(Finding.of(Code.DUMP_DAMAGED, "reason", broken.reason()));
            }
            findings.addAll(ArchiveVerifier.findings(check));
            String path = Names.DATABASE + adapter.fileName();
            String references = settings.references().isEmpty() ? null : References.FILE;
            List<ArchiveFormat.Source> sources = new ArrayList<>();
            sources.add(new ArchiveFormat.Source(path, null, file));
            if (references != null) {
                sources.add(new ArchiveFormat.Source(references, null, list));
            }
            writer.addAll(sources.iterator(), outcome -> {
                if (outcome.file() == null || outcome.finding() != null) {
                    throw new BackupException(
                            "FILES_FAILED",
                            Map.of("operation", "create", "reason", String.valueOf(outcome.finding())),
                            "the dump could not be read back, or has changed: " + outcome.finding()
                                    + "; nothing was kept");
                }
                files.add(outcome.file());
            });
            Files.delete(file);
            return new Manifest.Database(report.database(), report.contents(), path, references);
        }

        private List<Manifest.Media> addMedia(ArchiveFormat.Writer writer) throws IOException {
            List<Manifest.Media> media = new ArrayList<>();
            long[] done = {0};
            for (MediaRoot root : settings.media()) {
                long[] counts = {0, 0};
                MediaWalk walk = new MediaWalk(root, findings::add);
                writer.addAll(walk, outcome -> {
                    if (outcome.finding() != null) {
                        findings.add(outcome.finding());
                    }
                    if (outcome.file() != null) {
                        files.add(outcome.file());
                        counts[0]++;
                        counts[1] += outcome.file().size();
                        done[0] += outcome.file().size();
                        progress.accept(new Progress(Progress.Step.ARCHIVE, done[0], mediaBytes));
                    }
                });
                media.add(new Manifest.Media(root.name(), counts[0], counts[1]));
            }
            return media;
        }

        /** The references were read in the dump's snapshot, before the media: a file that a row refers to was there by then. */
        private void checkReferences(Path list, List<Manifest.Media> media) throws IOException {
            Set<String> names = files.stream().map(Manifest.File::path).collect(Collectors.toSet());
            try (InputStream in = Files.newInputStream(list)) {
                References.check(
                        in, names, media.stream().map(Manifest.Media::name).collect(Collectors.toSet()), findings::add);
            }
        }

        private void compare(Manifest.@Nullable Database database, List<Manifest.Media> media) {
            ShrinkRules rules = new ShrinkRules(settings.fewer());
            BackupList list = new BackupList(parts);
            if (database != null) {
                before(list, Scope.DATABASE)
                        .ifPresent(before -> rules.rows(
                                        database.contents(), before.totals().rows(), before.name())
                                .ifPresent(findings::add));
            }
            if (scope.hasMedia()) {
                before(list, Scope.MEDIA)
                        .ifPresent(before -> findings.addAll(
                                rules.media(media, before.totals().media(), before.name())));
            }
        }

        private Optional<Before> before(BackupList list, Scope part) {
            Optional<BackupName> name = list.latest(part).map(BackupEntry::file);
            try {
                return name.map(one -> new Before(one, list.totals(one)));
            } catch (BackupException e) {
                findings.add(Finding.of(
                        Code.REFERENCE_BACKUP_UNREADABLE,
                        "reference",
                        name.map(BackupName::value).orElse("")));
                return Optional.empty();
            }
        }

        /** What was verified is encrypted; nothing of it stays here in plain. */
        private Path encrypt(Path archive) throws IOException {
            Path encrypted = DurableFiles.createFile(draft.folder().resolve("archive.zip.age"));
            long total = Files.size(archive);
            ArchiveEncryption encryption = parts.archiveEncryption().orElseThrow(DecryptingFormat::noEncryption);
            WriteBehind forcing = new WriteBehind(encrypted);
            try (forcing) {
                encryption.encrypt(
                        archive,
                        encrypted,
                        settings.recipients(),
                        done -> progress.accept(new Progress(Progress.Step.ENCRYPT, done, total)));
            }
            DurableFiles.delete(archive);
            return encrypted;
        }

        /** The disk is at work while the archive is made and verified. What is encrypted next need not be forced: it is deleted. */
        private @Nullable WriteBehind forcing(Path archive) throws IOException {
            return isEncrypted() ? null : new WriteBehind(archive);
        }

        /** The hash of the cipher text, as it is read back. */
        private String hash(Path encrypted) throws IOException {
            long total = Files.size(encrypted);
            WriteBehind forcing = new WriteBehind(encrypted);
            try (forcing) {
                return ArchiveVerifier.sha256(
                        encrypted, read -> progress.accept(new Progress(Progress.Step.VERIFY, read, total)));
            }
        }

        private BackupReport publish(Path archive, Manifest manifest, HashBehind hashing) throws IOException {
            ArchiveVerifier.Result result;
            WriteBehind forcing = forcing(archive);
            try (forcing) {
                result = new ArchiveVerifier(parts).contents(archive, progress);
            }
            if (Finding.state(result.findings()) != BackupState.VERIFIED
                    || !result.manifest().equals(Optional.of(manifest))) {
                throw readBack(result.findings().stream()
                        .filter(finding -> finding.code().state() != BackupState.VERIFIED)
                        .findFirst()
                        .orElseGet(
                                () -> Finding.of(Code.MANIFEST_DAMAGED, "reason", "it is another than was written")));
            }
            boolean isProven = isDrillDue(manifest) && isProven(archive, manifest);
            Path whole = isEncrypted() ? encrypt(archive) : archive;
            String sha256 = isEncrypted() ? hash(whole) : hashing.sha256();
            Instant end = parts.time().instant();
            BackupState state = Finding.state(findings.toList());
            BackupStatus status = new BackupStatus(
                    state,
                    manifest.database() == null ? Depth.CONTENTS : Depth.DUMP,
                    end,
                    start,
                    sha256,
                    Files.size(whole),
                    manifest.database() == null
                            ? null
                            : manifest.database().info().kind(),
                    scope.hasMedia(),
                    null,
                    isEncrypted() ? totals(manifest) : null);
            BackupName name = isEncrypted() ? BackupName.encrypted(start) : BackupName.of(start);
            while (!draft.publish(whole, name, status)) {
                name = name.next();
            }
            BackupName published = name;
            new LedgerUpdate(parts.vault()).note(ledger -> {
                BackupLedger complete = ledger.with(published, status);
                return isProven ? complete.withRestore(new BackupLedger.Proof(end, published)) : complete;
            });
            return new BackupReport(
                    name,
                    status.sha256(),
                    manifest.counts(),
                    Duration.between(start, end),
                    state,
                    findings.toList(),
                    isProven);
        }

        private boolean isDrillDue(Manifest manifest) {
            if (!isEncrypted()
                    || manifest.database() == null
                    || parts.databaseRestore().isEmpty()) {
                return false;
            }
            try {
                BackupLedger.Proof last = parts.vault().ledger().restore();
                // A clock that was wrong once must not keep the next trial away.
                return last == null
                        || last.at().isAfter(start)
                        || Duration.between(last.at(), start).compareTo(PROVEN) >= 0;
            } catch (IOException unreadable) {
                return true;
            }
        }

        /** Restores the archive for a trial, and adds what speaks against it. A trial that breaks off says nothing about the archive. */
        private boolean isProven(Path archive, Manifest manifest) {
            TrialRestore trial = new TrialRestore(parts, parts.databaseRestore().orElseThrow(), this::noteProgress);
            try {
                trial.discardLeftovers();
                DrillReport report = trial.run(archive, String.valueOf(archive.getFileName()), manifest, false);
                // The copy is as far on as the live database: where that one is behind, every good copy is.
                report.refused().forEach(column -> findings.add(Finding.of(Code.NUMBER_REFUSED, "column", column)));
                boolean isSame = report.differences().isEmpty();
                if (!isSame) {
                    findings.add(Finding.of(
                            Code.DRILL_FAILED, "reason", report.reason().orElse("")));
                }
                return isSame;
            } catch (BackupException e) {
                boolean isPrevented = PREVENTED.contains(e.code());
                String reason = e.code().equals("DRILL_PREVENTED")
                        ? e.facts().get("obstacle") + " " + e.facts().get("detail")
                        : e.code() + " " + e.facts().getOrDefault("reason", "");
                findings.add(
                        Finding.of(isPrevented ? Code.DRILL_PREVENTED : Code.DRILL_FAILED, "reason", reason.strip()));
                return false;
            } catch (DamagedArchiveException e) {
                findings.add(Finding.of(Code.DRILL_FAILED, "reason", String.valueOf(e.getMessage())));
                return false;
            } catch (IOException | RuntimeException e) {
                RuntimeException stopped = stop;
                if (stopped != null) {
                    throw stopped;
                }
                findings.add(Finding.of(Code.DRILL_PREVENTED, "reason", e.toString()));
                return false;
            }
        }

        /** A task that has lost its lease ends here. */
        private void noteProgress(Progress step) {
            try {
                progress.accept(step);
            } catch (RuntimeException e) {
                stop = e;
                throw e;
            }
        }
    }

    private static BackupStatus.Totals totals(Manifest manifest) {
        return new BackupStatus.Totals(manifest.counts().rows(), manifest.media());
    }

    /** The last backup that counts. */
    private record Before(BackupName name, BackupStatus.Totals totals) {}

    private static BackupException readBack(Finding finding) {
        return new BackupException(
                "READ_BACK_FAILED",
                Failures.facts(finding),
                "the backup was written, and is not whole when it is read back: " + finding.code() + " "
                        + finding.facts() + "; it was thrown away. Check the disk, and try again");
    }
}
