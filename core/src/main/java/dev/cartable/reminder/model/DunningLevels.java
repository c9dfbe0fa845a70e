package dev.cartable.reminder.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * On which days people are reminded of an instalment, counted from its due date. Its text form is what settings hold: {@code 1 7 30},
 * or {@code every 1 day}.
 *
 * @param levels days after the due date, ascending; 0 is the due date, and days before it are below zero; empty if {@code every} is set
 * @param every a reminder each so many days from the day after the due date, without an end; 0 if there are levels
 */
public record DunningLevels(List<Integer> levels, int every) {
    private static final int FAR = 3_650;
    private static final Pattern EVERY = Pattern.compile("every (\\d{1,4}) days?");
    private static final Pattern LIST = Pattern.compile("-?\\d{1,4}(?:[ ,]+-?\\d{1,4})*");

    public DunningLevels {
        levels = levels.stream().distinct().sorted().toList();
        if (levels.isEmpty() == (every == 0)) {
            throw new IllegalArgumentException("dunning has levels, or is repeated every so many days");
        }
        if (every < 0 || every > FAR || levels.stream().anyMatch(level -> Math.abs(level) > FAR)) {
            throw new IllegalArgumentException("dunning is within " + FAR + " days of the due date");
        }
    }

    /** 1, 7 and 30 days after the due date. */
    public static DunningLevels defaults() {
        return of(1, 7, 30);
    }

    /** These days after the due date; those before it are below zero. */
    public static DunningLevels of(Integer... days) {
        return new DunningLevels(Arrays.asList(days), 0);
    }

    /** Each so many days, from the day after the due date. */
    public static DunningLevels everyDays(int days) {
        return new DunningLevels(List.of(), days);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static DunningLevels parse(String text) {
        String stripped = text.strip();
        Matcher every = EVERY.matcher(stripped);
        if (every.matches()) {
            return everyDays(Integer.parseInt(every.group(1)));
        }
        if (!LIST.matcher(stripped).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' says no dunning levels: write days such as '1 7 30', or 'every 1 day'");
        }
        List<Integer> days = new ArrayList<>();
        for (String day : stripped.split("[ ,]+", -1)) {
            days.add(Integer.valueOf(day));
        }
        return new DunningLevels(days, 0);
    }

    /**
     * The highest level that is reached; empty if none is.
     *
     * @param days since the due date, below zero before it
     */
    public OptionalInt reached(long days) {
        if (every > 0) {
            return days < 1 ? OptionalInt.empty() : OptionalInt.of((int) ((days - 1) / every * every + 1));
        }
        return levels.stream()
                .filter(level -> level <= days)
                .mapToInt(Integer::intValue)
                .max();
    }

    /** How many days before the due date the first level is; 0 if none is before it. */
    public int daysBefore() {
        return levels.isEmpty() ? 0 : Math.max(0, -levels.get(0));
    }

    /** The last level; empty if reminders have no end. */
    public OptionalInt last() {
        return levels.isEmpty() ? OptionalInt.empty() : OptionalInt.of(levels.get(levels.size() - 1));
    }

    /** The text form. */
    @Override
    public String toString() {
        return every > 0
                ? "every " + every + (every == 1 ? " day" : " days")
                : levels.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
