package dev.cartable.cli.key;

import dev.cartable.account.HostKeyMismatchException;
import dev.cartable.account.MaintainHostKey;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.KeyMaintenance;
import dev.cartable.work.HostKey;
import dev.cartable.work.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code host-key export --paper}: shows the key on a terminal, or writes it to a new file for its owner alone. */
@picocli.CommandLine.Command(name = "export")
final class ExportKeyCommand extends Command {
    @Option(names = "--paper")
    private boolean paper;

    @Option(names = "--to", paramLabel = "FILE")
    private @Nullable String to;

    @Override
    protected Exit run(Frame frame) throws IOException {
        if (!paper) {
            throw CommandException.usage(frame.words().text("error.missing", "missing", "--paper"));
        }
        boolean terminal = frame.around().progress() && !frame.options().json();
        if (to == null && !terminal) {
            throw CommandException.failed("NO_TERMINAL", frame.words().text("error.key-no-terminal"));
        }
        try (KeyMaintenance maintenance = KeyMaintenance.open(frame)) {
            HostKey key = maintenance.requireKey();
            MaintainHostKey known = maintenance.of(key);
            if (known.state().isRefused()) {
                throw refused(known);
            }
            String text = frame.words().text("host-key.paper") + "\n\n" + key.toPaper();
            if (to == null) {
                // Standard error is known to be the terminal; standard output may go to a file or a log.
                frame.around().err().println(text);
            } else {
                Path file = frame.around().path(to);
                write(frame, file, text);
                frame.report().field("file", file.toString());
                frame.report().say("host-key.exported", Map.of("file", file));
            }
            if (maintenance.hasDatabase()) {
                known.noteExport();
            }
            frame.report().say("host-key.keep-apart");
            return Exit.DONE;
        }
    }

    private static RuntimeException refused(MaintainHostKey known) {
        try {
            known.adopt();
        } catch (HostKeyMismatchException e) {
            return e;
        }
        return new IllegalStateException("the key was refused and is not any more; run it again");
    }

    private static void write(Frame frame, Path file, String text) throws IOException {
        try (PrivateFile written = PrivateFile.create(file)) {
            written.out().write(text.getBytes(StandardCharsets.UTF_8));
            written.put();
        } catch (FileAlreadyExistsException e) {
            throw CommandException.failed("FILE_EXISTS", frame.words().text("error.file-exists", "file", file));
        }
    }
}
