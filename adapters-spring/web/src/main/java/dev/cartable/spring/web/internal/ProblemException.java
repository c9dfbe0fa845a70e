package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request that is answered with a problem (RFC 9457). It has no stack trace: it is an answer, and no failure. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final TreeMap<String, String> facts;
    private final transient List<FieldError> errors;
    private final TreeMap<String, String> headers = new TreeMap<>();

    /** A field of the body that cannot be used. The code says why, in words of {@code problems_en.properties}. */
    public record FieldError(String field, String code, Map<String, String> facts) {}

    private ProblemException(int status, String code, Map<String, String> facts, List<FieldError> errors) {
        super(code, null, false, false);
        this.status = status;
        this.code = requireNonNull(code, "code");
        this.facts = new TreeMap<>(facts);
        this.errors = List.copyOf(errors);
    }

    /** The problem of this code, whose words are in {@code problems_en.properties} and {@code problems_fr.properties}. */
    public static ProblemException of(int status, String code, Map<String, String> facts) {
        return new ProblemException(status, code, facts, List.of());
    }

    /** There is no such thing, or the caller may not see it: which of both is not said. */
    public static ProblemException notFound(String code, String what, String id) {
        return of(404, code, Map.of(what, id));
    }

    /** The same, with how long the client has to wait. */
    public ProblemException retryAfter(Duration wait) {
        headers.put(
                "Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
        return this;
    }

    static ProblemException of(List<FieldError> errors) {
        return new ProblemException(400, "INVALID_BODY", Map.of(), errors);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Map<String, String> facts() {
        return facts;
    }

    Map<String, String> headers() {
        return headers;
    }

    List<FieldError> errors() {
        return errors;
    }
}
