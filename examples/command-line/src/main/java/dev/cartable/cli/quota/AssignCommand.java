package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.quota.AssignProfile;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.ProfileChange;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code quota assign}. */
@picocli.CommandLine.Command(name = "assign")
final class AssignCommand extends Command {
    @Option(names = "--user", paramLabel = "USER")
    private @Nullable String user;

    @Option(names = "--promotion", paramLabel = "PROMOTION")
    private @Nullable String promotion;

    @Option(names = "--profile", paramLabel = "NAME")
    private @Nullable String profile;

    @Option(names = "--remove")
    private boolean remove;

    @Override
    protected Exit run(Frame frame) {
        if ((user == null) == (promotion == null)) {
            throw CommandException.usage(frame.words().text("error.one-of", "options", "--user, --promotion"));
        }
        if ((profile == null) != remove) {
            throw CommandException.usage(frame.words().text("error.one-of", "options", "--profile, --remove"));
        }
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            Holder holder = Targets.holder(frame, host, user, promotion);
            give(frame, host, holder, profile);
            return Exit.DONE;
        }
    }

    /** Gives a holder the profile of this name, or takes the one that they have away, and says what was done. */
    static void give(Frame frame, Host host, Holder holder, @Nullable String named) {
        Quotas quotas = host.cartable().quotas();
        tell(
                frame,
                holder,
                named == null
                        ? quotas.unassign(holder, frame.actor())
                        : quotas.assign(
                                holder, Targets.profile(frame, host, named).id(), frame.actor()));
    }

    private static void tell(Frame frame, Holder holder, AssignProfile.Done done) {
        ProfileChange change = done.change().orElse(null);
        Report report = frame.report()
                .field("holder", holder)
                .field("change", change == null ? null : change.type())
                .field("before", change == null ? null : change.before())
                .field("after", change == null ? null : change.after());
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("input", 1L);
        counts.put("updated", change == null ? 0L : 1L);
        counts.put("unchanged", change == null ? 1L : 0L);
        counts.put("usages", (long) done.usages());
        report.counts(counts);
        Object named = report.named(holder);
        if (change == null) {
            report.say("quota.unchanged", Map.of("holder", named));
        } else {
            report.say(
                    "quota.change." + change.type(),
                    Map.of(
                            "holder",
                            named,
                            "before",
                            String.valueOf(change.before()),
                            "after",
                            String.valueOf(change.after())));
        }
    }
}
