package dev.cartable.cli.key;

import dev.cartable.Cartable;
import dev.cartable.account.MaintainHostKey;
import dev.cartable.account.ResendCredentials;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.KeyMaintenance;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.HostKey;
import dev.cartable.work.Lease;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** {@code host-key rotate}: a new key that carries the present one, so that links under way stay valid. */
@picocli.CommandLine.Command(name = "rotate")
final class RotateKeyCommand extends Command {
    @Option(names = "--renew-links")
    private boolean renewLinks;

    @Override
    protected Exit run(Frame frame) {
        try (KeyMaintenance maintenance = KeyMaintenance.open(frame)) {
            maintenance.requireFile();
            requireCurrent(maintenance);
            if (!frame.agreed("host-key.rotate.ask", Map.of("file", maintenance.file()))) {
                frame.report().say("not-agreed");
                return Exit.FAILED;
            }
            HostKey after = rotate(maintenance);
            Cartable cartable = maintenance.cartable(after);
            MaintainHostKey known = cartable.accounts().hostKey();
            frame.report().field("file", maintenance.file().toString());
            frame.report().field("old", after.old().size());
            frame.report().say("host-key.rotated", Map.of("file", maintenance.file()));
            long renewed = renewLinks ? renew(cartable, known.guardiansWithOpenLinks()) : 0;
            if (renewLinks) {
                frame.report().say("host-key.renewed", Map.of("renewed", renewed));
            }
            frame.report().counts(Map.of("renewed", renewed));
            frame.report().afterwards("host-key.after", Map.of());
            return Exit.DONE;
        }
    }

    /** Refuses a key that cannot be rotated, before anything is asked. */
    @SuppressWarnings("try") // The lease is held, and not used.
    private static void requireCurrent(KeyMaintenance maintenance) {
        try (Lease held = maintenance.lease()) {
            adopted(maintenance);
        }
    }

    private static HostKey adopted(KeyMaintenance maintenance) {
        HostKey key = maintenance.requireKey();
        maintenance.of(key).adopt();
        return key;
    }

    /** The key is read again under the lease: another rotation may have replaced it while this one asked. */
    @SuppressWarnings("try") // The lease is held, and not used.
    private static HostKey rotate(KeyMaintenance maintenance) {
        try (Lease held = maintenance.lease()) {
            HostKey before = adopted(maintenance);
            HostKey after = HostKey.random().withOld(List.of(before));
            after.writeTo(maintenance.file());
            maintenance.of(after).adopt();
            return after;
        }
    }

    private static long renew(Cartable cartable, Set<GuardianId> guardians) {
        if (guardians.isEmpty()) {
            return 0;
        }
        var report = cartable.accounts().resend().run(ResendCredentials.Request.of(guardians), step -> {});
        return report.counts().renewed();
    }
}
