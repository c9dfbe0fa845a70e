package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.internal.JournalFormat;
import dev.cartable.backup.model.BackupException;
import dev.cartable.work.internal.DurableFiles;
import dev.cartable.work.internal.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps of all restores of a vault, in a file that only grows. Each step is a line of JSON with its own checksum, and is on the disk
 * before the step begins. A last line that a crash has cut off was not followed by its step, and is overwritten by the next one. Used by
 * one thread, which holds the vault's lock where it writes.
 */
final class RestoreJournal {
    static final String FILE = ".cartable-restore.journal";

    private static final String BEFORE_CHECK = "{\"check\":\"";
    private static final String BEFORE_RECORD = "\",\"record\":";
    private static final int CHECK = 16;
    private static final int RECORD = BEFORE_CHECK.length() + CHECK + BEFORE_RECORD.length();

    private final Path file;
    private final JournalFormat format;
    private final Moments moments;
    private final List<Entry> entries;
    private long end;

    private RestoreJournal(Path file, JournalFormat format, Moments moments, List<Entry> entries, long end) {
        this.file = file;
        this.format = format;
        this.moments = moments;
        this.entries = entries;
        this.end = end;
    }

    /** What a restore announces, in its order. */
    enum Step {
        /** The precheck is passed. Next, a backup of what will be replaced is made. */
        BEGIN,
        STAGE_DATABASE,
        STAGE_MEDIA,
        /** The host's steps change the staged database. */
        CHANGE_DATABASE,
        /** What is staged is read back. */
        VERIFY,
        /** The media files that will be replaced get a second name. */
        KEEP_MEDIA,
        /** The database is swapped. From here on the restore is finished, unless the database still is the old one. */
        SWAP,
        /** The database is the new one; media files are swapped. */
        SWAP_MEDIA,
        /** The live data is entirely the new. Next, what was kept aside is deleted. */
        DONE,
        /** All is put back. */
        UNDO,
        /** The live data is entirely the old. Next, what was staged is deleted. */
        UNDONE,
        /** Nothing is left of the restore. */
        END;

        /** Whether the live data is entirely the old or entirely the new, and stays so. */
        boolean isSettled() {
            return this == DONE || this == UNDONE || this == END;
        }
    }

    /**
     * A line.
     *
     * @param restore the id of the restore
     * @param facts what recovery needs to know
     */
    record Entry(String restore, Step step, Instant at, Map<?, ?> facts) {}

    /**
     * Reads the journal of a vault. Writes nothing.
     *
     * @throws BackupException of the code {@code JOURNAL_DAMAGED} (facts {@code file}, {@code line}) if a line in the middle of a
     *     restore that has not ended is damaged. In those that have ended, it is history
     */
    static RestoreJournal read(BackupParts parts, Moments moments) throws IOException {
        Path file = parts.vault().localFolder().resolve(FILE);
        JournalFormat format = parts.journalFormat();
        List<Entry> entries = new ArrayList<>();
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        int line = 0;
        int from = 0;
        int good = 0;
        int bad = 0;
        int skipped = 0;
        while (from < bytes.length) {
            int to = indexOf(bytes, from);
            Entry entry = to < 0 ? null : entry(Arrays.copyOfRange(bytes, from, to), format);
            line++;
            if (entry == null) {
                bad = bad == 0 ? line : bad;
            } else {
                // What was damaged before is history where a restore begins or has ended.
                boolean isOver = entry.step() == Step.BEGIN || entry.step() == Step.END;
                skipped = isOver ? 0 : skipped == 0 ? bad : skipped;
                bad = 0;
                entries.add(entry);
                good = to + 1;
            }
            from = to < 0 ? bytes.length : to + 1;
        }
        if (skipped > 0) {
            throw new BackupException(
                    "JOURNAL_DAMAGED",
                    Map.of("file", file.toString(), "line", Integer.toString(skipped)),
                    "line " + skipped + " of the restores' journal " + file
                            + " is damaged; nothing was changed. See by hand whether a restore is unfinished");
        }
        return new RestoreJournal(file, format, moments, entries, good);
    }

    private static int indexOf(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Entry entry(byte[] line, JournalFormat format) {
        String text = new String(line, StandardCharsets.UTF_8);
        if (text.length() <= RECORD || !text.endsWith("}")) {
            return null;
        }
        String record = text.substring(RECORD, text.length() - 1);
        if (!text.equals(line(record))) {
            return null;
        }
        try {
            Map<?, ?> fields = format.read(record);
            return fields.get("facts") instanceof Map<?, ?> facts
                    ? new Entry(
                            String.valueOf(fields.get("restore")),
                            Step.valueOf(String.valueOf(fields.get("step"))),
                            Instant.parse(String.valueOf(fields.get("at"))),
                            facts)
                    : null;
        } catch (IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    private static String line(String record) {
        String hash = HexFormat.of().formatHex(Sha256.of(record.getBytes(StandardCharsets.UTF_8)));
        return BEFORE_CHECK + hash.substring(0, CHECK) + BEFORE_RECORD + record + "}";
    }

    /** The last line; empty if there was never a restore. */
    Optional<Entry> last() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
    }

    /** The last line, if nothing but a further step of the same restore can settle the live data. */
    Optional<Entry> unsettled() {
        return last().filter(entry -> !entry.step().isSettled());
    }

    /** The line of a step of a restore. */
    Optional<Entry> find(String restore, Step step) {
        return entries.stream()
                .filter(entry -> entry.restore().equals(restore) && entry.step() == step)
                .findFirst();
    }

    /** Writes a step, and returns when it is on the disk. */
    void append(String restore, Step step, Instant at, Map<String, ?> facts) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("restore", restore);
        fields.put("step", step);
        fields.put("at", at);
        fields.put("facts", facts);
        String record = format.line(fields);
        byte[] line = (line(record) + "\n").getBytes(StandardCharsets.UTF_8);
        moments.reached("journal " + step);
        try {
            write(line);
        } catch (IOException e) {
            throw Failures.unlessFull(file, e);
        }
        end += line.length;
        entries.add(new Entry(restore, step, at, facts));
        moments.reached("after journal " + step);
    }

    private void write(byte[] line) throws IOException {
        try {
            DurableFiles.createFile(file);
            DurableFiles.forceFolder(requireNonNull(file.getParent(), "folder"));
        } catch (FileAlreadyExistsException e) {
            // It only grows.
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(end);
            ByteBuffer rest = ByteBuffer.wrap(line);
            while (rest.hasRemaining()) {
                channel.write(rest, end + rest.position());
            }
            channel.force(true);
        }
    }

    /**
     * Refuses where a restore is unfinished.
     *
     * @throws BackupException of the code {@code RESTORE_UNFINISHED} (facts {@code restore}, {@code step}, {@code since})
     */
    static void requireSettled(BackupParts parts) throws IOException {
        Optional<Entry> open = read(parts, Moments.NONE).unsettled();
        if (open.isPresent()) {
            throw unfinished(open.get(), "a restore is unfinished");
        }
    }

    static BackupException unfinished(Entry entry, String what) {
        return new BackupException(
                "RESTORE_UNFINISHED",
                Map.of(
                        "restore",
                        entry.restore(),
                        "step",
                        entry.step().name(),
                        "since",
                        entry.at().toString()),
                what + ": " + entry.restore() + " stopped at " + entry.step() + " at " + entry.at()
                        + ". Recover first: that finishes or undoes it");
    }

    /** Is called at each moment at which a crash or a full disk would matter; tests fail there. */
    interface Moments {
        Moments NONE = moment -> {};

        void reached(String moment) throws IOException;
    }
}
