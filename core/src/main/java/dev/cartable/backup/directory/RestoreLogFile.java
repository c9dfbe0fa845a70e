package dev.cartable.backup.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.cartable.work.RestoreLog;
import dev.cartable.work.RestoreLog.Withdrawal;
import dev.cartable.work.internal.DurableFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A log as lines of a text file, each with a checksum at its end. An addition is one write to the end of the file and begins with a line
 * break. So several processes can add, and what a crash has cut off spoils no other line.
 */
final class RestoreLogFile implements RestoreLog {
    private static final String CREATED = "CREATED";
    private static final String EPOCH = "EPOCH";
    private static final String VERSION = "1";
    private static final String NONE = "-";
    private static final int WITHDRAWAL_FIELDS = 5;

    private final Path file;
    private final DurableFiles.Step requireFolder;
    private final InstantSource time;

    RestoreLogFile(Path file, DurableFiles.Step requireFolder, InstantSource time) {
        this.file = requireNonNull(file, "file");
        this.requireFolder = requireNonNull(requireFolder, "requireFolder");
        this.time = requireNonNull(time, "time");
    }

    @Override
    public String location() {
        return file.toString();
    }

    @Override
    public void add(List<Withdrawal> withdrawals) throws IOException {
        append(withdrawals.stream()
                .map(one -> String.join(
                        " ",
                        one.at().toString(),
                        one.type().name(),
                        one.key(),
                        one.person(),
                        one.topic().isEmpty() ? NONE : one.topic()))
                .toList());
    }

    @Override
    public void add(long epoch) throws IOException {
        append(List.of(time.instant() + " " + EPOCH + " " + epoch));
    }

    @Override
    public byte[] bytes() throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    @Override
    public void addAll(byte[] bytes) throws IOException {
        Set<String> known = new HashSet<>(entries(bytes()));
        List<String> missing = entries(bytes).stream()
                .filter(entry -> !entry.split(" ", -1)[1].equals(EPOCH))
                .filter(known::add)
                .toList();
        if (!missing.isEmpty()) {
            create();
            write(missing);
        }
    }

    /** The lines that can be read, without their checksums. */
    private static List<String> entries(byte[] bytes) {
        return new String(bytes, UTF_8)
                .lines()
                .filter(line -> !line.isEmpty() && new Lines().read(line))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    private void append(List<String> entries) throws IOException {
        List<String> lines = new ArrayList<>();
        if (create()) {
            lines.add(time.instant() + " " + CREATED + " " + VERSION);
        }
        lines.addAll(entries);
        write(lines);
    }

    private void write(List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        String text = lines.stream()
                .map(line -> "\n" + line + " " + checksum(line))
                .collect(Collectors.joining("", "", "\n"));
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Whether the file is new, or nothing was written to it yet. */
    private boolean create() throws IOException {
        requireFolder.run();
        try {
            DurableFiles.createFile(file);
            DurableFiles.forceFolder(requireNonNull(file.toAbsolutePath().getParent(), "folder"));
        } catch (FileAlreadyExistsException e) {
            return Files.size(file) == 0;
        }
        return true;
    }

    @Override
    public Contents read() throws IOException {
        Lines lines = new Lines();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isEmpty()) {
                    lines.read(line);
                }
            }
        } catch (NoSuchFileException e) {
            return new Contents(null, 0, List.of(), 0);
        }
        return new Contents(lines.since, lines.epoch, lines.withdrawals, lines.damaged);
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(UTF_8));
        return "%08x".formatted(crc.getValue());
    }

    /** What the lines say. */
    private static final class Lines {
        private final List<Withdrawal> withdrawals = new ArrayList<>();
        private @Nullable Instant since;
        private long epoch;
        private int damaged;

        /** Returns whether it could be read. */
        boolean read(String line) {
            int before = damaged;
            note(line);
            return damaged == before;
        }

        private void note(String line) {
            int end = Math.max(0, line.lastIndexOf(' '));
            String text = line.substring(0, end);
            String[] fields = text.split(" ", -1);
            if (fields.length < 3 || !checksum(text).equals(line.substring(end + 1))) {
                damaged++;
                return;
            }
            try {
                read(fields);
            } catch (IllegalArgumentException | DateTimeException e) {
                damaged++;
            }
        }

        private void read(String[] fields) {
            Instant at = Instant.parse(fields[0]);
            if (fields[1].equals(CREATED)) {
                since = since == null || at.isBefore(since) ? at : since;
            } else if (fields[1].equals(EPOCH)) {
                epoch = Math.max(epoch, Long.parseLong(fields[2]));
            } else if (fields.length != WITHDRAWAL_FIELDS) {
                damaged++;
            } else {
                withdrawals.add(new Withdrawal(
                        at,
                        Withdrawal.Type.valueOf(fields[1]),
                        fields[2],
                        fields[3],
                        fields[4].equals(NONE) ? "" : fields[4]));
            }
        }
    }
}
