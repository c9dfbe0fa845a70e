package dev.cartable.cli.key;

import dev.cartable.account.MaintainHostKey;
import dev.cartable.account.port.HostKeyStore;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.KeyMaintenance;
import dev.cartable.cli.frame.Report;
import dev.cartable.work.HostKey;
import java.time.Instant;
import java.util.Map;

/** {@code host-key show}: what may be known of the key, so that two nodes can be compared. */
@picocli.CommandLine.Command(name = "show")
final class ShowKeyCommand extends Command {
    private static final int DIGITS = 8;

    @Override
    protected Exit run(Frame frame) {
        try (KeyMaintenance maintenance = KeyMaintenance.open(frame)) {
            HostKey key = maintenance.requireKey();
            MaintainHostKey known = maintenance.of(key);
            HostKeyStore.State state = known.state();
            String fingerprint = key.checkValue().substring(0, DIGITS);
            Instant exported = known.current().map(entry -> entry.exportedAt()).orElse(null);
            Report report = frame.report()
                    .field("place", maintenance.place())
                    .field("fingerprint", fingerprint)
                    .field("old", key.old().size())
                    .field("state", state)
                    .field("since", known.current().map(entry -> entry.since()).orElse(null))
                    .field("exportedAt", exported);
            report.say(
                    "host-key.shown",
                    Map.of(
                            "place",
                            maintenance.place(),
                            "fingerprint",
                            fingerprint,
                            "old",
                            key.old().size()));
            report.say("host-key.state." + state);
            if (!state.isRefused()) {
                report.say(
                        exported == null ? "host-key.never-exported" : "host-key.exported-at",
                        exported == null
                                ? Map.of()
                                : Map.of("time", frame.words().time(exported)));
            }
            return state.isRefused() ? Exit.FAILED : Exit.DONE;
        }
    }
}
