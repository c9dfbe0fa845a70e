package dev.cartable.spring.web.internal;

import dev.cartable.CartableException;
import dev.cartable.spring.web.internal.ProblemException.FieldError;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.multipart.MultipartException;

/** What went wrong, as the client is to know it: nothing of the exception but its code and its facts. */
record Problem(
        int status, String code, Map<String, String> facts, List<FieldError> errors, Map<String, String> headers) {
    private static final int LONGEST_FACT = 200;
    private static final Map<String, String> SOON = Map.of("Retry-After", "5");
    private static final Set<String> UNPROCESSABLE =
            Set.of("FAULTY_WORDS", "IN_THE_FUTURE", "TOO_LATE", "THROTTLES_IN_A_CIRCLE", "DAY_NOT_OVER");

    Problem {
        facts = facts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, fact -> shortened(fact.getValue())));
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_FACT ? text.substring(0, LONGEST_FACT) + "…" : text;
    }

    /** @param repeatable whether the request may be sent again even if it was carried out: it counts once under its key */
    static Problem of(Exception failure, boolean repeatable) {
        if (failure instanceof ProblemException problem) {
            return new Problem(problem.status(), problem.code(), problem.facts(), problem.errors(), problem.headers());
        }
        if (!repeatable && isOutcomeUnknown(failure)) {
            return new Problem(500, "COMMIT_UNKNOWN", Map.of(), List.of(), Map.of());
        }
        if (isUnavailable(failure)) {
            return new Problem(503, "UNAVAILABLE", Map.of(), List.of(), SOON);
        }
        if (failure instanceof CartableException refusal) {
            return of(refusal);
        }
        if (failure instanceof ErrorResponse response) {
            return of(response, failure);
        }
        if (failure instanceof MultipartException) {
            return new Problem(400, "BAD_REQUEST", Map.of(), List.of(), Map.of());
        }
        return new Problem(500, "INTERNAL", Map.of(), List.of(), Map.of());
    }

    private static Problem of(CartableException refusal) {
        String code = refusal.code();
        if (!ProblemWords.knows(code)) {
            return new Problem(500, "INTERNAL", Map.of(), List.of(), Map.of());
        }
        if (code.equals("RUN_UNDER_WAY") || code.equals("LEASE_LOST")) {
            return new Problem(409, code, Map.of(), List.of(), SOON);
        }
        int status = code.startsWith("UNKNOWN_") ? 404 : UNPROCESSABLE.contains(code) ? 422 : 409;
        return new Problem(status, code, refusal.facts(), List.of(), Map.of());
    }

    /** What Spring MVC itself refuses. */
    private static Problem of(ErrorResponse response, Exception failure) {
        HttpStatusCode status = response.getStatusCode();
        Map<String, String> headers =
                failure instanceof HttpRequestMethodNotSupportedException other && other.getSupportedMethods() != null
                        ? Map.of("Allow", String.join(", ", other.getSupportedMethods()))
                        : Map.of();
        String code = switch (status.value()) {
            case 404 -> "NO_SUCH_PATH";
            case 405 -> "METHOD_NOT_ALLOWED";
            case 406 -> "JSON_ONLY";
            case 413 -> "BODY_TOO_LARGE";
            case 415 -> "JSON_NEEDED";
            default -> status.is4xxClientError() ? "BAD_REQUEST" : "INTERNAL";
        };
        return new Problem(status.value(), code, Map.of(), List.of(), headers);
    }

    /** Whether the connection broke during a commit: all of it is there, or nothing. */
    private static boolean isOutcomeUnknown(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CartableException known && known.code().equals("OUTCOME_UNKNOWN")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the database cannot be reached now: nothing was committed, and a later attempt may work. */
    private static boolean isUnavailable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLRecoverableException
                    || (cause instanceof SQLException sql && isConnection(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /** Class 08 of SQL:2016, and the shutdown of PostgreSQL. */
    private static boolean isConnection(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P0"));
    }
}
