package dev.cartable.cli.frame;

import dev.cartable.reminder.model.AbsenceSettings;
import dev.cartable.reminder.model.AbsenceSettings.Brake;
import dev.cartable.reminder.model.AbsenceSettings.Thresholds;
import dev.cartable.reminder.model.DunningLevels;
import dev.cartable.reminder.model.ReminderSettings;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the options say about reminders. */
final class ReminderOptions {
    private static final String OFF = "off";
    private static final Pattern BRAKE = Pattern.compile("(\\d{1,3}) (\\d{1,6})");
    private static final Pattern THRESHOLDS = Pattern.compile("(\\d{1,3}) (\\d{1,3}) (\\d{1,3})");

    private final Words words;
    private ReminderSettings settings;

    private ReminderOptions(Words words, ReminderSettings settings) {
        this.words = words;
        this.settings = settings;
    }

    /** The settings with what was given. */
    static ReminderSettings settings(Words words, Options options, ReminderSettings defaults) {
        ReminderOptions all = new ReminderOptions(words, defaults);
        all.set("site", options.site);
        all.set("dunning", options.dunning);
        all.set("absence-grace", options.absenceGrace);
        all.set("absence-brake", options.absenceBrake);
        all.set("absence-thresholds", options.absenceThresholds);
        all.set("school-days", options.schoolDays);
        return all.settings;
    }

    /** Refuses a value that its option could not have. */
    static void check(Words words, String name, String value) {
        new ReminderOptions(words, ReminderSettings.defaults()).set(name, value);
    }

    private void set(String name, @Nullable String value) {
        switch (name) {
            case "site" -> change(name, value, (before, text) -> before.withSite(site(text)));
            case "dunning" -> change(name, value, (before, text) -> before.withDunning(DunningLevels.parse(text)));
            case "absence-grace" ->
                absences(name, value, (before, text) -> before.atOnceAfter(Duration.ofMinutes(Long.parseLong(text))));
            case "absence-brake" -> absences(name, value, (before, text) -> before.withBrake(brake(text)));
            case "absence-thresholds" ->
                absences(name, value, (before, text) -> before.withThresholds(thresholds(text)));
            case "school-days" -> change(name, value, (before, text) -> before.withSchoolDays(days(text)));
            default -> {}
        }
    }

    private void change(
            String name, @Nullable String value, BiFunction<ReminderSettings, String, ReminderSettings> change) {
        if (value != null && !value.isBlank()) {
            settings = CommandException.option(words, "--" + name, value, () -> change.apply(settings, value.strip()));
        }
    }

    private void absences(
            String name, @Nullable String value, BiFunction<AbsenceSettings, String, AbsenceSettings> change) {
        change(name, value, (before, text) -> before.withAbsences(change.apply(before.absences(), text)));
    }

    private static URI site(String text) {
        URI site = URI.create(text);
        if (!site.isAbsolute() || site.getHost() == null) {
            throw new IllegalArgumentException("'" + text + "' is no address such as https://school.example.org");
        }
        return site;
    }

    private static @Nullable Brake brake(String text) {
        Matcher numbers = BRAKE.matcher(text);
        if (text.equals(OFF)) {
            return null;
        }
        require(numbers.matches(), text);
        return new Brake(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
    }

    private static Thresholds thresholds(String text) {
        Matcher numbers = THRESHOLDS.matcher(text);
        if (text.equals(OFF)) {
            return Thresholds.off();
        }
        require(numbers.matches(), text);
        return new Thresholds(
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                Integer.parseInt(numbers.group(3)));
    }

    /** Days of the week by their English or French names. */
    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String word : text.split("[ ,]+", -1)) {
            days.add(Arrays.stream(DayOfWeek.values())
                    .filter(day -> Stream.of(Locale.ENGLISH, Locale.FRENCH)
                            .anyMatch(language ->
                                    day.getDisplayName(TextStyle.FULL, language).equalsIgnoreCase(word)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no day of the week")));
        }
        return days;
    }

    private static void require(boolean fits, String text) {
        if (!fits) {
            throw new IllegalArgumentException("'" + text + "' are not the numbers that it takes, nor off");
        }
    }
}
