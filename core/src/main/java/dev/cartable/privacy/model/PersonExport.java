package dev.cartable.privacy.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept about one person, in the order of the relations. Hold it as you hold the data itself.
 *
 * @param person the id in the host's system, as {@code guardian:ID} or {@code user:ID}
 * @param at when it was read
 * @param tables for each relation that has any row about the person, those rows: column by column, texts, numbers, truth
 *     values or null, times in UTC
 */
public record PersonExport(String person, Instant at, Map<String, List<Map<String, @Nullable Object>>> tables) {
    public PersonExport {
        requireNonNull(person, "person");
        requireNonNull(at, "at");
        requireNonNull(tables, "tables");
    }

    /** One JSON object (RFC 8259) with {@code person}, {@code at} and {@code tables}, which holds an array of objects for each. */
    public String json() {
        StringBuilder json = new StringBuilder();
        json.append("{\n\"person\": ");
        write(json, person);
        json.append(",\n\"at\": ");
        write(json, at.toString());
        json.append(",\n\"tables\": ");
        write(json, tables);
        return json.append("\n}\n").toString();
    }

    private static void write(StringBuilder json, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            json.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.append(separator);
                write(json, String.valueOf(entry.getKey()));
                json.append(": ");
                write(json, entry.getValue());
                separator = ", ";
            }
            json.append('}');
        } else if (value instanceof Collection<?> items) {
            json.append('[');
            String separator = "\n  ";
            for (Object item : items) {
                json.append(separator);
                write(json, item);
                separator = ",\n  ";
            }
            json.append(']');
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            json.append(value);
        } else {
            text(json, value.toString());
        }
    }

    private static void text(StringBuilder json, String text) {
        json.append('"');
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ' || Character.isSurrogate((char) c) || c == 0x2028 || c == 0x2029) {
                json.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        json.append('"');
    }

    /** Whom it is about, and nothing else. */
    @Override
    public String toString() {
        return "PersonExport[" + person + "]";
    }
}
