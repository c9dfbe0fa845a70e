package dev.cartable.spring.web.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint answers. The value is written by core's own JSON writer, and by no mapper of the host: its settings would change names,
 * numbers and times. Immutable.
 */
public final class Answer {
    private final int status;
    private final @Nullable Object value;
    private final Map<String, String> headers;

    private Answer(int status, @Nullable Object value, Map<String, String> headers) {
        this.status = status;
        this.value = value;
        this.headers = headers;
    }

    /** 200 with this value. */
    public static Answer ok(Object value) {
        return new Answer(200, value, Map.of());
    }

    /** 201 with what was made. */
    public static Answer created(String path, Object value) {
        return new Answer(201, value, Map.of()).header("Location", path);
    }

    /** 202: the run goes on, and {@code path} says how far it is. */
    public static Answer accepted(String path, Object value) {
        return new Answer(202, value, Map.of()).header("Location", path);
    }

    /** 200 with a file, which a browser shows or saves under this name. */
    public static Answer file(String type, String name, byte[] bytes) {
        return new Answer(200, bytes.clone(), Map.of())
                .header("Content-Type", type)
                .header("Content-Disposition", "inline; filename=\"" + name.replaceAll("[^A-Za-z0-9._-]", "_") + "\"");
    }

    /** 204. */
    public static Answer none() {
        return new Answer(204, null, Map.of());
    }

    /** The same with the version that a later write can name in {@code If-Match}. */
    public Answer version(long version) {
        return header("ETag", Versions.tag(version));
    }

    /** The same with a header. */
    public Answer header(String name, String text) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, text);
        return new Answer(status, value, more);
    }

    int status() {
        return status;
    }

    @Nullable
    Object value() {
        return value;
    }

    Map<String, String> headers() {
        return headers;
    }
}
