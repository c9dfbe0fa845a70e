package dev.cartable.cli.account;

import dev.cartable.account.MigrateAccounts;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.LegacyAccounts;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.quota.From;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.RowError;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code accounts migrate}: from a CSV file of an older system. */
@picocli.CommandLine.Command(name = "migrate")
final class MigrateAccountsCommand extends Command {
    @Option(names = "--rollback")
    private boolean rollback;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--plan", paramLabel = "DIGEST")
    private @Nullable PlanDigest approved;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec command;

    @Override
    protected Exit run(Frame frame) {
        String file = From.of(frame, command);
        if ((file == null) != rollback || (rollback && approved != null)) {
            throw CommandException.usage(frame.words().text("error.one-of", "options", "--from, --rollback"));
        }
        Report report = frame.report();
        report.field("dryRun", dryRun).field("rollback", rollback);
        Listener listener = new Listener(report);
        LegacyAccounts source = file == null ? null : LegacyAccountsFile.open(frame, file);
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            MigrateAccounts migrate = host.cartable().accounts().migrate();
            MigrateAccounts.Counts counts =
                    source == null ? takeBack(migrate, listener) : takeOver(report, migrate, source, listener);
            report.counts(counts);
            if (!dryRun && source != null && counts.withoutPassword() > 0) {
                report.afterwards("accounts.migrate.without-password", Map.of("number", counts.withoutPassword()));
            }
            return Exit.ofFailures(counts.failed());
        }
    }

    private MigrateAccounts.Counts takeOver(
            Report report, MigrateAccounts migrate, LegacyAccounts source, Listener listener) {
        RunReport<MigrateAccounts.Counts> done = dryRun
                ? migrate.plan(source, listener)
                : approved == null ? migrate.run(source, listener) : migrate.apply(source, approved, listener);
        report.field("digest", done.digest().hex());
        if (dryRun) {
            report.afterwards("plan.nothing-written", Map.of("digest", done.digest()));
        }
        return done.counts();
    }

    private MigrateAccounts.Counts takeBack(MigrateAccounts migrate, Listener listener) {
        return dryRun ? migrate.planRollback(listener) : migrate.rollback(listener);
    }

    /** Reports each guardian as it goes. */
    private static final class Listener implements MigrateAccounts.Listener {
        private final Report report;
        private final Rows migrated;
        private final Rows skips;

        Listener(Report report) {
            this.report = report;
            this.migrated = report.rows("takenOver");
            this.skips = report.rows("skips");
            report.rows("errors");
        }

        @Override
        public void migrated(GuardianId guardian, Username username) {
            migrated.add(Row.of("guardian", guardian).and("username", username));
        }

        @Override
        public void skipped(GuardianId guardian, AccountStep.Reason reason) {
            skips.add(Row.of("guardian", guardian).and("reason", reason).and("detail", ""));
        }

        @Override
        public void failed(RowError error) {
            CsvFiles.tell(report, error);
        }
    }
}
