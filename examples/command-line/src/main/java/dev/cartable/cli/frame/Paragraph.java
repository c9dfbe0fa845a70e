package dev.cartable.cli.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Folds lines that are longer than a terminal is wide: between words, and never inside what is copied into a shell. */
final class Paragraph {
    /** Beyond the indentation of the line that is folded. */
    private static final String INDENT = "    ";

    /** A word with the blanks before it. An option stays with its value, and the program's name with its first word. */
    private static final Pattern PIECE = Pattern.compile(" *(?:(?:--?[a-z][\\w-]*|cartable) (?=[^ -]))?[^ ]+");

    private Paragraph() {}

    /** The text with a line break where a line would be longer than {@code width} characters. */
    static String fold(String text, int width) {
        return text.lines()
                .map(line -> line.length() <= width ? line : folded(line, width))
                .collect(Collectors.joining("\n"));
    }

    private static String folded(String line, int width) {
        String indent = line.substring(0, line.length() - line.stripLeading().length()) + INDENT;
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        Matcher pieces = PIECE.matcher(line);
        while (pieces.find()) {
            String piece = pieces.group();
            if (current.length() > indent.length() && current.length() + piece.length() > width) {
                lines.add(current.toString());
                current = new StringBuilder(indent).append(piece.stripLeading());
            } else {
                current.append(piece);
            }
        }
        lines.add(current.toString());
        return String.join("\n", lines);
    }
}
