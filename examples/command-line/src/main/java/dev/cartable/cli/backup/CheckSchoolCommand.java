package dev.cartable.cli.backup;

import dev.cartable.backup.CheckReport;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Scope;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** {@code backup check}: the live school against a backup. */
@picocli.CommandLine.Command(name = "check")
final class CheckSchoolCommand extends Command {
    @Parameters(paramLabel = "FILE", arity = "0..1")
    private @Nullable String file;

    @Override
    protected Exit run(Frame frame) {
        try (BackupHost host = BackupHost.withDatabase(frame)) {
            String given = file;
            BackupName name =
                    given == null ? Chosen.latest(frame, host, Scope.DATABASE) : Chosen.named(frame, host, given);
            CheckReport report = host.backups().check(name);
            frame.report().field("file", name).field("same", report.isSame());
            frame.report().say("backup.checked", Map.of("file", name));
            Rows tables = frame.report().allRows("tables");
            report.tables().stream()
                    .filter(CheckReport.Table::differs)
                    .forEach(table -> tables.add(Row.of("table", table.name())
                            .and("before", rows(table.before()))
                            .and("now", rows(table.now()))));
            Rows newest = frame.report().allRows("newest");
            report.newest()
                    .forEach(one -> newest.add(Row.of("reference", one.row().reference())
                            .and("id", one.row().id())
                            .and("path", one.row().path())
                            .and("there", one.isThere())));
            if (report.isSame()) {
                frame.report().afterwards("backup.same", Map.of());
            }
            return report.isSame() ? Exit.DONE : Exit.FINDING;
        }
    }

    private static @Nullable Long rows(long rows) {
        return rows == CheckReport.Table.ABSENT ? null : rows;
    }
}
