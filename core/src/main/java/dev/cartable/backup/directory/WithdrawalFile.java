package dev.cartable.backup.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.cartable.work.Withdrawal;
import dev.cartable.work.WithdrawalLog;
import dev.cartable.work.internal.DurableFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The withdrawals as lines of a text file, each with a checksum. An addition is one write to the end of the file, which begins with a
 * line break: so several processes can add, and what a crash has cut off spoils no other line.
 */
final class WithdrawalFile implements WithdrawalLog {
    private static final String NONE = "-";
    private static final int FIELDS = 6;

    private final Path file;

    WithdrawalFile(Path file) {
        this.file = requireNonNull(file, "file");
    }

    @Override
    public String location() {
        return file.toString();
    }

    @Override
    public void add(List<Withdrawal> withdrawals) throws IOException {
        create();
        if (withdrawals.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder("\n");
        withdrawals.forEach(withdrawal -> lines.append(line(withdrawal)).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private void create() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            DurableFiles.createFile(file);
            DurableFiles.forceFolder(requireNonNull(file.toAbsolutePath().getParent(), "folder"));
        } catch (FileAlreadyExistsException anotherWasFirst) {
            // It is there, which is what was wanted.
        }
    }

    @Override
    public Contents read() throws IOException {
        List<Withdrawal> withdrawals = new ArrayList<>();
        int damaged = 0;
        // What is no UTF-8 is a damaged line, and no failure.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    continue;
                }
                Optional<Withdrawal> withdrawal = parse(line);
                withdrawal.ifPresent(withdrawals::add);
                damaged += withdrawal.isPresent() ? 0 : 1;
            }
        } catch (NoSuchFileException e) {
            return new Contents(false, List.of(), 0);
        }
        return new Contents(true, withdrawals, damaged);
    }

    private static String line(Withdrawal withdrawal) {
        String text = String.join(
                " ",
                withdrawal.at().toString(),
                withdrawal.type().name(),
                withdrawal.key(),
                withdrawal.person(),
                withdrawal.topic().isEmpty() ? NONE : withdrawal.topic());
        return text + " " + checksum(text);
    }

    private static Optional<Withdrawal> parse(String line) {
        String[] fields = line.split(" ", -1);
        int end = line.lastIndexOf(' ');
        if (fields.length != FIELDS || !checksum(line.substring(0, end)).equals(fields[FIELDS - 1])) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Withdrawal(
                    Instant.parse(fields[0]),
                    Withdrawal.Type.valueOf(fields[1]),
                    fields[2],
                    fields[3],
                    fields[4].equals(NONE) ? "" : fields[4]));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(UTF_8));
        return "%08x".formatted(crc.getValue());
    }
}
