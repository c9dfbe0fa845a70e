package dev.cartable.pdf;

import dev.cartable.school.model.School;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands in the window of an envelope: a name, and below it the postal address or who takes the letter home. */
final class WindowText {
    /** The values of a layout for the place of the window. */
    static final Set<String> PLACE = Set.of("window_left", "window_top", "window_width", "window_height");

    /** What has room; a longer text ends in an ellipsis here. */
    private static final int LONGEST_LINE = 60;

    private static final int MOST_LINES = 5;

    private WindowText() {}

    static Map<String, String> place(DocumentDesign design, School school) {
        AddressWindow window = design.addressWindow(school);
        return Map.of(
                "window_left", String.valueOf(window.left()),
                "window_width", String.valueOf(window.width()),
                "window_top", String.valueOf(AddressWindow.TOP),
                "window_height", String.valueOf(AddressWindow.HEIGHT));
    }

    /**
     * The lines below the name.
     *
     * @param name in the window
     * @param address the postal address; empty where the school hands it out
     * @param pupil who takes it home; empty if it is not handed out by a pupil
     * @param promotion the pupil's class; empty if it is not known
     */
    static List<Map<String, String>> lines(
            Words words, String name, List<String> address, String pupil, String promotion) {
        List<String> lines = new ArrayList<>();
        if (!address.isEmpty()) {
            address.stream().limit(MOST_LINES).forEach(lines::add);
        } else {
            if (!pupil.isEmpty() && !name.contains(pupil)) {
                lines.add(words.text("by_pupil", Map.of("pupil", cut(pupil))));
            }
            if (!promotion.isEmpty()) {
                lines.add(words.text("of_class", Map.of("class", cut(promotion))));
            }
        }
        return lines.stream().map(line -> Map.of("line", cut(line))).toList();
    }

    /** The text, or its beginning with an ellipsis. */
    static String cut(String text) {
        String line = text.strip();
        return line.codePointCount(0, line.length()) <= LONGEST_LINE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_LINE - 1))
                                .strip() + "…";
    }
}
