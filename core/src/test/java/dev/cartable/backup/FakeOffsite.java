package dev.cartable.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.OffsiteVault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A second place in memory, where a test says what goes wrong. */
final class FakeOffsite implements OffsiteVault {
    final Map<BackupName, byte[]> copies = new TreeMap<>();
    final Map<BackupName, String> hashes = new TreeMap<>();
    final List<@Nullable String> tokens = new ArrayList<>();
    final List<BackupName> reads = new ArrayList<>();
    final List<byte[]> logs = new ArrayList<>();
    String place = "s3://school/";
    boolean readsBack = true;
    boolean mayRead = true;
    boolean isLocked;

    /** The code of what goes wrong at the next upload, after it has begun; null for nothing. */
    @Nullable
    String failure;

    /** Runs before each deletion. */
    Runnable beforeDeleting = () -> {};

    BackupException trouble(String code) {
        return new BackupException(code, Map.of("place", place, "operation", "test", "detail", ""), code);
    }

    @Override
    public String location() {
        return place;
    }

    @Override
    public boolean readsBack() {
        return readsBack;
    }

    @Override
    public List<BackupVault.Stored> list() {
        if (!mayRead) {
            throw trouble("OFFSITE_DENIED");
        }
        return copies.entrySet().stream()
                .map(one -> new BackupVault.Stored(one.getKey(), one.getValue().length))
                .toList();
    }

    @Override
    public boolean upload(Upload upload) throws IOException {
        tokens.add(upload.token());
        if (upload.token() == null) {
            upload.begun().accept("token-" + tokens.size());
        }
        if (failure != null) {
            throw trouble(failure);
        }
        copies.put(upload.name(), Files.readAllBytes(upload.file()));
        hashes.put(upload.name(), upload.sha256());
        return readsBack || mayRead;
    }

    @Override
    public void read(BackupName name, OutputStream to) throws IOException {
        if (!mayRead) {
            throw trouble("OFFSITE_DENIED");
        }
        reads.add(name);
        byte[] copy = copies.get(name);
        if (copy == null) {
            throw trouble("OFFSITE_MISSING");
        }
        to.write(copy);
    }

    @Override
    public Optional<String> sidecar(BackupName name) {
        return Optional.ofNullable(hashes.get(name));
    }

    @Override
    public Optional<Retained> delete(BackupName name) {
        beforeDeleting.run();
        if (isLocked) {
            return Optional.of(new Retained(null));
        }
        copies.remove(name);
        return Optional.empty();
    }

    @Override
    public int abortUploads(Set<String> used) {
        return 0;
    }

    @Override
    public void saveRestoreLog(byte[] log) {
        logs.add(log);
    }

    @Override
    public Optional<byte[]> restoreLog() {
        if (!mayRead) {
            throw trouble("OFFSITE_DENIED");
        }
        return logs.isEmpty() ? Optional.empty() : Optional.of(logs.get(logs.size() - 1));
    }

    @Override
    public Protection protection() {
        return new Protection(Setting.UNKNOWN, Setting.UNKNOWN, null);
    }
}
