package dev.cartable.cli.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lines of text in columns, each as wide as its widest cell. Used by one thread. */
public final class Columns {
    private final List<List<String>> lines = new ArrayList<>();

    /** One more line; all have as many cells as the first. */
    public Columns line(String... cells) {
        lines.add(List.of(cells));
        return this;
    }

    /** The lines, the first column to the left and the others to the right. */
    public List<String> lines() {
        int[] widths = lines.isEmpty()
                ? new int[0]
                : IntStream.range(0, lines.get(0).size())
                        .map(column -> lines.stream()
                                .mapToInt(line -> line.get(column).length())
                                .max()
                                .orElse(0))
                        .toArray();
        return lines.stream().map(line -> text(line, widths)).toList();
    }

    private static String text(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < line.size(); column++) {
            String cell = line.get(column);
            String gap = " ".repeat(widths[column] - cell.length());
            text.append("  ").append(column == 0 ? cell + gap : gap + cell);
        }
        return text.toString().stripTrailing();
    }
}
