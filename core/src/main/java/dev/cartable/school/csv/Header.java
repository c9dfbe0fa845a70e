package dev.cartable.school.csv;

import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.UnreadableRosterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The columns of a file by their names, which are compared without regard to case and surrounding space. */
final class Header {
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<String> names;

    private Header(List<String> names) {
        this.names = names;
    }

    /**
     * Reads the header of {@code file}, in which each column has one of several names.
     *
     * @throws UnreadableRosterException as {@link #of} does, or if two names of one column are there
     */
    static Header of(String file, List<String> cells, List<Field> fields) {
        Header header = new Header(cells.stream().map(EmailAddress::strip).toList());
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < header.names.size(); i++) {
            String name = header.names.get(i);
            Optional<Field> field =
                    fields.stream().filter(one -> one.isCalled(name)).findFirst();
            if (field.isEmpty()) {
                unknown.add(name);
            } else if (header.columns.put(fold(field.get().name()), i) != null) {
                throw RosterProblem.COLUMN_TWICE.because("file", file, "column", name);
            }
        }
        for (Field field : fields) {
            if (!header.has(field.name())) {
                String near =
                        unknown.stream().filter(field::isNearly).findFirst().orElse(null);
                if (near != null || field.isRequired()) {
                    throw header.missing(file, field.name(), near);
                }
            }
        }
        return header;
    }

    /** What the file itself calls a column; its own name if the file has none. */
    String shown(String column) {
        int index = indexOf(column);
        return index < 0 ? column : names.get(index);
    }

    /**
     * Reads the header of {@code file}.
     *
     * @throws UnreadableRosterException if a name stands twice, a required column is missing, or an optional one that is
     *     missing is probably there under a misspelt name
     */
    static Header of(String file, List<String> cells, List<String> required, List<String> optional) {
        Header header = new Header(cells.stream().map(EmailAddress::strip).toList());
        for (int i = 0; i < header.names.size(); i++) {
            String name = fold(header.names.get(i));
            if (!name.isEmpty() && header.columns.put(name, i) != null) {
                throw RosterProblem.COLUMN_TWICE.because("file", file, "column", header.names.get(i));
            }
        }
        Set<String> known = Stream.concat(required.stream(), optional.stream())
                .map(Header::fold)
                .collect(Collectors.toSet());
        for (String name : required) {
            if (!header.has(name)) {
                throw header.missing(file, name, header.near(name, 2, known));
            }
        }
        for (String name : optional) {
            String near = header.has(name) ? null : header.near(name, 1, known);
            if (near != null) {
                throw header.missing(file, name, near);
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

    private UnreadableRosterException missing(String file, String name, @Nullable String near) {
        String format = UnsupportedFormats.of(names);
        if (format != null) {
            return RosterProblem.OTHER_FORMAT.because("format", format);
        }
        return near == null
                ? RosterProblem.NO_COLUMN.because("file", file, "column", name, "columns", names.size())
                : RosterProblem.MISSPELT_COLUMN.because("file", file, "column", name, "found", near);
    }

    /** A column whose name is nearly this one and means nothing else. */
    private @Nullable String near(String missing, int distance, Set<String> known) {
        return names.stream()
                .filter(name -> !name.isEmpty() && name.length() < 64 && !known.contains(fold(name)))
                .filter(name -> distance(fold(name), fold(missing)) <= distance)
                .findFirst()
                .orElse(null);
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
