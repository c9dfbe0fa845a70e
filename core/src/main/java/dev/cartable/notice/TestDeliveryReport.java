package dev.cartable.notice;

import dev.cartable.notice.DispatchReport.Problem;
import java.util.List;

/**
 * The result of a test delivery.
 *
 * @param handed how many mails the courier has taken
 * @param notHanded how many it has not, or could not be put into words; real ones would fare the same
 * @param skipped how many wait for other channels
 * @param problems the first {@value DispatchReport#MOST_PROBLEMS} that were not handed over, and why
 * @param stopped why it ended early; empty if it did not
 */
public record TestDeliveryReport(long handed, long notHanded, long skipped, List<Problem> problems, String stopped) {
    public TestDeliveryReport {
        problems = List.copyOf(problems);
    }
}
