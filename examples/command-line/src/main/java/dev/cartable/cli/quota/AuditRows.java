package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.quota.AuditUsage;
import dev.cartable.quota.model.AuditFinding;
import dev.cartable.quota.model.AuditFinding.OutdatedCounters;
import dev.cartable.quota.model.AuditFinding.WrongFigure;
import java.util.function.Consumer;

/** The rows that {@code quota audit} and {@code quota repair} print. */
final class AuditRows implements Consumer<AuditFinding> {
    private final Rows wrong;
    private final Rows behind;

    AuditRows(Report report) {
        this.wrong = report.rows("wrong");
        this.behind = report.rows("behind");
        report.rows("errors");
    }

    @Override
    public void accept(AuditFinding finding) {
        if (finding instanceof WrongFigure found) {
            wrong.add(row(found));
        } else if (finding instanceof OutdatedCounters found) {
            behind.add(Row.of("user", found.user()).and("step", found.step()));
        }
    }

    private static Row row(WrongFigure fault) {
        return Row.of("user", fault.user())
                .and("window", fault.figure())
                .and("key", fault.key().value())
                .and("storedBytes", fault.stored().total())
                .and("expectedBytes", fault.expected().total().bytes())
                .and("differenceBytes", fault.difference().total())
                .and("storedUpBytes", fault.stored().up())
                .and("expectedUpBytes", fault.expected().up())
                .and("storedDownBytes", fault.stored().down())
                .and("expectedDownBytes", fault.expected().down());
    }

    /** Whether there is nothing to repair. */
    static boolean isClean(AuditUsage.Counts counts) {
        return counts.wrong() + counts.behind() + counts.skipped() == 0;
    }
}
