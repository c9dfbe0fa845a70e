package dev.cartable.notice;

import dev.cartable.notice.DispatchNotices.Report.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers why notices were not sent, each reason once. Used by one thread. */
final class ProblemList {
    private final Map<String, Problem> byReason = new LinkedHashMap<>();

    void add(Problem problem) {
        String key = problem.state() + " " + problem.reason();
        Problem known = byReason.get(key);
        if (known != null) {
            byReason.put(key, known.plus(problem.notices()));
        } else if (byReason.size() < DispatchNotices.Report.MOST_PROBLEMS) {
            byReason.put(key, problem);
        }
    }

    void add(ProblemList others) {
        others.byReason.values().forEach(this::add);
    }

    List<Problem> list() {
        return List.copyOf(byReason.values());
    }
}
