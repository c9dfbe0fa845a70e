package dev.cartable.cli.frame;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Whether the process talks to a person, and in which encoding. */
final class Terminal {
    /** Lines of this length are never folded. */
    private static final int LEAST_WIDTH = 40;

    private Terminal() {}

    /** Whether the stream with this number (0 in, 1 out, 2 error) is a terminal. */
    static boolean isTerminal(int stream) {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        Path link = Path.of("/proc/self/fd/" + stream);
        if (Files.isSymbolicLink(link)) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        return hasConsole();
    }

    /** From JDK 22 on there is always a console object, which has to be asked. */
    @SuppressWarnings("SystemConsoleNull") // null on older versions, asked on newer ones
    private static boolean hasConsole() {
        Object console = System.console();
        if (console == null || Runtime.version().feature() < 22) {
            return console != null;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    /** The encoding in which a person types. */
    static Charset charset() {
        return usable(System.getProperty("stdin.encoding", System.getProperty("native.encoding", "UTF-8")));
    }

    /** Standard output or error in the terminal's encoding; UTF-8 where the system only knows ASCII. */
    static PrintStream writer(int stream) {
        FileDescriptor descriptor = stream == 1 ? FileDescriptor.out : FileDescriptor.err;
        String name = System.getProperty(
                stream == 1 ? "stdout.encoding" : "stderr.encoding", System.getProperty("native.encoding", "UTF-8"));
        return isTerminal(stream)
                ? new Screen(new FileOutputStream(descriptor), usable(name))
                : new PrintStream(new FileOutputStream(descriptor), true, usable(name));
    }

    /** A terminal that a person reads. */
    private static final class Screen extends PrintStream {
        private int width;

        Screen(OutputStream descriptor, Charset charset) {
            super(descriptor, true, charset);
        }

        /** In characters. Asked for once, and only if there is a line that may not fit: another program has to be started. */
        synchronized int width() {
            if (width == 0) {
                width = Math.max(
                        LEAST_WIDTH, new UsageMessageSpec().autoWidth(true).width());
            }
            return width;
        }
    }

    /** A text for people as the stream shows it best: folded between words on a terminal, as it is elsewhere. */
    static String folded(PrintStream stream, String text) {
        return stream instanceof Screen screen && text.lines().anyMatch(line -> line.length() > LEAST_WIDTH)
                ? Paragraph.fold(text, screen.width())
                : text;
    }

    private static Charset usable(String name) {
        Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
        boolean narrow = !charset.canEncode() || !charset.newEncoder().canEncode('é');
        return narrow ? StandardCharsets.UTF_8 : charset;
    }
}
