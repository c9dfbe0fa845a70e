package dev.cartable.cli.frame;

import dev.cartable.work.PrivateFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Where a command writes a file that a person named; {@code -} is standard output. */
public final class Destination {
    private final Frame frame;
    private final String named;
    private final boolean force;

    private Destination(Frame frame, String named, boolean force) {
        this.frame = frame;
        this.named = named;
        this.force = force;
    }

    /**
     * The file, if it can be written.
     *
     * @param force whether it may replace an older file
     */
    public static Destination of(Frame frame, String named, boolean force) {
        Destination destination = new Destination(frame, named, force);
        if (destination.isStandardOutput()) {
            if (frame.options().json()) {
                throw CommandException.usage(frame.words().text("error.output-json"));
            }
            frame.report().useStandardError();
        } else {
            destination.check();
        }
        return destination;
    }

    /** Where it goes, in people's words. */
    public String place() {
        return isStandardOutput() ? frame.words().text("standard-output") : named;
    }

    public boolean isStandardOutput() {
        return named.equals("-");
    }

    public Path file() {
        return frame.around().path(named);
    }

    /** Writes to standard output. */
    public long write(ToLongFunction<OutputStream> content) {
        PrintStream out = frame.around().out();
        long written = content.applyAsLong(out);
        out.flush();
        if (out.checkError()) {
            throw refused("OUTPUT_BROKEN");
        }
        return written;
    }

    /** Writes to the file, which is there as a whole or not at all, or to standard output. */
    public long writeAll(ToLongFunction<OutputStream> content) {
        if (isStandardOutput()) {
            return write(content);
        }
        Path file = file();
        try (PrivateFile target = force ? PrivateFile.replace(file) : PrivateFile.create(file)) {
            long written = content.applyAsLong(target.out());
            target.put();
            return written;
        } catch (IOException | UncheckedIOException e) {
            throw notWritten(e);
        }
    }

    /** Writes a text, to the file or to standard output. */
    public void write(String text) {
        if (isStandardOutput()) {
            frame.around().out().println(text);
            return;
        }
        toFile(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes, to the file or to standard output. */
    public void write(byte[] bytes) {
        if (isStandardOutput()) {
            frame.around().out().writeBytes(bytes);
            return;
        }
        toFile(bytes);
    }

    private void toFile(byte[] bytes) {
        Path file = file();
        try (PrivateFile target = force ? PrivateFile.replace(file) : PrivateFile.create(file)) {
            target.out().write(bytes);
            target.put();
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    private CommandException notWritten(Exception e) {
        return CommandException.failed(
                "FILE_NOT_WRITTEN",
                frame.words()
                        .text(
                                "error.file-not-written",
                                Map.of("file", named, "detail", e.getClass().getSimpleName())));
    }

    private void check() {
        Path file = file();
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isSymbolicLink(file)) {
            throw refused("FILE_IS_LINK");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw refused("NO_FOLDER");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw refused("NO_PLAIN_FILE");
            }
            if (!force && file.toFile().length() > 0) {
                throw refused("FILE_EXISTS");
            }
        }
    }

    private CommandException refused(String code) {
        return CommandException.failed(code, frame.words().text("error." + code, "file", named));
    }
}
