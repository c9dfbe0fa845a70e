package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.spring.web.Asker;
import dev.cartable.work.PlanDigest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The plans and the runs of a group of bulk work, such as that on accounts. A plan is looked at and writes nothing; a run carries out the plan
 * whose digest it names, and is answered before it ends. Safe for use by several threads.
 */
public final class RunResource {
    private final AskedRuns runs;
    private final Map<String, Function<Body, BulkWork<?>>> kinds;

    /**
     * @param group what the names of the group's work begin with in the ledger
     * @param kinds reads what is asked for, by what the body says is asked
     */
    public RunResource(Runs runs, String group, Map<String, Function<Body, BulkWork<?>>> kinds) {
        this.kinds = new LinkedHashMap<>(kinds);
        this.runs = new AskedRuns(runs, group, this.kinds.keySet());
    }

    /** What a run would do now. */
    public Answer plan(Body body, PageRequest page) {
        Asked asked = read(body);
        body.end();
        return asked.work().plan(asked.kind(), page);
    }

    /**
     * Begins the run whose plan was approved: {@code plan} is its digest. What the plan says already, such as that it has changed, is answered
     * at once.
     */
    public Answer start(Body body, HttpServletRequest request, Asker asker) {
        Asked asked = read(body);
        PlanDigest digest = digest(body);
        body.end();
        PlanDigest approved = requireNonNull(digest, "plan");
        return runs.start(asked.kind(), 1, true, approved, request, asker, () -> {
            long total = asked.work().require(approved);
            return run -> asked.work().carryOut(approved, total, run);
        });
    }

    /** The runs that were asked for, the latest first. */
    public Answer list(PageRequest page) {
        return runs.list(page);
    }

    /** One run, as it stands. */
    public Answer show(String id) {
        return runs.show(id);
    }

    private record Asked(String kind, BulkWork<?> work) {}

    private Asked read(Body body) {
        String kind = body.text("kind", 64);
        Function<Body, BulkWork<?>> reader = kinds.get(kind);
        if (reader == null) {
            throw body.refused("kind", "NO_SUCH_CHOICE", Map.of("choices", String.join(", ", kinds.keySet())));
        }
        return new Asked(kind, reader.apply(body));
    }

    private static @Nullable PlanDigest digest(Body body) {
        String text = body.text("plan", PlanDigest.DIGITS);
        try {
            return new PlanDigest(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return body.refuse("plan", "NO_DIGEST", Map.of("least", Integer.toString(PlanDigest.MIN_DIGITS)));
        }
    }
}
