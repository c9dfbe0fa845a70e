package dev.cartable.cli.instance;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.InstanceStates;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.work.InstanceGuard;
import dev.cartable.work.InstanceGuard.State;
import java.util.Map;

/** {@code instance claim}: this installation sends messages from now on. */
@picocli.CommandLine.Command(name = "claim")
final class ClaimInstanceCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        try (Host host = Host.changing(frame)) {
            InstanceGuard instance = host.cartable().notices().instance();
            State before = instance.look();
            boolean contested = !before.speaks();
            if (contested && !frame.consents("instance.claim.ask", InstanceStates.facts(frame, before))) {
                frame.report().say("not-agreed");
                return Exit.FAILED;
            }
            String id = instance.claim();
            long held = host.cartable().notices().unfinished().getOrDefault(NoticeState.HELD, 0L);
            frame.report().field("speaking", id).field("changed", contested);
            frame.report().counts(Map.of("held", held));
            frame.report().say(contested ? "instance.claimed" : "instance.claimed-before", Map.of("id", id));
            if (held > 0) {
                frame.report().afterwards("send.held", Map.of("held", held));
            }
            return Exit.DONE;
        }
    }
}
