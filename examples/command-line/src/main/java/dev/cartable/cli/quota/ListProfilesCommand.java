package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Rows;
import dev.cartable.quota.model.Profile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code quota profile list}. */
@picocli.CommandLine.Command(name = "list")
final class ListProfilesCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        try (Host host = Host.reading(frame)) {
            List<Profile> all = host.cartable().quotas().profiles().all();
            Rows rows = frame.report().hiddenRows("profiles");
            all.forEach(profile -> rows.add(ProfileView.row(host, profile)));
            ProfileView.table(frame, all);
            frame.report().rows("errors");
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("profiles", (long) all.size());
            counts.put("active", all.stream().filter(Profile::active).count());
            frame.report().counts(counts);
            return Exit.DONE;
        }
    }
}
