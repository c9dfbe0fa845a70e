package dev.cartable.school.ics;

import dev.cartable.school.model.UnreadableRosterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The text of an iCalendar file, which is UTF-8 (RFC 5545). */
final class IcsFile {
    private static final long MOST_BYTES = 10L << 20;
    private static final String BEGIN = "BEGIN:VCALENDAR";

    private IcsFile() {}

    /**
     * Its lines.
     *
     * @throws UnreadableRosterException if it is no iCalendar file, cannot be read, or breaks off
     */
    static List<String> lines(Path file) {
        try {
            String text = Files.size(file) > MOST_BYTES
                    ? ""
                    : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
            List<String> lines = text.lines().toList();
            String name = String.valueOf(file.getFileName());
            if (!text.stripLeading().regionMatches(true, 0, BEGIN, 0, BEGIN.length())) {
                throw new UnreadableRosterException(
                        "NOT_ICALENDAR",
                        Map.of("file", name),
                        name + " is no iCalendar file; nothing was written. Export the calendar as .ics");
            }
            if (!text.stripTrailing().toUpperCase(Locale.ROOT).endsWith("END:VCALENDAR")) {
                throw new UnreadableRosterException(
                        "CUT_OFF",
                        Map.of("file", name, "line", String.valueOf(lines.size())),
                        name + " breaks off in line " + lines.size()
                                + "; nothing was written. Export or copy it again");
            }
            return lines;
        } catch (IOException e) {
            throw new UnreadableRosterException(
                    "CANNOT_READ",
                    Map.of("file", file.toString(), "detail", e.getClass().getSimpleName()),
                    file + " cannot be read; nothing was written. Check that it is there and may be read",
                    e);
        }
    }
}
