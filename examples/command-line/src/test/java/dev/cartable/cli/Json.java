package dev.cartable.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one JSON document, and fails if there is more than one, or a name is there twice. */
record Json(@Nullable Object value) {
    static Json parse(String text) {
        try (JsonParser parser = new JsonFactory()
                .createParser(text)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature())) {
            parser.nextToken();
            Json json = new Json(read(parser));
            if (parser.nextToken() != null) {
                throw new AssertionError("there is more than one JSON document:\n" + text);
            }
            return json;
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON:\n" + text, e);
        }
    }

    private static @Nullable Object read(JsonParser parser) throws IOException {
        JsonToken token = Objects.requireNonNull(parser.currentToken(), "empty");
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, read(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    @SuppressWarnings("unchecked")
    private Map<String, @Nullable Object> fields() {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }

    boolean has(String name) {
        return fields().containsKey(name);
    }

    Json get(String name) {
        if (!has(name)) {
            throw new AssertionError("no field '" + name + "' in " + fields().keySet());
        }
        return new Json(fields().get(name));
    }

    @SuppressWarnings("unchecked")
    List<Json> list(String name) {
        return ((List<@Nullable Object>) Objects.requireNonNull(get(name).value()))
                .stream().map(Json::new).toList();
    }

    String text(String name) {
        return String.valueOf(get(name).value());
    }

    long count(String name) {
        return (Long) Objects.requireNonNull(get("counts").get(name).value());
    }

    Iterable<String> names() {
        return fields().keySet();
    }
}
