package dev.cartable.cli.key;

import dev.cartable.account.port.HostKeyStore;
import dev.cartable.account.port.HostKeyStore.KeyedRows;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.KeyMaintenance;
import dev.cartable.work.HostKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** {@code host-key new --i-lost-it}: starts anew where the key is lost for good, after listing what is lost with it. */
@picocli.CommandLine.Command(name = "new")
final class NewKeyCommand extends Command {
    @Option(names = "--i-lost-it")
    private boolean lost;

    @Override
    protected Exit run(Frame frame) {
        try (KeyMaintenance maintenance = KeyMaintenance.open(frame)) {
            maintenance.requireFile();
            Optional<HostKey> before = maintenance.key();
            HostKey after = HostKey.random();
            List<HostKeyStore.Entry> used = maintenance.of(after).used();
            if (used.isEmpty()
                    || before.filter(key -> !maintenance.of(key).state().isRefused())
                            .isPresent()) {
                throw CommandException.failed(
                        "KEY_NOT_LOST", frame.words().text("error.key-not-lost", "place", maintenance.place()));
            }
            KeyedRows rows = maintenance.of(after).keyedRows();
            tell(frame, rows);
            if (!lost) {
                frame.report().say("host-key.new.not-yet");
                return Exit.FAILED;
            }
            if (!frame.agreed("host-key.new.ask", Map.of("file", maintenance.file()))) {
                frame.report().say("not-agreed");
                return Exit.FAILED;
            }
            HostKey ring =
                    before.map(key -> after.withOld(stillKnown(key, used))).orElse(after);
            maintenance.tellKept(maintenance.write(ring));
            maintenance.of(ring).startAnew();
            frame.report().field("file", maintenance.file().toString());
            frame.report().say("host-key.new.done", Map.of("file", maintenance.file()));
            frame.report().afterwards("host-key.new.next", Map.of());
            return Exit.DONE;
        }
    }

    /** The given keys that the database was written with; what they made is not lost. */
    private static List<HostKey> stillKnown(HostKey given, List<HostKeyStore.Entry> used) {
        Set<String> checks = used.stream().map(HostKeyStore.Entry::check).collect(Collectors.toSet());
        return given.all().stream()
                .filter(key -> checks.contains(key.checkValue()))
                .toList();
    }

    private static void tell(Frame frame, KeyedRows rows) {
        frame.report().counts(rows);
        frame.report().say("host-key.new.lost", rows.values());
    }
}
