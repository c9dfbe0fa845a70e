package dev.cartable.jdbc.notice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cartable.jdbc.JdbcStoreException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A notice's variables as one JSON object of strings; none at all is null. */
final class Variables {
    private static final JsonFactory JSON = new JsonFactory();

    private Variables() {}

    static @Nullable String write(Map<String, String> variables) {
        if (variables.isEmpty()) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
                json.writeStringField(variable.getKey(), variable.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static Map<String, String> read(@Nullable String text) {
        Map<String, String> variables = new HashMap<>();
        if (text != null) {
            try (JsonParser json = JSON.createParser(text)) {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    variables.put(json.currentName(), json.nextTextValue());
                }
            } catch (IOException e) {
                throw new JdbcStoreException("the variables of a notice are not a JSON object of strings;"
                        + " something else than Cartable has written to its table");
            }
        }
        return variables;
    }
}
