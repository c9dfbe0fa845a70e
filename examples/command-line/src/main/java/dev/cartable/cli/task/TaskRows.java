package dev.cartable.cli.task;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Words;
import dev.cartable.task.Tasks;
import dev.cartable.task.Tasks.UnknownTaskException;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tasks and their runs as rows of a list. */
final class TaskRows {
    private TaskRows() {}

    static Row run(Frame frame, Occurrence run) {
        Row row = Row.of("task", run.task())
                .and("slot", run.slot().key())
                .and("outcome", run.state())
                .and("attempt", run.attempt())
                .and("missed", run.missed())
                .and("startedAt", run.startedAt())
                .and("endedAt", run.endedAt())
                .and("nextAt", run.nextAt())
                .and("node", run.node())
                .and("counts", run.counts())
                .and("reason", run.reason());
        return frame.isJson()
                ? row
                : row.and("when", when(frame, run))
                        .and("numbers", frame.report().numbers(run.counts(), true));
    }

    static Row task(Frame frame, Tasks.Entry task) {
        Occurrence last = task.lastRun();
        Row row = Row.of("task", task.name())
                .and("schedule", task.schedule().toString())
                .and("zone", task.zone().getId())
                .and("enabled", task.enabled())
                .and("changed", task.changed())
                .and("nextAt", task.nextAt())
                .and("lastRun", last == null ? null : run(frame, last));
        return frame.isJson() ? row : row.and("line", line(frame, task));
    }

    /** A task in columns: its name, its schedule, when it runs next, and what it did last. */
    private static String line(Frame frame, Tasks.Entry task) {
        String next = !task.enabled()
                ? frame.words().text("tasks.off")
                : task.nextAt() == null ? "" : frame.words().text("tasks.next", Map.of("nextAt", task.nextAt()));
        String zone = task.zone().equals(frame.zone()) ? "" : " " + task.zone();
        String schedule = schedule(frame.words(), task.schedule()) + zone;
        String columns = String.format(Locale.ROOT, "%-23s %-24s %s", task.name(), schedule, next);
        Occurrence last = task.lastRun();
        return (last == null ? columns : String.format(Locale.ROOT, "%-77s %s", columns, last(frame, last)))
                .stripTrailing();
    }

    private static String last(Frame frame, Occurrence last) {
        String state = frame.words().code(last.state().toString());
        Instant when = last.startedAt() == null ? last.slot().at() : last.startedAt();
        String numbers = frame.report().numbers(last.counts(), true);
        String text = frame.words().text("tasks.last", Map.of("when", when, "outcome", state));
        return numbers.isEmpty() ? text : frame.words().text("tasks.numbers", Map.of("last", text, "numbers", numbers));
    }

    /** When a run was due, or that a person asked for it and when; programs have the slot's key. */
    private static String when(Frame frame, Occurrence run) {
        Instant at = run.slot().at();
        return run.byHand()
                ? frame.words().text("tasks.by-hand", "when", at)
                : frame.words().time(at);
    }

    /** A schedule in people's words; a cron expression has none. */
    private static String schedule(Words words, Schedule schedule) {
        if (schedule instanceof Schedule.Daily daily) {
            String times = daily.times().stream().map(LocalTime::toString).collect(Collectors.joining(" "));
            return words.text("schedule.daily", "times", times);
        }
        if (schedule instanceof Schedule.Weekly weekly) {
            String day = weekly.day().getDisplayName(TextStyle.FULL, words.language());
            return words.text("schedule.weekly", Map.of("day", day, "time", weekly.time()));
        }
        if (schedule instanceof Schedule.Monthly monthly) {
            return words.text("schedule.monthly", Map.of("day", monthly.day(), "time", monthly.time()));
        }
        return schedule instanceof Schedule.Every every ? interval(words, every.interval()) : schedule.toString();
    }

    private static String interval(Words words, Duration interval) {
        if (interval.equals(Duration.ofMinutes(1))) {
            return words.text("schedule.minute");
        }
        if (interval.equals(Duration.ofHours(1))) {
            return words.text("schedule.hour");
        }
        long seconds = interval.toSeconds();
        String text = seconds % 3600 == 0
                ? seconds / 3600 + " h"
                : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
        return words.text("schedule.every", "interval", text);
    }

    /** The task of that name; what a person typed is theirs to mend. */
    static TaskName named(Frame frame, Tasks tasks, String name) {
        try {
            TaskName task = new TaskName(name);
            tasks.find(task);
            return task;
        } catch (IllegalArgumentException | UnknownTaskException e) {
            String known =
                    tasks.list().stream().map(task -> task.name().value()).collect(Collectors.joining(", "));
            throw CommandException.usage(
                    frame.words().text("error.UNKNOWN_TASK", Map.of("task", name, "known", known)));
        }
    }
}
