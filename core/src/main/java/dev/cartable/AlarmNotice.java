package dev.cartable;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.School;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.TaskName;
import java.time.Instant;
import java.time.format.FormatStyle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The type of the kind {@code task.alarm}: it is sent to the address that is set for alarms, as long as there is one. Safe for use by
 * several threads.
 */
final class AlarmNotice implements NoticeType {
    static final Kind KIND = Kind.of("task.alarm");

    /** What a text names besides the alarm itself. */
    private static final Set<String> FACTS = Set.of(
            "school",
            "at",
            "task",
            "since",
            "slot",
            "attempts",
            "reason",
            "missed",
            "expected",
            "sent",
            "run",
            "absent",
            "enrolled",
            "day",
            "file",
            "state",
            "hours",
            "place",
            "files");

    private final School school;
    private final @Nullable EmailAddress address;

    /** @param address null if alarms go to none */
    AlarmNotice(School school, @Nullable EmailAddress address) {
        this.school = requireNonNull(school, "school");
        this.address = address;
    }

    /** What the mail about an alarm says; the code in lower case is set, and no other code. */
    static Map<String, String> variables(Alarm alarm, School school) {
        Map<String, String> values = new HashMap<>();
        Arrays.stream(Alarm.Code.values()).forEach(code -> values.put(name(code), ""));
        FACTS.forEach(fact -> values.put(fact, ""));
        values.putAll(alarm.facts());
        values.put(name(alarm.code()), "1");
        values.put("task", alarm.task() == null ? "" : alarm.task().value());
        values.put("at", text(alarm.at(), school));
        values.computeIfPresent("since", (name, since) -> since.isEmpty() ? since : text(Instant.parse(since), school));
        values.put("school", school.name());
        return values;
    }

    private static String text(Instant at, School school) {
        return Phrases.time(at.atZone(school.zone()), FormatStyle.LONG, school.language());
    }

    private static String name(Alarm.Code code) {
        return code.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Category category() {
        return Category.OPERATIONS;
    }

    @Override
    public Set<String> variables() {
        Set<String> all = new TreeSet<>(FACTS);
        Arrays.stream(Alarm.Code.values()).map(AlarmNotice::name).forEach(all::add);
        return all;
    }

    @Override
    public boolean canFallBack() {
        return false;
    }

    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.SEND_AGAIN;
    }

    @Override
    public Verdict check(Notice notice) {
        return address == null
                ? new Verdict.Suppress("no address is set for alarms any more")
                : new Verdict.Send(Map.of(), address);
    }

    @Override
    public Map<String, String> sample(Locale language) {
        Instant at = Instant.parse("2026-03-03T01:37:00Z");
        return variables(
                new Alarm(
                        Alarm.Code.TASK_FAILED,
                        new TaskName("retention"),
                        at,
                        Map.of("slot", "2026-03-03", "attempts", "4", "reason", "java.io.IOException")),
                school);
    }
}
