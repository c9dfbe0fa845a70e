package dev.cartable.notice.http;

import dev.cartable.internal.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a JSON document: a JSON Pointer (RFC 6901) such as {@code /messages/0/id}, in which {@code *} stands for every
 * element of an array. Several, separated by blanks, are tried in turn. Immutable.
 */
final class JsonPath {
    /** The whole document. */
    static final JsonPath WHOLE = new JsonPath(List.of(List.of()));

    private final List<List<String>> pointers;

    private JsonPath(List<List<String>> pointers) {
        this.pointers = pointers;
    }

    /**
     * Reads a path.
     *
     * @param setting what names it in an error
     * @throws GatewaySettingsException if it is no path
     */
    static JsonPath parse(String setting, String text) {
        List<List<String>> pointers = new ArrayList<>();
        for (String pointer : text.strip().split("\\s+", -1)) {
            if (!pointer.startsWith("/")) {
                throw new GatewaySettingsException(
                        "BAD_PATH",
                        setting,
                        setting + ": a place in a JSON document begins with '/', such as /messages/0/id");
            }
            pointers.add(Arrays.stream(pointer.substring(1).split("/", -1))
                    .map(name -> name.replace("~1", "/").replace("~0", "~"))
                    .toList());
        }
        return new JsonPath(List.copyOf(pointers));
    }

    /** All values there. */
    List<Object> all(@Nullable Object document) {
        for (List<String> pointer : pointers) {
            Stream<Object> found = Stream.ofNullable(document);
            for (String name : pointer) {
                found = found.flatMap(value -> step(value, name));
            }
            List<Object> values = found.toList();
            if (!values.isEmpty()) {
                return values;
            }
        }
        return List.of();
    }

    /** The first value there as text; empty if there is none, or if it is an object or an array. */
    Optional<String> text(@Nullable Object document) {
        return all(document).stream()
                .filter(value -> !(value instanceof Map) && !(value instanceof List))
                .map(Object::toString)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static Stream<Object> step(Object value, String name) {
        if (value instanceof Map<?, ?> object) {
            return Stream.ofNullable(object.get(name));
        }
        if (value instanceof List<?> array) {
            if (name.equals("*")) {
                return array.stream().filter(element -> element != null).map(element -> (Object) element);
            }
            return name.matches("[0-9]{1,6}") && Integer.parseInt(name) < array.size()
                    ? Stream.ofNullable(array.get(Integer.parseInt(name)))
                    : Stream.empty();
        }
        return Stream.empty();
    }

    /** A text as JSON; null if it is none. */
    static @Nullable Object document(String text) {
        try {
            return Json.read(text);
        } catch (IllegalArgumentException | StackOverflowError e) {
            return null;
        }
    }
}
