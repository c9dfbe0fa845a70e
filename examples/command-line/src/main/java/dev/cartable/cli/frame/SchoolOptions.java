package dev.cartable.cli.frame;

import dev.cartable.school.model.School;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The name, the zone and the language of the school that the options name. */
public final class SchoolOptions {
    private SchoolOptions() {}

    /** The school that the options name. */
    public static School school(Frame frame) {
        String given = frame.options().school;
        String name = given == null ? School.FIRST_TRY_NAME : given;
        return CommandException.option(
                frame.words(), "--school", name, () -> new School(name, zone(frame), language(frame.options())));
    }

    /** The language of messages is the school's and not that of whoever types, or it would change with every terminal. */
    static Locale language(Options options) {
        return "en".equals(options.schoolLang) ? Locale.ENGLISH : Locale.FRENCH;
    }

    /** Where the school's days begin and end. */
    public static ZoneId zone(Frame frame) {
        String text = frame.options().zone;
        return text == null || text.equals("system") ? ZoneId.systemDefault() : zone(frame.words(), text);
    }

    /** The zone of this name, or a message with those that may be meant, such as Europe/Paris for Paris. */
    public static ZoneId zone(Words words, String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            Set<String> known = ZoneId.getAvailableZoneIds();
            List<String> close = known.stream()
                    .filter(id -> id.toLowerCase(Locale.ROOT).endsWith("/" + name.toLowerCase(Locale.ROOT)))
                    .filter(id -> id.split("/").length == 2)
                    .toList();
            List<String> meant = close.isEmpty() ? Spelling.closest(name, known) : close;
            String said = words.text("error.zone", "value", name);
            throw CommandException.usage(
                    meant.isEmpty() ? said : said + " " + words.text("error.suggestion", "suggestion", meant));
        }
    }

    /** Whether the zone is set, and not just this machine's. */
    public static boolean isZoneChosen(Frame frame) {
        return frame.options().zone != null;
    }
}
