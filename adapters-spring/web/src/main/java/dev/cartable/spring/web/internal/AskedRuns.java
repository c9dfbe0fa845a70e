package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.spring.web.Asker;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.internal.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one resource, such as {@code /backups/runs/}: each is of a kind, and its id is the kind, a hyphen and the key of the run. Safe
 * for use by several threads.
 */
public final class AskedRuns {
    private static final int KEY_LENGTH = 36;

    private final Runs runs;
    private final String group;
    private final List<String> kinds;

    /** @param group what the names of the work begin with in the ledger, before the kind */
    public AskedRuns(Runs runs, String group, Collection<String> kinds) {
        this.runs = requireNonNull(runs, "runs");
        this.group = requireNonNull(group, "group");
        this.kinds = List.copyOf(kinds);
    }

    /** What is checked before a run begins. */
    @FunctionalInterface
    public interface Preparation {
        /** Refuses what cannot be begun, and returns the work. */
        Runs.Work prepare();
    }

    /** As {@link #start(String, int, boolean, PlanDigest, HttpServletRequest, Asker, Preparation)}, of work without a plan. */
    public Answer start(
            String kind, int parts, boolean speaks, HttpServletRequest request, Asker asker, Preparation preparation) {
        return start(kind, parts, speaks, null, request, asker, preparation);
    }

    /**
     * Begins a run, and answers where it is looked at. The same request under the same key of the client's is the same run.
     *
     * @param parts how many parts of the request's path are not those of the resource, such as 2 of {@code /backups/FILE/verify/}
     * @param speaks whether messages are queued or leave because of it
     * @param approved the digest of the plan that was approved; null for none
     */
    public Answer start(
            String kind,
            int parts,
            boolean speaks,
            @Nullable PlanDigest approved,
            HttpServletRequest request,
            Asker asker,
            Preparation preparation) {
        TaskName task = task(kind);
        String key = notRefused(task, key(kind, request, asker)).toString();
        Occurrence run = runs.tasks()
                .find(task, key)
                .orElseGet(() -> runs.start(task, key, speaks, approved, preparation.prepare()));
        String resource = request.getRequestURI().replaceFirst("/*$", "").replaceFirst("(/[^/]*){" + parts + "}$", "");
        return runs.accepted(resource + "/runs/" + id(run) + "/", row(run));
    }

    private static UUID key(String kind, HttpServletRequest request, Asker asker) {
        return IdempotencyKey.of(request)
                .map(key -> UUID.nameUUIDFromBytes(Sha256.hex(
                                "run " + kind + "\n" + asker.name() + "\n" + key + "\n" + KeyedRequests.hash(request))
                        .getBytes(StandardCharsets.UTF_8)))
                .orElseGet(UUID::randomUUID);
    }

    /** A client whose run the executor refused asks again under the same key: that is another run in the ledger. */
    private UUID notRefused(TaskName task, UUID first) {
        UUID key = first;
        while (runs.tasks().find(task, key.toString()).filter(Runs::isRefused).isPresent()) {
            key = UUID.nameUUIDFromBytes(("again " + key).getBytes(StandardCharsets.UTF_8));
        }
        return key;
    }

    /** The runs that were asked for, the latest first. */
    public Answer list(PageRequest page) {
        List<Occurrence> all = kinds.stream()
                .flatMap(kind -> latest(task(kind), page).stream())
                .sorted(Comparator.comparing((Occurrence run) -> run.slot().at())
                        .thenComparing(this::id)
                        .reversed())
                .toList();
        String after = page.after();
        Stream<Occurrence> rest = after == null
                ? all.stream()
                : all.stream().dropWhile(run -> !id(run).equals(after)).skip(1);
        return page.answer(rest, this::id, some -> some.stream().map(this::row).toList());
    }

    /** Of each kind as many as the page may need. The runs by a task's schedule are not among them. */
    private List<Occurrence> latest(TaskName task, PageRequest page) {
        try (Stream<Occurrence> history = runs.tasks().history(task)) {
            Stream<Occurrence> asked =
                    history.filter(run -> Ids.parse(run.slot().key()).isPresent());
            return page.after() == null ? asked.limit(page.limit() + 1L).toList() : asked.toList();
        }
    }

    /** One run, as it stands. */
    public Answer show(String id) {
        int dash = id.length() - KEY_LENGTH - 1;
        Occurrence run = Ids.parse(id.substring(Math.max(0, dash + 1)))
                .filter(key -> dash > 0 && kinds.contains(id.substring(0, dash)))
                .flatMap(key -> runs.tasks().find(task(id.substring(0, dash)), key.toString()))
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_RUN", "run", id));
        return runs.answer(row(run), run);
    }

    private TaskName task(String kind) {
        return new TaskName(group + "-" + kind);
    }

    private String kind(Occurrence run) {
        return run.task().value().substring(group.length() + 1);
    }

    private String id(Occurrence run) {
        return kind(run) + "-" + run.slot().key();
    }

    private Row row(Occurrence run) {
        return runs.row(Row.of("id", id(run)).and("kind", kind(run)), run);
    }
}
