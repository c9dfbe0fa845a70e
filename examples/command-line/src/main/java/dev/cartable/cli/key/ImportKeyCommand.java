package dev.cartable.cli.key;

import dev.cartable.account.MaintainHostKey;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.KeyMaintenance;
import dev.cartable.work.HostKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** {@code host-key import}: reads the lines of {@code export --paper} from a file, or as a person types them. */
@picocli.CommandLine.Command(name = "import")
final class ImportKeyCommand extends Command {
    @Parameters(paramLabel = "FILE", arity = "0..1")
    private @Nullable String from;

    @Override
    protected Exit run(Frame frame) throws IOException {
        try (KeyMaintenance maintenance = KeyMaintenance.open(frame)) {
            maintenance.requireFile();
            HostKey key = read(frame);
            MaintainHostKey known = maintenance.of(key);
            if (known.state().isRefused()) {
                throw CommandException.failed(
                        "HOST_KEY_" + known.state(), frame.words().text("error.key-not-of-database"));
            }
            if (maintenance.key().equals(Optional.of(key))) {
                frame.report().say("host-key.same", Map.of("file", maintenance.file()));
                return Exit.DONE;
            }
            maintenance.tellKept(maintenance.write(key));
            frame.report().field("file", maintenance.file().toString());
            frame.report().say("host-key.imported", Map.of("file", maintenance.file()));
            return Exit.DONE;
        }
    }

    private HostKey read(Frame frame) throws IOException {
        String text =
                from == null ? typed(frame) : Files.readString(frame.around().path(from), StandardCharsets.UTF_8);
        try {
            return HostKey.fromPaper(withoutRemarks(text));
        } catch (IllegalArgumentException e) {
            throw CommandException.failed(
                    "KEY_MISTYPED", frame.words().text("error.key-mistyped", "detail", String.valueOf(e.getMessage())));
        }
    }

    private static String withoutRemarks(String text) {
        return text.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
    }

    /** Up to an empty line behind the key. */
    private static String typed(Frame frame) throws IOException {
        if (frame.around().questions()) {
            frame.around().err().println(frame.words().text("host-key.type"));
        }
        BufferedReader in =
                new BufferedReader(new InputStreamReader(frame.around().in(), Charset.defaultCharset()));
        StringBuilder text = new StringBuilder();
        for (String line = in.readLine();
                line != null
                        && !(line.isBlank() && !withoutRemarks(text.toString()).isBlank());
                line = in.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
