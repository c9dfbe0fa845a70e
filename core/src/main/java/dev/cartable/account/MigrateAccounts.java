package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.LegacyAccountWriter.Found;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.LegacyAccounts;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.RowError;
import dev.cartable.work.HostKey;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.BulkRun;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that takes over parents' accounts from an older system, and takes that back. Usernames and passwords stay what they
 * are, and no message is sent. A hash that the {@link PasswordHasher} reads verifies, and is made anew at the first sign-in. An
 * account without a password waits for its parent like a new one; {@link ResendCredentials} sends a link.
 *
 * <p>A second run changes nothing, and one that a crash has ended goes on when it is run again. A guardian who has another account
 * here, and a username that is taken or looks like a taken one, are errors of their rows: nothing is overwritten. Holds the lease
 * of {@link GenerateAccounts}; safe for use by several threads and nodes.
 */
public final class MigrateAccounts {
    private final AccountPorts ports;
    private final AccountSettings settings;
    private final LegacyAccountWriter writer;
    private final InstantSource time;

    /** @param hasher compares chosen passwords */
    MigrateAccounts(
            AccountPorts ports, AccountSettings settings, PasswordHasher hasher, HostKey key, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.settings = requireNonNull(settings, "settings");
        this.writer = new LegacyAccountWriter(ports, settings, hasher, key);
        this.time = requireNonNull(time, "time");
    }

    /**
     * A run in numbers: {@code input = migrated + unchanged + skipped + failed}.
     *
     * @param input rows, or accounts to be taken back
     * @param migrated accounts that were taken over, or taken back
     * @param unchanged accounts that had been taken over before
     * @param skipped guardians left alone, each for a reason
     * @param failed rows with an error, or accounts that cannot be taken back
     * @param withoutPassword of those taken over, how many have no password yet
     */
    public record Counts(long input, long migrated, long unchanged, long skipped, long failed, long withoutPassword)
            implements dev.cartable.work.Counts {
        static final Counts ZERO = new Counts(0, 0, 0, 0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(
                    input + more.input,
                    migrated + more.migrated,
                    unchanged + more.unchanged,
                    skipped + more.skipped,
                    failed + more.failed,
                    withoutPassword + more.withoutPassword);
        }
    }

    /** Is called with what a run does, after the commit of each chunk. */
    public interface Listener {
        /** An account was taken over, would be, or was taken back. */
        void migrated(GuardianId guardian, Username username);

        /** A guardian was left alone. */
        void skipped(GuardianId guardian, AccountStep.Reason reason);

        /** A row cannot be used; the others go on. */
        void failed(RowError error);
    }

    /** What a run would take over. Writes nothing, takes no lease. */
    public RunReport<Counts> plan(LegacyAccounts source, Listener each) {
        LegacyAccountPass survey = BulkRun.plan(pass(source), row -> row.report(each));
        return new RunReport<>(survey.counts(), survey.digest());
    }

    /**
     * Takes over what the source has, if the plan is still the approved one.
     *
     * @param approved the digest that was approved
     * @throws dev.cartable.work.PlanChangedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public RunReport<Counts> apply(LegacyAccounts source, PlanDigest approved, Listener each) {
        return carryOut(source, requireNonNull(approved, "approved"), each);
    }

    /** Plans and carries out at once: as {@link #apply} with whatever plan there is. */
    public RunReport<Counts> run(LegacyAccounts source, Listener each) {
        return carryOut(source, null, each);
    }

    private RunReport<Counts> carryOut(LegacyAccounts source, @Nullable PlanDigest approved, Listener each) {
        return bulk("taking over accounts").apply(pass(source), pass(source), approved, row -> row.report(each));
    }

    private LegacyAccountPass pass(LegacyAccounts source) {
        return new LegacyAccountPass(source, settings, writer, time);
    }

    private BulkRun bulk(String what) {
        return new BulkRun(ports.unitOfWork(), ports.leases(), GenerateAccounts.LEASE, what);
    }

    private static long one(boolean counts) {
        return counts ? 1 : 0;
    }

    /** What would be taken back. Writes nothing, takes no lease. */
    public Counts planRollback(Listener each) {
        return BulkRun.plan(new RollbackPass(), found -> report(found, each)).counts();
    }

    /**
     * Takes back what was taken over, as if it had never been here; a second run finds nothing. An account that its parent has used
     * since is an error, and stays. It takes back all there is, so that no digest is approved.
     *
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Counts rollback(Listener each) {
        return bulk("taking back accounts").write(new RollbackPass(), found -> report(found, each));
    }

    private static void report(Found found, Listener each) {
        Account account = found.account();
        if (found.used()) {
            each.failed(new RowError(
                    "",
                    0,
                    null,
                    "USED_SINCE",
                    Map.of(
                            "account", account.id().toString(),
                            "guardian", account.guardian().toString())));
        } else {
            each.migrated(account.guardian(), account.username());
        }
    }

    private final class RollbackPass implements BulkPass<Found, Found, Counts> {
        private Counts counts = Counts.ZERO;

        @Override
        public void read(Consumer<? super Found> items) {
            try (Stream<Account> all = ports.accounts().all()) {
                all.filter(account -> account.migratedAt() != null)
                        .map(Found::of)
                        .forEach(items);
            }
        }

        @Override
        public List<Found> decide(List<Found> chunk) {
            return chunk;
        }

        @Override
        public boolean writes(Found found) {
            return !found.used();
        }

        @Override
        public List<Found> write(List<Found> chunk, UnitOfWork transactions) {
            return transactions.call(tx -> writer.takeBack(tx, chunk));
        }

        @Override
        public boolean retriesOneByOne() {
            return false;
        }

        @Override
        public void take(Found found) {
            counts = counts.plus(new Counts(1, one(!found.used()), 0, 0, one(found.used()), 0));
        }

        @Override
        public Counts counts() {
            return counts;
        }
    }
}
