package dev.cartable.school.csv;

import dev.cartable.school.model.UnreadableRosterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columns of a file by their names, which are compared without regard to case and surrounding space. */
final class Header {
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<String> names;

    private Header(List<String> names) {
        this.names = names;
    }

    /**
     * Reads the header of {@code file}.
     *
     * @throws UnreadableRosterException if a name stands twice, a required column is missing, or an optional one that is
     *     missing is probably there under a misspelt name
     */
    static Header of(String file, List<String> cells, List<String> required, List<String> optional) {
        Header header = new Header(cells.stream().map(String::strip).toList());
        for (int i = 0; i < header.names.size(); i++) {
            String name = fold(header.names.get(i));
            if (!name.isEmpty() && header.columns.put(name, i) != null) {
                throw new UnreadableRosterException(file + " has the column " + header.names.get(i)
                        + " twice; nothing was written. Remove one of them");
            }
        }
        for (String name : required) {
            if (!header.has(name)) {
                throw new UnreadableRosterException(
                        file + " has no column " + name + header.hint(name, 2) + "; nothing was written");
            }
        }
        for (String name : optional) {
            if (!header.has(name) && !header.hint(name, 1).isEmpty()) {
                throw new UnreadableRosterException(file + " has no column " + name + header.hint(name, 1)
                        + "; nothing was written. Rename it, so that it is not ignored");
            }
        }
        return header;
    }

    boolean has(String name) {
        return columns.containsKey(fold(name));
    }

    /** The column's place, from 0; -1 if there is none. */
    int indexOf(String name) {
        return columns.getOrDefault(fold(name), -1);
    }

    int size() {
        return names.size();
    }

    String nameAt(int index) {
        return names.get(index);
    }

    private static String fold(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private String hint(String missing, int distance) {
        List<String> near = new ArrayList<>();
        for (String name : names) {
            if (!name.isEmpty() && name.length() < 64 && distance(fold(name), fold(missing)) <= distance) {
                near.add(name);
            }
        }
        return near.isEmpty() ? "" : ": there is " + near.get(0) + ", did you mean " + missing + "?";
    }

    /** The optimal string alignment distance: how many letters were added, left out, changed or swapped. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
