package dev.cartable.spring.web.family;

import static java.util.Objects.requireNonNull;

import dev.cartable.reminder.ReleaseHolds;
import dev.cartable.reminder.Reminders;
import dev.cartable.reminder.model.Hold;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Runs of reminders that are held because they say that too many pupils are absent: a person lets one go on, or discards it. */
@ApiController(docs = FamilyDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/reminders/holds")
final class HoldController {
    private final Reminders reminders;

    HoldController(Reminders reminders) {
        this.reminders = requireNonNull(reminders, "reminders");
    }

    @GetMapping({"", "/"})
    @Requires(Right.DECIDE_REMINDERS)
    Answer list() {
        return Answer.ok(Row.of("next", null)
                .and(
                        "results",
                        reminders.holds().open().stream()
                                .map(HoldController::row)
                                .toList()));
    }

    /** What is still true is queued now. Called again, it queues what is left. */
    @PostMapping({"/{run}/release", "/{run}/release/"})
    @Requires(value = Right.DECIDE_REMINDERS, key = Requires.Key.REPEATABLE)
    Answer release(@PathVariable("run") String run) {
        return answer(reminders.holds().release(run, step -> {}));
    }

    /** Discards what the run holds: no notice is sent of it, now or later. */
    @PostMapping({"/{run}/discard", "/{run}/discard/"})
    @Requires(value = Right.DECIDE_REMINDERS, key = Requires.Key.REPEATABLE)
    Answer discard(@PathVariable("run") String run) {
        return answer(reminders.holds().discard(run));
    }

    private static Answer answer(ReleaseHolds.Result result) {
        if (result instanceof ReleaseHolds.Released released) {
            return Answer.ok(
                    row(released.hold()).and("counts", released.counts().values()));
        }
        if (result instanceof ReleaseHolds.Discarded discarded) {
            return Answer.ok(row(discarded.hold()).and("counts", Map.of("discarded", discarded.entries())));
        }
        if (result instanceof ReleaseHolds.AlreadyDecided decided) {
            throw ProblemException.of(
                    409,
                    "ALREADY_DECIDED",
                    Map.of(
                            "run", decided.hold().run(),
                            "state", decided.hold().state().name()));
        }
        throw ProblemException.notFound("UNKNOWN_RUN", "run", ((ReleaseHolds.UnknownRun) result).run());
    }

    private static Row row(Hold hold) {
        return Row.of("run", hold.run())
                .and("kind", hold.kind().toString())
                .and("day", hold.day())
                .and("absentOn", hold.absentOn())
                .and("promotion", hold.promotion())
                .and("absent", hold.absent())
                .and("enrolled", hold.enrolled())
                .and("percent", hold.percent())
                .and("state", hold.state())
                .and("alarmedAt", hold.alarmedAt())
                .and("decidedAt", hold.decidedAt());
    }
}
