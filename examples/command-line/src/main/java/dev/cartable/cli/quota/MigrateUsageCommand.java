package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.quota.MigrateUsage;
import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.port.LegacyUsageSource;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UserId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quota migrate}: from a CSV file, or from a table or view of the same database. */
@picocli.CommandLine.Command(name = "migrate")
final class MigrateUsageCommand extends Command {
    private static final String TABLE = "legacy_user_quota";

    @Option(names = "--from-table", paramLabel = "NAME")
    private @Nullable String table;

    @Option(names = "--skip-existing")
    private boolean skipExisting;

    @Option(names = "--rollback")
    private boolean rollback;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec command;

    @Override
    protected Exit run(Frame frame) {
        String file = From.of(frame, command);
        if ((file != null && table != null) || (rollback && (file != null || table != null || skipExisting))) {
            throw CommandException.usage(
                    frame.words().text("error.one-of", "options", "--from, --from-table, --rollback"));
        }
        frame.report().field("dryRun", dryRun).field("rollback", rollback);
        Listener listener = new Listener(frame.report());
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            MigrateUsage migrate = host.cartable().quotas().migrate();
            MigrateUsage.Counts counts =
                    rollback ? takeBack(frame, migrate, listener) : bringOver(frame, host, migrate, file, listener);
            tell(frame.report(), counts);
            if (dryRun) {
                frame.report().afterwards("nothing-written", Map.of());
            }
            return Exit.ofFailures(counts.failed());
        }
    }

    private MigrateUsage.Counts bringOver(
            Frame frame, Host host, MigrateUsage migrate, @Nullable String file, Listener listener) {
        LegacyUsageSource source = file == null ? table(frame, host) : LegacyFile.open(frame, file);
        return dryRun
                ? migrate.plan(source, skipExisting, listener)
                : migrate.run(source, skipExisting, frame.actor(), listener);
    }

    private LegacyUsageSource table(Frame frame, Host host) {
        String name = table == null ? TABLE : table;
        return CommandException.option(
                frame.words(), "--from-table", name, () -> ((JdbcStores) host.stores()).legacyUsageSource(name));
    }

    private MigrateUsage.Counts takeBack(Frame frame, MigrateUsage migrate, Listener listener) {
        return dryRun ? migrate.planRollback(listener) : migrate.rollback(frame.actor(), listener);
    }

    private static void tell(Report report, MigrateUsage.Counts counts) {
        MigratedUsage.Sums sums = counts.sums();
        Rows rows = report.rows("sums");
        for (Window window : Window.values()) {
            rows.add(Row.of("window", window)
                    .and("legacyBytes", sums.legacy().get(window).total())
                    .and("countedBytes", sums.counted().get(window).total())
                    .and("overBytes", sums.over().get(window).total()));
        }
        report.counts(counts);
    }

    /** Tells of each user as it goes. */
    private static final class Listener implements MigrateUsage.Listener {
        private final Report report;
        private final Rows migrated;
        private final Rows left;

        Listener(Report report) {
            this.report = report;
            this.migrated = report.rows("migrated");
            this.left = report.rows("left");
            report.rows("errors");
        }

        @Override
        public void migrated(MigratedUsage usage) {
            migrated.add(Row.of("user", usage.legacy().user())
                    .and("dayBytes", usage.counted(Window.DAY).total().bytes())
                    .and("weekBytes", usage.counted(Window.WEEK).total().bytes())
                    .and("monthBytes", usage.counted(Window.MONTH).total().bytes())
                    .and("cycleBytes", usage.counted(Window.CYCLE).total().bytes()));
        }

        @Override
        public void skipped(UserId user) {
            left.add(Row.of("user", user));
        }

        @Override
        public void failed(RowError error) {
            CsvFiles.tell(report, error);
        }
    }
}
