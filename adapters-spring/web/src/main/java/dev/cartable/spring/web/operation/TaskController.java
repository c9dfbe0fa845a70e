package dev.cartable.spring.web.operation;

import static java.util.Objects.requireNonNull;

import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Parameters;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.spring.web.internal.Runs;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Which task runs when, and what it did last. */
@ApiController(docs = OperationDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/tasks")
final class TaskController {
    private static final int LAST_RUNS = 20;

    private final Runs runs;
    private final Tasks tasks;

    TaskController(Runs runs) {
        this.runs = requireNonNull(runs, "runs");
        this.tasks = runs.tasks();
    }

    @GetMapping({"", "/"})
    @Requires(Right.READ_TASKS)
    Answer list() {
        return Answer.ok(Row.of("next", null)
                .and("results", tasks.list().stream().map(TaskController::row).toList()));
    }

    /** A task with its last {@value #LAST_RUNS} runs. */
    @GetMapping({"/{name}", "/{name}/"})
    @Requires(Right.READ_TASKS)
    Answer show(@PathVariable("name") String name) {
        TaskName task = named(name);
        Row row = row(tasks.find(task));
        try (Stream<Occurrence> runs = tasks.history(task)) {
            return Answer.ok(row.and(
                    "runs", runs.limit(LAST_RUNS).map(TaskController::run).toList()));
        }
    }

    /** Lets a task run by its schedule again. */
    @PostMapping({"/{name}/on", "/{name}/on/"})
    @Requires(Right.EDIT_TASKS)
    Answer on(@PathVariable("name") String name) {
        return Answer.ok(row(tasks.on(named(name))));
    }

    /** Keeps a task from running by its schedule; a run that is under way goes on. */
    @PostMapping({"/{name}/off", "/{name}/off/"})
    @Requires(Right.EDIT_TASKS)
    Answer off(@PathVariable("name") String name) {
        return Answer.ok(row(tasks.off(named(name))));
    }

    /** Runs a task now, whether it is due or not, and whether it is on or off. It goes on after the request. */
    @PostMapping({"/{name}/run", "/{name}/run/"})
    @Requires(Right.RUN_TASKS)
    Answer run(@PathVariable("name") String name, HttpServletRequest request) {
        Occurrence run = runs.start(named(name));
        String path = request.getRequestURI().replaceFirst("/run/?$", "/runs/")
                + run.slot().key() + "/";
        return runs.accepted(path, row(run));
    }

    @GetMapping({"/{name}/runs/{slot}", "/{name}/runs/{slot}/"})
    @Requires(Right.READ_TASKS)
    Answer show(@PathVariable("name") String name, @PathVariable("slot") String slot) {
        Occurrence run = runs.tasks()
                .find(named(name), slot)
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_RUN", "run", slot));
        return runs.answer(row(run), run);
    }

    private Row row(Occurrence run) {
        return runs.row(
                Row.of("id", run.slot().key()).and("task", run.task().value()).and("byHand", run.byHand()), run);
    }

    private static TaskName named(String name) {
        return Parameters.id(name, TaskName::new)
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_TASK", "task", name));
    }

    private static Row row(Tasks.Entry entry) {
        return Row.of("name", entry.name().value())
                .and("schedule", entry.schedule().toString())
                .and("zone", entry.zone().getId())
                .and("enabled", entry.enabled())
                .and("changed", entry.changed())
                .and("nextAt", entry.nextAt())
                .and("lastRun", run(entry.lastRun()));
    }

    private static @Nullable Row run(@Nullable Occurrence run) {
        return run == null
                ? null
                : Row.of("slot", run.slot().key())
                        .and("byHand", run.byHand())
                        .and("state", run.state())
                        .and("attempt", run.attempt())
                        .and("missed", run.missed())
                        .and("startedAt", run.startedAt())
                        .and("endedAt", run.endedAt())
                        .and("counts", run.counts())
                        .and("reason", run.reason());
    }
}
