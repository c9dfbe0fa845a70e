package dev.cartable.jdbc.notice;

import dev.cartable.internal.json.Json;
import dev.cartable.jdbc.JdbcStoreException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A notice's variables as one JSON object of strings; none at all is null. */
final class Variables {
    private Variables() {}

    static @Nullable String write(Map<String, String> variables) {
        return variables.isEmpty() ? null : Json.text(new TreeMap<>(variables));
    }

    static Map<String, String> read(@Nullable String text) {
        Map<String, String> variables = new HashMap<>();
        if (text != null) {
            object(text).forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
        }
        return variables;
    }

    private static Map<?, ?> object(String text) {
        try {
            return Json.readObject(text);
        } catch (IllegalArgumentException e) {
            throw notOurs();
        }
    }

    private static JdbcStoreException notOurs() {
        return new JdbcStoreException("the variables of a notice are not a JSON object of strings;"
                + " something else than Cartable has written to its table");
    }
}
