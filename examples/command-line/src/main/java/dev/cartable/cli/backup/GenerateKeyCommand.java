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
        String comment = "# " + frame.around().time().instant() + "\n# public key: " + pair.recipient() + "\n";
        // Each line of the page that is not the key is a comment, so that the file also opens backups.
        String page = frame.words()
                .text("backup.key.paper")
                .lines()
                .map(line -> ("# " + line).stripTrailing() + "\n")
                .reduce("", String::concat);
        Path file = frame.around().path(to);
        try (PrivateFile written = PrivateFile.create(file)) {
            written.out()
                    .write(((paper ? page : "") + comment + pair.identity().secret() + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            written.put();
        } catch (FileAlreadyExistsException e) {
            throw CommandException.failed("FILE_EXISTS", frame.words().text("error.file-exists", "file", file));
        }
        frame.report().field("recipient", pair.recipient()).field("file", file.toString());
        frame.report().say("backup.key.made", Map.of("file", file, "recipient", pair.recipient()));
        frame.report().say("backup.key.keep-apart");
        return Exit.DONE;
    }
}
