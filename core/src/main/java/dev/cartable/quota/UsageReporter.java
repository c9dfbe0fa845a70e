package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Consumption;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.quota.port.UsageListener;
import dev.cartable.quota.port.UsageListener.Source;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the host's listener with what reports say. Safe for use by several threads. */
final class UsageReporter {
    private static final Logger LOG = LoggerFactory.getLogger(UsageReporter.class);

    private final UsageListener listener;

    UsageReporter(UsageListener listener) {
        this.listener = requireNonNull(listener, "listener");
    }

    UsageReport of(UsageReport report) {
        call(
                Source.EVENT,
                report.counted().size(),
                report.repeated().size(),
                problems(report.refused(), UsageReport.Refusal::problem));
        return report;
    }

    RecordSessions.Report of(RecordSessions.Report report) {
        call(
                Source.SESSION,
                report.counted().size(),
                report.repeated().size(),
                problems(report.refused(), RecordSessions.Report.Refusal::problem));
        return report;
    }

    Consumption of(Consumption consumption) {
        if (consumption instanceof Consumption.Granted granted) {
            call(Source.CONSUMPTION, granted.repeated() ? "REPEATED" : "COUNTED", 1);
        } else if (consumption instanceof Consumption.Denied) {
            call(Source.CONSUMPTION, "DENIED", 1);
        } else {
            QuotaProblem problem =
                    consumption instanceof Consumption.Conflict ? QuotaProblem.CONFLICT : QuotaProblem.UNKNOWN_USER;
            call(Source.CONSUMPTION, problem.name(), 1);
        }
        return consumption;
    }

    private static <R> Map<QuotaProblem, Long> problems(List<R> refused, Function<R, QuotaProblem> problem) {
        Map<QuotaProblem, Long> problems = new EnumMap<>(QuotaProblem.class);
        refused.forEach(one -> problems.merge(problem.apply(one), 1L, Long::sum));
        return problems;
    }

    private void call(Source source, long counted, long repeated, Map<QuotaProblem, Long> refused) {
        call(source, "COUNTED", counted);
        call(source, "REPEATED", repeated);
        refused.forEach((problem, number) -> call(source, problem.name(), number));
    }

    private void call(Source source, String outcome, long number) {
        if (number == 0) {
            return;
        }
        try {
            listener.recorded(source, outcome, number);
        } catch (RuntimeException e) {
            LOG.debug("the listener for {} {} has failed", source, outcome, e);
        }
    }
}
