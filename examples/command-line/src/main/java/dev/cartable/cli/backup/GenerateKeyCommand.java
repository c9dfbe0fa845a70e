package dev.cartable.cli.backup;

import dev.cartable.backup.age.AgeEncryption;
import dev.cartable.backup.port.ArchiveEncryption.KeyPair;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.work.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code backup keygen}: makes a pair of keys, and writes the private one to a new file for its owner alone. */
@picocli.CommandLine.Command(name = "keygen")
final class GenerateKeyCommand extends Command {
    @Option(names = "--to", paramLabel = "FILE", required = true)
    private String to = "";

    @Option(names = "--paper")
    private boolean paper;

    @Override
    protected Exit run(Frame frame) throws IOException {
        KeyPair pair = new AgeEncryption().generate();
        String made = frame.words().time(frame.around().time().instant());
        Path file = frame.around().path(to);
        Path page = file.resolveSibling(file.getFileName() + ".html");
        String comment = "# " + frame.around().time().instant() + "\n# public key: " + pair.recipient() + "\n";
        try (PrivateFile written = PrivateFile.create(file)) {
            write(written, comment + pair.identity().secret() + "\n");
            if (paper) {
                // Both are there, or none.
                try (PrivateFile printed = PrivateFile.create(page)) {
                    write(printed, KeyPage.of(frame.words(), pair, made));
                    written.put();
                    printed.put();
                }
            } else {
                written.put();
            }
        } catch (FileAlreadyExistsException e) {
            throw CommandException.failed("FILE_EXISTS", frame.words().text("error.file-exists", "file", e.getFile()));
        }
        frame.report().field("recipient", pair.recipient()).field("file", file.toString());
        frame.report().say("backup.key.made", Map.of("file", file, "recipient", pair.recipient()));
        if (paper) {
            frame.report().field("page", page.toString());
            frame.report().say("backup.key.page", Map.of("page", page));
        }
        frame.report().say("backup.key.keep-apart");
        return Exit.DONE;
    }

    private static void write(PrivateFile file, String text) throws IOException {
        file.out().write(text.getBytes(StandardCharsets.UTF_8));
        file.force();
    }
}
