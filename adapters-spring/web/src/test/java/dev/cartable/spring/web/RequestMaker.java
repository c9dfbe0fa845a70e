package dev.cartable.spring.web;

import dev.cartable.internal.json.Json;
import dev.cartable.spring.web.ApiContract.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests from the OpenAPI document: such as it allows, and such neighbours of these as it does not. The same seed makes the same
 * requests. Not safe for several threads.
 */
final class RequestMaker {
    private static final String LONG = "x".repeat(5_000);

    private final RandomGenerator random;
    private final Function<Operation, List<String>> ids;

    /** @param ids what the variable of an operation's path can be, so that something is there */
    RequestMaker(RandomGenerator random, Function<Operation, List<String>> ids) {
        this.random = random;
        this.ids = ids;
    }

    /**
     * A request.
     *
     * @param faults what is wrong with it, by the names of faults; none if the document allows it
     * @param json the body if it is JSON; null if it is not, or there is none
     * @param early whether a server or a firewall may refuse it before any endpoint sees it
     */
    @SuppressWarnings("ArrayRecordComponent") // Made once, sent once, never compared.
    record Made(
            Operation operation,
            String method,
            String target,
            List<String> headers,
            byte[] body,
            List<String> faults,
            @Nullable String json,
            boolean early) {
        RawHttp.Request request(@Nullable String login) {
            List<String> lines = new ArrayList<>(headers);
            if (login != null) {
                lines.add("Authorization: Basic "
                        + Base64.getEncoder().encodeToString((login + ":secret").getBytes(StandardCharsets.UTF_8)));
            }
            return new RawHttp.Request(method, target, lines, body);
        }
    }

    private <T> T one(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** A request that the document allows. */
    Made valid(Operation operation) {
        return make(operation, List.of());
    }

    /** A request with one to three faults. */
    Made faulty(Operation operation) {
        List<Fault> faults = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Fault fault = one(List.of(Fault.values()));
            if (!faults.contains(fault)) {
                faults.add(fault);
            }
        }
        return make(operation, faults);
    }

    private enum Fault {
        FIELD,
        LESS,
        MORE,
        TWICE,
        TEXT,
        SIZE,
        TYPE,
        ID,
        QUERY,
        QUERY_VALUE,
        HEADER,
        METHOD
    }

    private Made make(Operation operation, List<Fault> faults) {
        boolean early = false;
        String path = operation.path();
        if (path.contains("{")) {
            boolean odd = faults.contains(Fault.ID);
            early |= odd;
            while (path.contains("{")) {
                String id = odd ? one(Odd.IDS) : one(ids.apply(operation));
                path = path.replaceFirst("\\{[a-z]+}", Matcher.quoteReplacement(id.replace("{", "%7B")));
            }
        }
        if (random.nextInt(4) == 0) {
            path = path.replaceFirst("/$", "");
        }
        String query = query(operation, faults);
        early |= faults.contains(Fault.QUERY) || faults.contains(Fault.QUERY_VALUE);
        List<String> headers = headers(operation, faults);
        early |= faults.contains(Fault.HEADER) || faults.contains(Fault.METHOD);
        String method = faults.contains(Fault.METHOD) ? one(Odd.METHODS) : operation.method();
        byte[] body = new byte[0];
        String json = null;
        Map<?, ?> schema = operation.body();
        if (schema != null) {
            json = body(schema, faults);
            body = json.getBytes(StandardCharsets.UTF_8);
            if (faults.contains(Fault.TEXT)) {
                body = Odd.broken(json, random);
                json = null;
            }
            if (faults.contains(Fault.SIZE)) {
                body = ("{\"a\": \"" + "x".repeat(300_000) + "\"}").getBytes(StandardCharsets.UTF_8);
                json = null;
            }
            headers.add("Content-Type: " + (faults.contains(Fault.TYPE) ? one(Odd.TYPES) : "application/json"));
        }
        return new Made(
                operation,
                method,
                ApiContract.PREFIX + path + query,
                headers,
                body,
                faults.stream().map(Enum::name).toList(),
                json,
                early);
    }

    private String query(Operation operation, List<Fault> faults) {
        List<String> pairs = new ArrayList<>();
        for (Map<?, ?> parameter : operation.parameters()) {
            if ("query".equals(parameter.get("in"))
                    && (Boolean.TRUE.equals(parameter.get("required")) || random.nextInt(3) == 0)) {
                Object value = "cursor".equals(parameter.get("name"))
                        ? cursor()
                        : value(ApiContract.object(parameter, "schema"), 0);
                pairs.add(parameter.get("name") + "="
                        + (faults.contains(Fault.QUERY_VALUE)
                                ? one(Odd.VALUES)
                                : URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8)));
            }
        }
        if (faults.contains(Fault.QUERY)) {
            pairs.add(one(Odd.QUERIES));
            if (random.nextBoolean()) {
                pairs.add(pairs.get(0));
            }
        }
        return pairs.isEmpty() ? "" : pairs.stream().collect(Collectors.joining("&", "?", ""));
    }

    /** Of another list, of no list, or of nothing. */
    private String cursor() {
        String key = one(List.of(
                "P1",
                "",
                "2026-11-28T10:00:00Z " + new UUID(0, 0),
                "00000000001764288000.000000000 " + new UUID(0, 0),
                new UUID(0, 1).toString(),
                "\0",
                "é\n",
                LONG));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> headers(Operation operation, List<Fault> faults) {
        List<String> headers = new ArrayList<>();
        for (Map<?, ?> parameter : operation.parameters()) {
            if ("header".equals(parameter.get("in")) && random.nextInt(3) > 0) {
                headers.add(parameter.get("name") + ": "
                        + ("Idempotency-Key".equals(parameter.get("name"))
                                ? UUID.randomUUID()
                                : one(List.of("*", "\"1\"", "\"7\""))));
            }
        }
        if (random.nextInt(4) == 0) {
            headers.add("Accept-Language: " + one(List.of("fr", "en", "fr-GN, en;q=0.5", "*")));
        }
        if (faults.contains(Fault.HEADER)) {
            headers.add(one(Odd.HEADER_NAMES) + ": " + one(Odd.HEADER_VALUES));
        }
        return headers;
    }

    private String body(Map<?, ?> given, List<Fault> faults) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Map<?, ?> schema = ApiContract.get().resolved(given);
        if (schema.get("anyOf") instanceof List<?> some) {
            return body((Map<?, ?>) one(some), faults);
        }
        ApiContract.object(value(schema, 0)).forEach((name, value) -> fields.put(name.toString(), value));
        List<String> names = new ArrayList<>(fields.keySet());
        List<String> known = ApiContract.object(schema, "properties").keySet().stream()
                .map(Object::toString)
                .toList();
        if (faults.contains(Fault.LESS) && !names.isEmpty()) {
            fields.remove(one(names));
        }
        String odd = null;
        if (faults.contains(Fault.FIELD)) {
            odd = one(known);
            fields.put(odd, null);
        }
        if (faults.contains(Fault.MORE)) {
            fields.put(one(Odd.NAMES), one(known));
        }
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            pairs.add(Json.text(field.getKey()) + ": "
                    + (field.getKey().equals(odd) ? one(Odd.JSON) : Json.text(field.getValue())));
        }
        if (faults.contains(Fault.TWICE) && !pairs.isEmpty()) {
            pairs.add(one(pairs));
        }
        return pairs.stream().collect(Collectors.joining(", ", "{", "}"));
    }

    /** A value that a schema allows. */
    @Nullable
    Object value(Map<?, ?> given, int depth) {
        Map<?, ?> schema = ApiContract.get().resolved(given);
        if (schema.get("anyOf") instanceof List<?> some) {
            return value((Map<?, ?>) one(some), depth + 1);
        }
        if (schema.get("enum") instanceof List<?> words) {
            return one(words);
        }
        Object type = schema.get("type") instanceof List<?> types ? one(types) : schema.get("type");
        return switch (String.valueOf(type)) {
            case "null" -> null;
            case "boolean" -> random.nextBoolean();
            case "integer" -> number(bound(schema, "minimum"), bound(schema, "maximum"));
            case "string" -> text(schema);
            case "array" -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(ApiContract.object(schema, "items"), depth + 1));
                }
                yield items;
            }
            case "object" -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                List<?> required = schema.get("required") instanceof List<?> list ? list : List.of();
                ApiContract.object(schema, "properties").forEach((name, field) -> {
                    if (required.contains(name) || random.nextInt(3) == 0) {
                        fields.put(name.toString(), value((Map<?, ?>) field, depth + 1));
                    }
                });
                yield fields;
            }
            default -> "any";
        };
    }

    private static long bound(Map<?, ?> schema, String name) {
        return (Long) Objects.requireNonNull(schema.get(name), name);
    }

    private long number(long least, long most) {
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> random.nextLong(least, Math.max(least + 1, Math.min(most, least + 1_000)));
        };
    }

    private String text(Map<?, ?> schema) {
        Object format = schema.get("format");
        if (format != null) {
            return switch (format.toString()) {
                case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
                case "date" -> one(List.of("2026-11-28", "2024-02-29", "1900-01-01", "2999-12-31"));
                default -> "2026-11-28T10:00:00Z";
            };
        }
        long least = schema.get("minLength") instanceof Long length ? length : 0;
        long most = schema.get("maxLength") instanceof Long length ? length : 20;
        String word = one(Odd.TEXTS);
        int length = (int) (random.nextInt(6) == 0 ? most : Math.min(most, least + random.nextInt(20)));
        StringBuilder text = new StringBuilder(word);
        while (text.length() < Math.max(length, least)) {
            text.append(word.isEmpty() ? "a" : word);
        }
        int end = Math.min(text.length(), (int) Math.max(length, least));
        return Character.isHighSurrogate(end == 0 ? 'a' : text.charAt(end - 1))
                ? text.substring(0, end - 1) + "a"
                : text.substring(0, end);
    }
}
