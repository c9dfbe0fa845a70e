package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.model.Sidecar;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.work.HostKey;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The archives that a restore takes from: finds, verifies and opens them. */
final class RestoreSource {
    /** Findings by which no holder of the host key vouches for an archive. */
    static final Set<Code> UNSIGNED = Set.of(Code.MAC_MISSING, Code.MAC_NOT_CHECKED, Code.EARLIER_SYSTEM);
    /** What need not be known before a dump is restored, which parses it to its end. */
    private static final Set<Code> HARMLESS =
            Set.of(Code.MAC_MISSING, Code.MAC_NOT_CHECKED, Code.EARLIER_SYSTEM, Code.DUMP_NOT_CHECKED);

    private final BackupParts parts;

    RestoreSource(BackupParts parts) {
        this.parts = parts;
    }

    /** The archives that a person means, verified. */
    List<RestorePlan.Archive> choose(RestoreRequest request, Consumer<? super Progress> progress) throws IOException {
        List<Path> files = files(request.choice(), request.scope());
        List<RestorePlan.Archive> archives = new ArrayList<>();
        for (Path file : files) {
            archives.add(verified(file, request.scope(), progress));
        }
        return archives;
    }

    private List<Path> files(RestoreRequest.Choice choice, Scope scope) throws IOException {
        if (choice instanceof RestoreRequest.Archives named) {
            return named.files();
        }
        if (choice instanceof RestoreRequest.Matching matching) {
            return List.of(newest(matching.pattern()));
        }
        Instant before = choice instanceof RestoreRequest.Before earlier ? earlier.time() : Instant.MAX;
        BackupList list = new BackupList(parts);
        BackupEntry entry = list.latest(scope, before)
                .orElseThrow(() -> missing(list.latest(scope).isPresent(), before));
        return List.of(Path.of(entry.file().value()));
    }

    private BackupException missing(boolean isLater, Instant before) {
        String folder = parts.vault().location();
        return isLater
                ? new BackupException(
                        "NO_EARLIER_BACKUP",
                        Map.of("folder", folder, "before", before.toString()),
                        "no verified backup of this part of the school in " + folder + " was made before " + before
                                + "; nothing was changed")
                : new BackupException(
                        "NO_BACKUP",
                        Map.of("folder", folder),
                        "there is no verified backup of this part of the school in " + folder
                                + "; nothing was changed");
    }

    private Path newest(Path pattern) throws IOException {
        Path folder = pattern.getParent();
        String glob = String.valueOf(pattern.getFileName());
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        Path newest = null;
        if (folder == null) {
            newest = new BackupList(parts)
                    .all().stream()
                            .map(entry -> Path.of(entry.file().value()))
                            .filter(matcher::matches)
                            .findFirst()
                            .orElse(null);
        } else {
            Instant latest = Instant.MIN;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(
                    folder, file -> matcher.matches(Path.of(String.valueOf(file.getFileName()))))) {
                for (Path file : files) {
                    Optional<Instant> created = createdAt(file);
                    if (created.isPresent() && created.get().isAfter(latest)) {
                        latest = created.get();
                        newest = file;
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        if (newest == null) {
            throw new BackupException(
                    "UNKNOWN_BACKUP",
                    Map.of("file", glob, "path", folder == null ? parts.vault().location() : folder.toString()),
                    "no backup matches " + pattern + "; nothing was changed");
        }
        return newest;
    }

    private Optional<Instant> createdAt(Path file) {
        try (ArchiveFormat.Reader reader = parts.archiveFormat().open(file)) {
            return reader.manifest(null).manifest().map(Manifest::createdAt);
        } catch (IOException noArchive) {
            return Optional.empty();
        }
    }

    private RestorePlan.Archive verified(Path file, Scope scope, Consumer<? super Progress> progress)
            throws IOException {
        try (Open open = open(file)) {
            Depth depth = scope.hasDatabase() ? Depth.DUMP : Depth.CONTENTS;
            ArchiveVerifier.Result result = new ArchiveVerifier(parts)
                    .verify(open.file(), open.sidecar().orElse(null), depth, false, progress);
            List<Finding> findings = new ArrayList<>(result.findings());
            Manifest manifest = result.manifest().orElse(null);
            boolean isForeign = manifest != null && isOfOtherKey(manifest);
            if (isForeign && findings.removeIf(finding -> finding.code() == Code.MANIFEST_FORGED)) {
                findings.add(Finding.of(Code.MAC_NOT_CHECKED));
            }
            boolean isUsable = findings.stream()
                    .map(Finding::code)
                    .allMatch(code -> code.state().compareTo(BackupState.DEGRADED) <= 0 || HARMLESS.contains(code));
            if (manifest == null || result.sha256().isEmpty() || !isUsable) {
                throw BackupList.invalid(file.toString(), findings);
            }
            boolean isSigned = parts.hostKey().isPresent()
                    && findings.stream().map(Finding::code).noneMatch(UNSIGNED::contains);
            List<Finding> all = new ArrayList<>(manifest.findings());
            findings.stream().filter(finding -> !all.contains(finding)).forEach(all::add);
            return new RestorePlan.Archive(
                    file.toString(),
                    open.isInVault() ? null : file,
                    result.sha256().get(),
                    Finding.state(all),
                    all,
                    manifest,
                    isSigned);
        }
    }

    /** Whether an archive was signed with another key than those of this host. */
    boolean isOfOtherKey(Manifest manifest) {
        Optional<HostKey> key = parts.hostKey();
        return key.isPresent()
                && manifest.hostKeyCheck() != null
                && key.get().all().stream().noneMatch(one -> one.checkValue().equals(manifest.hostKeyCheck()));
    }

    /** Opens an archive of a plan again. */
    Open open(RestorePlan.Archive archive) throws IOException {
        return open(archive.path() == null ? Path.of(archive.file()) : archive.path());
    }

    /** A name of the vault, or a path. */
    private Open open(Path file) throws IOException {
        Optional<BackupName> name = file.getParent() == null
                ? BackupName.parse(file.toString()).filter(one -> Files.notExists(file) || isInVault(one))
                : Optional.empty();
        if (name.isPresent()) {
            return new Open(
                    BackupList.open(parts, name.get()), null, parts.vault().sidecar(name.get()));
        }
        if (!Files.isRegularFile(file)) {
            Path folder = file.getParent();
            throw new BackupException(
                    "UNKNOWN_BACKUP",
                    Map.of(
                            "file",
                            String.valueOf(file.getFileName()),
                            "path",
                            folder == null ? parts.vault().location() : folder.toString()),
                    "there is no archive " + file + "; nothing was changed");
        }
        String last = String.valueOf(file.getFileName());
        return new Open(null, file, VerifyBackup.sidecar(file.resolveSibling(last + Sidecar.SUFFIX), last));
    }

    private boolean isInVault(BackupName name) {
        try {
            return parts.vault().list().stream()
                    .anyMatch(stored -> stored.name().equals(name));
        } catch (IOException e) {
            return false;
        }
    }

    /** An archive on this machine, for as long as it is open. */
    record Open(BackupVault.@Nullable Copy copy, @Nullable Path path, Optional<String> sidecar)
            implements AutoCloseable {
        boolean isInVault() {
            return copy != null;
        }

        Path file() {
            return copy == null ? requireNonNull(path, "path") : copy.file();
        }

        @Override
        public void close() throws IOException {
            if (copy != null) {
                copy.close();
            }
        }
    }
}
