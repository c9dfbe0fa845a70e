package dev.cartable.cli.task;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.task.model.Occurrence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A log of runs, one line each, for its owner alone. When it has grown to 15 MB it is renamed, and ten old ones are kept: {@code FILE.1} is
 * the newest. Opened before the tasks run, so that nothing runs where it cannot be written.
 */
final class RunLog implements AutoCloseable {
    private static final long LARGEST = 15L * 1024 * 1024;
    private static final int KEPT = 10;

    private final SeekableByteChannel channel;

    private RunLog(SeekableByteChannel channel) {
        this.channel = channel;
    }

    /** Opens it; refuses what is no file, such as a link or a device. */
    static RunLog open(Frame frame, Path file) {
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw unwritable(frame, file);
                }
                if (Files.size(file) >= LARGEST) {
                    rotate(file);
                }
            }
            FileAttribute<?>[] owner =
                    FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                            }
                            : new FileAttribute<?>[0];
            return new RunLog(Files.newByteChannel(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
                    owner));
        } catch (IOException e) {
            throw unwritable(frame, file);
        }
    }

    private static CommandException unwritable(Frame frame, Path file) {
        return CommandException.failed("FILE", frame.words().text("error.log-file", Map.of("file", file)));
    }

    void add(List<Occurrence> runs) throws IOException {
        StringBuilder lines = new StringBuilder();
        runs.forEach(run -> lines.append(line(run)).append(System.lineSeparator()));
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static String line(Occurrence run) {
        String line =
                run.endedAt() + " " + run.task() + " " + run.slot().key() + " " + run.state() + " " + run.counts();
        return run.reason() == null ? line : line + " " + run.reason().replaceAll("\\R", " ");
    }

    private static void rotate(Path file) throws IOException {
        for (int number = KEPT - 1; number > 0; number--) {
            if (Files.exists(old(file, number))) {
                Files.move(old(file, number), old(file, number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, old(file, 1), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path old(Path file, int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
