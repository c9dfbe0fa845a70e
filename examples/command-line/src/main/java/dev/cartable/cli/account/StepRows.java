package dev.cartable.cli.account;

import dev.cartable.account.model.AccountStep;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.school.model.Contact;

/** The lists in which a run or a plan names single guardians. */
final class StepRows {
    private final Rows skips;
    private final Rows withoutChannel;
    private final Rows errors;
    private final Report report;

    StepRows(Report report) {
        this.report = report;
        skips = report.rows("skips");
        withoutChannel = report.rows("withoutChannel");
        errors = report.rows("errors");
    }

    /** As {@link #add}, and all that would be written for programs. */
    void planned(AccountStep step) {
        add(step);
        if (step.writes()) {
            report.hiddenRows("steps")
                    .add(Row.of("guardian", step.guardian())
                            .and("action", step.action())
                            .and("queues", step.queues()));
        }
    }

    /** Puts a step into the list where a person would look for it; most steps are in none. */
    void add(AccountStep step) {
        Contact.Unreachable unreachable = step.unreachable();
        switch (step.action()) {
            case SKIP ->
                skips.add(Row.of("guardian", step.guardian())
                        .and("reason", step.reason())
                        .and("detail", report.words().code(step.detail())));
            case FAIL -> errors.add(Row.error(step.detail(), step.reason()).and("guardian", step.guardian()));
            default -> {
                if (step.message() && unreachable != null) {
                    withoutChannel.add(Row.of("guardian", step.guardian())
                            .and("reason", unreachable.reason())
                            .and("detail", report.words().code(unreachable.detail())));
                }
            }
        }
    }
}
