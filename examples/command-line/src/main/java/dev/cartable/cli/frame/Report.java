package dev.cartable.cli.frame;

import dev.cartable.internal.json.Json;
import dev.cartable.school.model.RowError;
import dev.cartable.work.Counts;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a command reports: with {@code --json} exactly one document on standard output, and all text for people on standard
 * error; otherwise text on standard output. Used by one thread.
 */
public final class Report {
    private static final int SHOWN = 10;

    private final Surroundings around;
    private final Words words;
    private final boolean json;
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final Map<String, Rows> lists = new LinkedHashMap<>();
    private final List<String> afterwards = new ArrayList<>();
    private Map<String, Long> counts = Map.of();
    private boolean outputTaken;
    private @Nullable Names names;

    Report(Surroundings around, Words words, boolean json, String command) {
        this.around = around;
        this.words = words;
        this.json = json;
        fields.put("command", command);
    }

    /** The words of the text for people. */
    public Words words() {
        return words;
    }

    /** Shows people whom ids stand for, from now on. */
    void nameBy(Names known) {
        names = known;
    }

    /** An id with its name, as people read it; every other value as it is. */
    public @Nullable Object named(@Nullable Object value) {
        return names == null ? value : names.beside(value);
    }

    /** A field of the document; nothing is shown to people. */
    public Report field(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /** The list of this name, shown to people as far as its first items; an empty one is an empty array. */
    public Rows rows(String name) {
        return rows(name, SHOWN);
    }

    /** The list of this name, all of it shown to people. */
    public Rows allRows(String name) {
        return rows(name, Integer.MAX_VALUE);
    }

    /** The list of this name, for programs alone. */
    public Rows hiddenRows(String name) {
        return rows(name, 0);
    }

    private Rows rows(String name, int shown) {
        return lists.computeIfAbsent(name, n -> {
            try {
                return new Rows(n, words, json ? new Spool() : null, shown, this::named);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make a temporary file for the list '" + n + "'", e);
            }
        });
    }

    /** The numbers of a run, in their order; people see those that are not 0. */
    public void counts(Counts numbers) {
        counts(numbers.values());
    }

    /** As {@link #counts(Counts)}. */
    public void counts(Map<String, Long> numbers) {
        counts = new LinkedHashMap<>(numbers);
    }

    /** A text for people, at once. */
    public void say(String key, Map<String, ?> values) {
        tell(text(), words.text(key, values));
    }

    /** A text for people, at once. */
    public void say(String key) {
        tell(text(), words.text(key));
    }

    /** Text for people that is not ours, at once. */
    public void print(String line) {
        text().println(line);
    }

    /** What is wrong with a row, in people's words: those of the command that made the error, or those of its code. */
    public String reason(RowError error) {
        String key = "row." + error.code();
        Map<String, String> facts = new LinkedHashMap<>(error.facts());
        facts.computeIfPresent("window", (name, window) -> words.code(window));
        String ours = facts.get("reason");
        return ours != null
                ? ours
                : words.has(key) ? words.text(key, facts) : facts.getOrDefault("detail", error.code());
    }

    /** Names with a number each, in one line; {@code key} is the text for one, and {@code key.none} the empty name. */
    public String list(String key, Map<String, Long> numbers) {
        return numbers.entrySet().stream()
                .map(entry -> words.text(
                        key,
                        Map.of(
                                "name",
                                entry.getKey().isEmpty() ? words.text(key + ".none") : entry.getKey(),
                                "number",
                                entry.getValue())))
                .collect(Collectors.joining(", "));
    }

    /** A text for people behind all lists and numbers. */
    public void afterwards(String key, Map<String, ?> values) {
        afterwards.add(words.text(key, values));
    }

    /** A warning, always on standard error. */
    public void warn(String key, Map<String, ?> values) {
        tell(around.err(), words.text("warning") + words.text(key, values));
    }

    /** Puts text for people on standard error, since standard output is for something else. */
    void useStandardError() {
        outputTaken = true;
    }

    private static void tell(PrintStream to, String text) {
        to.println(Terminal.folded(to, text));
    }

    private PrintStream text() {
        return json || outputTaken ? around.err() : around.out();
    }

    /** Ends a command that could not go on. */
    void fail(String code, String message) {
        if (json) {
            fields.put("error", Row.of("code", code).and("message", message));
        }
        tell(around.err(), words.text("failed", "message", message));
    }

    /** Writes what is left to report. */
    void finish() {
        lists.values().forEach(list -> list.lines().forEach(line -> tell(text(), line)));
        if (!json) {
            numbers();
        }
        afterwards.forEach(text -> tell(text(), text));
        if (json) {
            try {
                document();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write the result", e);
            }
        }
    }

    private void numbers() {
        Map<String, String> table = new LinkedHashMap<>();
        counts.forEach((name, number) -> {
            if (number != 0 || name.equals("input") || name.equals("created") || counts.size() == 1) {
                table.put(label(name), words.number(number));
            }
        });
        int label = table.keySet().stream().mapToInt(String::length).max().orElse(0);
        int number = table.values().stream().mapToInt(String::length).max().orElse(0);
        table.forEach((l, n) ->
                text().println("  " + l + " ".repeat(label - l.length() + 2) + " ".repeat(number - n.length()) + n));
    }

    /** A command may have its own words for a number. */
    public String label(String name) {
        String own = "count." + String.valueOf(fields.get("command")).replace(' ', '.') + "." + name;
        String shared = "count." + name;
        return words.has(own) ? words.text(own) : words.has(shared) ? words.text(shared) : name;
    }

    /**
     * The numbers that are not 0, with the names under which people see them.
     *
     * @param ordered whether a number that is a part of another ("of these …") follows it; else its own name is shown
     */
    public String numbers(Map<String, Long> counts, boolean ordered) {
        return counts.entrySet().stream()
                .filter(count -> count.getValue() != 0)
                .map(count -> {
                    String label = label(count.getKey());
                    return (ordered || !label.startsWith("–") ? label : count.getKey()) + " "
                            + words.number(count.getValue());
                })
                .collect(Collectors.joining(", "));
    }

    private void document() throws IOException {
        Map<String, @Nullable Object> document = new LinkedHashMap<>(fields);
        Object error = document.remove("error");
        for (Rows list : lists.values()) {
            document.put(list.name(), Objects.requireNonNull(list.spool()).items());
        }
        if (!counts.isEmpty()) {
            document.put("counts", counts);
        }
        if (error != null) {
            document.put("error", error);
        }
        Writer out = new OutputStreamWriter(around.out(), StandardCharsets.UTF_8);
        Json.write(out, document);
        out.flush();
        around.out().println();
        around.out().flush();
    }

    /** Deletes the temporary files of lists that were never written. */
    void discard() {
        for (Rows list : lists.values()) {
            Spool spool = list.spool();
            if (spool != null) {
                try {
                    spool.close();
                } catch (IOException e) {
                    around.err().println(e.getMessage());
                }
            }
        }
    }
}
