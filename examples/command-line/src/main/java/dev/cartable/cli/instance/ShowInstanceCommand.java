package dev.cartable.cli.instance;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.InstanceStates;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.work.InstanceGuard;
import dev.cartable.work.InstanceGuard.State;
import java.nio.file.Path;
import java.util.Map;

/** {@code instance show}: changes nothing. */
@picocli.CommandLine.Command(name = "show")
final class ShowInstanceCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        try (Host host = Host.reading(frame)) {
            InstanceGuard instance = host.cartable().notices().instance();
            State state = instance.look();
            long held = host.cartable().notices().unfinished().getOrDefault(NoticeState.HELD, 0L);
            String own = instance.ownId().orElse(null);
            frame.report()
                    .field("own", own)
                    .field("file", instance.file().map(Path::toString).orElse(null));
            InstanceStates.fields(state).forEach(frame.report()::field);
            frame.report().counts(Map.of("held", held));
            frame.report().say("instance.state." + InstanceStates.name(state), InstanceStates.facts(frame, state));
            frame.report()
                    .say(own == null ? "instance.own.none" : "instance.own", Map.of("own", own == null ? "" : own));
            if (state instanceof State.Held || state instanceof State.Silent) {
                frame.report().afterwards("instance.to-claim", Map.of());
            }
            return state instanceof State.Held ? Exit.HELD : Exit.DONE;
        }
    }
}
