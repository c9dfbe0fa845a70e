package dev.cartable.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.cartable.work.Counts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON (RFC 8259), one document at a time.
 *
 * <ul>
 *   <li>Numbers, truth values, text and null are what they are; an {@link Optional} is its value or null.
 *   <li>Enums, ids, digests and instants are their text: an enum its name if it has no other, an instant UTC (ISO 8601).
 *   <li>A map is an object in its order. A collection, and a stream, is an array; the stream is read once and closed.
 *   <li>{@link Counts} are an object of their numbers, nested counts an object within it.
 *   <li>A public record is an object of its components. A record with a text form of its own is that text: such a record is an id,
 *       or hides something that must not be shown.
 * </ul>
 */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** A value that is JSON already and is written as it is. */
    public record Verbatim(String json) {}

    /** Writes one document, without a line break. Flushes and closes nothing. */
    public static void write(Writer out, @Nullable Object value) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(json, value);
        }
    }

    /** One document as text. */
    public static String text(@Nullable Object value) {
        return text(value, false);
    }

    /** One document as text for people to read, with line breaks and indentation. */
    public static String pretty(@Nullable Object value) {
        return text(value, true) + "\n";
    }

    private static String text(@Nullable Object value, boolean pretty) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            if (pretty) {
                json.useDefaultPrettyPrinter();
            }
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Float number) {
            json.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Optional<?> optional) {
            write(json, optional.orElse(null));
        } else if (value instanceof Map<?, ?> map) {
            object(json, map);
        } else if (value instanceof Collection<?> items) {
            array(json, items.iterator());
        } else if (value instanceof Stream<?> items) {
            try (items) {
                array(json, items.iterator());
            }
        } else if (value instanceof Verbatim verbatim) {
            json.writeRawValue(verbatim.json());
        } else if (value instanceof Counts counts) {
            object(
                    json,
                    RecordShape.of(counts).components(counts, part -> part instanceof Long || part instanceof Counts));
        } else if (value instanceof Record whole && !RecordShape.of(whole).hasOwnText(whole)) {
            object(json, RecordShape.of(whole).components(whole, part -> true));
        } else {
            json.writeString(value.toString());
        }
    }

    private static void object(JsonGenerator json, Map<?, ?> fields) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            json.writeFieldName(String.valueOf(field.getKey()));
            write(json, field.getValue());
        }
        json.writeEndObject();
    }

    private static void array(JsonGenerator json, Iterator<?> items) throws IOException {
        json.writeStartArray();
        while (items.hasNext()) {
            write(json, items.next());
        }
        json.writeEndArray();
    }

    /**
     * Reads one document: an object as a map in its order, an array as a list, and otherwise a string, a {@code Long}, a {@code
     * Double}, a {@code Boolean} or null.
     *
     * @throws IllegalArgumentException if the text is not exactly one document, or an object has a name twice; the message does not
     *     hold the text
     */
    public static @Nullable Object read(String text) {
        try (JsonParser json = FACTORY.createParser(text)) {
            Object value = read(json, json.nextToken());
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("there is more than one JSON document");
            }
            return value;
        } catch (IOException e) {
            throw new IllegalArgumentException("this is no JSON document", e);
        }
    }

    /**
     * Reads a document that is an object.
     *
     * @throws IllegalArgumentException as {@link #read}, or if it is no object
     */
    public static Map<?, ?> readObject(String text) {
        if (read(text) instanceof Map<?, ?> object) {
            return object;
        }
        throw new IllegalArgumentException("this is no JSON object");
    }

    /**
     * Reads a document that is an object and has one long array: each element is passed on as soon as it is read, and not kept.
     *
     * @param bytes UTF-8
     * @param array the name of the array, which is a field of the object itself
     * @return the other fields
     * @throws IllegalArgumentException as {@link #readObject(String)}; elements may have been passed on before
     */
    public static Map<String, @Nullable Object> readObject(
            byte[] bytes, String array, Consumer<? super @Nullable Object> element) {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("this is no JSON object");
            }
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals(array) && value == JsonToken.START_ARRAY) {
                    for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                        element.accept(read(json, next));
                    }
                } else {
                    fields.put(name, read(json, value));
                }
            }
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("there is more than one JSON document");
            }
            return fields;
        } catch (IOException e) {
            throw new IllegalArgumentException("this is no JSON document", e);
        }
    }

    private static @Nullable Object read(JsonParser json, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw new IllegalArgumentException("the JSON document is not there, or cut off");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    fields.put(name, read(json, json.nextToken()));
                }
                yield fields;
            }
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    items.add(read(json, next));
                }
                yield items;
            }
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
            case VALUE_NULL -> null;
            default -> json.getText();
        };
    }
}
