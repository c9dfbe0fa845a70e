package dev.cartable.spring.web.internal.openapi;

import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.Endpoints;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.spring.web.internal.ProblemWords;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.HandlerMethod;

/** Writes one operation of the document. Not safe for several threads. */
final class OperationWriter {
    /** Problems that many endpoints have alike stand once in the document. */
    private static final Map<Set<String>, String> SHARED = Map.of(
            Set.of("SIGN_IN_NEEDED"), "CartableSignInNeeded",
            Set.of("UNKNOWN_PERSON", "NOT_ALLOWED"), "CartableNotAllowed",
            Set.of("UNKNOWN_PERSON", "NOT_ALLOWED", "OTHER_SITE"), "CartableChangeNotAllowed",
            Set.of("VERSION_DIFFERS"), "CartableVersionDiffers",
            Set.of("BODY_TOO_LARGE"), "CartableBodyTooLarge",
            Set.of("JSON_NEEDED"), "CartableJsonNeeded",
            Set.of("VERSION_NEEDED"), "CartableVersionNeeded",
            Set.of("UNAVAILABLE"), "CartableUnavailable");

    /** Problems that pass. */
    private static final Set<String> SOON = Set.of("RUN_UNDER_WAY", "LEASE_LOST", "KEY_IN_USE");

    private static final String AGAIN = "After how many seconds it makes sense to ask again.";

    private static final Shape PROBLEM = Shape.object()
            .has("type", Shape.text().says("urn:problem-type:cartable: and the code."))
            .has("title", Shape.text().says("What is wrong, in the caller's language."))
            .has("status", Shape.number(400, 599))
            .has("detail", Shape.text().says("What happened, what was kept and what to do, in the caller's language."))
            .has("instance", Shape.text().says("The path of the request."))
            .has(
                    "code",
                    Shape.text().says("What is wrong, for programs. It stays the same in all versions and languages."))
            .may("facts", Shape.map(Shape.text()).says("What the words name."))
            .may(
                    "errors",
                    Shape.list(Shape.object()
                                    .has("field", Shape.text())
                                    .has("code", Shape.text())
                                    .has("detail", Shape.text()))
                            .says("Every field of the body that cannot be used."))
            .named("CartableProblem");

    private final EndpointDoc doc;
    private final HandlerMethod method;
    private final Map<String, Object> schemas;
    private final Map<String, Object> responses;
    private final Set<String> names;
    private final boolean paged;
    private final boolean open;
    private final boolean keyed;

    OperationWriter(EndpointDoc doc, HandlerMethod method, Map<String, Object> schemas, Map<String, Object> responses) {
        this.doc = doc;
        this.method = method;
        this.schemas = schemas;
        this.responses = responses;
        this.names = Endpoints.parameters(method);
        this.paged = takes(PageRequest.class);
        this.open = Endpoints.right(method) == Right.ANYONE;
        this.keyed = !open && !doc.method().equals("GET");
        check();
    }

    private boolean takes(Class<?> type) {
        return Arrays.stream(method.getMethodParameters()).anyMatch(each -> each.getParameterType() == type);
    }

    /** What the method says has to be what is described. */
    private void check() {
        Set<String> described = new HashSet<>(doc.query().keySet());
        if (paged) {
            described.addAll(Set.of("limit", "cursor"));
        }
        if (!described.equals(names) || !doc.pathVariables().keySet().equals(variables())) {
            throw new IllegalStateException(doc.name() + " takes the parameters " + names + " and " + variables()
                    + ", and is described with " + described + " and "
                    + doc.pathVariables().keySet());
        }
        if (takes(Body.class) != (doc.body() != null)) {
            throw new IllegalStateException(doc.name() + " takes a body and is described without one, or the reverse");
        }
    }

    private Set<String> variables() {
        Set<String> variables = new HashSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            PathVariable variable = parameter.getParameterAnnotation(PathVariable.class);
            if (variable != null) {
                variables.add(variable.value());
            }
        }
        return variables;
    }

    Map<String, Object> operation() {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", operationId());
        operation.put("tags", List.of("cartable " + segments().get(0)));
        operation.put("summary", doc.summary());
        operation.put("security", open ? List.of() : security());
        List<Object> parameters = parameters();
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        Shape body = doc.body();
        if (body != null) {
            operation.put("requestBody", Row.of("required", true).and("content", content("application/json", body)));
        }
        operation.put("responses", answers());
        return operation;
    }

    private List<String> segments() {
        return Arrays.stream(doc.path().split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    private String operationId() {
        StringBuilder id = new StringBuilder("cartable" + capital(doc.method().toLowerCase(Locale.ROOT)));
        segments().forEach(segment -> {
            if (segment.startsWith("{")) {
                id.append("By").append(capital(segment.substring(1, segment.length() - 1)));
            } else {
                Arrays.stream(segment.split("[-_]")).forEach(word -> id.append(capital(word)));
            }
        });
        return id.toString();
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** Three ways that applications sign people in; each application takes some of them. */
    static Map<String, Object> securitySchemes() {
        Map<String, Object> schemes = new LinkedHashMap<>();
        schemes.put("cartableBasic", Row.of("type", "http").and("scheme", "basic"));
        schemes.put("cartableBearer", Row.of("type", "http").and("scheme", "bearer"));
        schemes.put(
                "cartableSession", Row.of("type", "apiKey").and("in", "cookie").and("name", "JSESSIONID"));
        return schemes;
    }

    private static List<Object> security() {
        return securitySchemes().keySet().stream()
                .<Object>map(scheme -> Map.of(scheme, List.of()))
                .toList();
    }

    private List<Object> parameters() {
        List<Object> parameters = new ArrayList<>();
        doc.pathVariables()
                .forEach((name, words) -> parameters.add(parameter("path", name, Shape.text(), words, true)));
        doc.query()
                .forEach((name, each) ->
                        parameters.add(parameter("query", name, each.shape(), each.words(), each.required())));
        if (paged) {
            parameters.add(parameter(
                    "query", "limit", Shape.number(1, PageRequest.MOST), "The most elements; 50 by default.", false));
            parameters.add(parameter("query", "cursor", Shape.text(), "The cursor of next.", false));
        }
        if (doc.isVersioned() && doc.method().equals("GET")) {
            parameters.add(
                    parameter("header", "If-None-Match", Shape.text(), "ETags of versions that are known.", false));
        }
        if (checksVersion()) {
            parameters.add(parameter(
                    "header",
                    "If-Match",
                    Shape.text(),
                    "The ETag of the version that is changed; another version is not.",
                    doc.method().equals("PUT")));
        }
        if (keyed) {
            parameters.add(parameter(
                    "header",
                    "Idempotency-Key",
                    Shape.text(1, 200),
                    "The same for a request that is sent again: it is carried out once. An answer that is given again has"
                            + " Idempotency-Replayed.",
                    false));
        }
        return parameters;
    }

    private boolean checksVersion() {
        return doc.isVersioned() && !doc.method().equals("GET") && doc.status() != 201;
    }

    private Map<String, Object> parameter(String in, String name, Shape shape, String words, boolean required) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", name);
        parameter.put("in", in);
        parameter.put("description", words);
        parameter.put("required", required);
        parameter.put("schema", shape.json(schemas));
        return parameter;
    }

    private Map<String, Object> content(String type, Shape shape) {
        return Map.of(type, Map.of("schema", shape.json(schemas)));
    }

    private Map<String, Object> answers() {
        Map<String, Object> answers = new TreeMap<>();
        answers.put(Integer.toString(doc.status()), answer());
        if (doc.isVersioned() && doc.method().equals("GET")) {
            answers.put(
                    "304",
                    Row.of("description", "The version is known.")
                            .and("headers", Map.of("ETag", header("The version."))));
        }
        problems().forEach((status, codes) -> answers.put(Integer.toString(status), problem(status, codes)));
        return answers;
    }

    private Map<String, Object> answer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "description",
                doc.status() == 204 ? "Done." : doc.status() == 202 ? "The run goes on." : "The answer.");
        Map<String, Object> headers = new TreeMap<>();
        if (doc.isTagged()) {
            headers.put("ETag", header("The version."));
        }
        if (doc.status() == 202 || doc.isGoingOn()) {
            headers.put("Retry-After", header(AGAIN, doc.status() == 202));
        }
        if (doc.status() == 201 || doc.status() == 202) {
            headers.put("Location", header("The path of what was made, or of what says how far it is."));
        }
        Shape shape = doc.answer();
        String file = doc.file();
        if (file != null) {
            headers.put("Content-Disposition", header("The name of the file."));
            answer.put("content", Map.of(file, Map.of()));
        } else if (shape != null) {
            answer.put("content", content("application/json", shape));
        }
        if (!headers.isEmpty()) {
            answer.put("headers", headers);
        }
        return answer;
    }

    private Row header(String words) {
        return header(words, true);
    }

    private Row header(String words, boolean required) {
        return Row.of("description", words)
                .and("required", required)
                .and("schema", Shape.text().json(schemas));
    }

    /** Those that are described, and those that all such endpoints have. */
    private Map<Integer, Set<String>> problems() {
        Map<Integer, Set<String>> problems = new TreeMap<>();
        add(problems, 400, "UNKNOWN_PARAMETER", "BAD_REQUEST");
        if (!names.isEmpty()) {
            add(problems, 400, "REPEATED_PARAMETER", "BAD_PARAMETER");
        }
        if (doc.query().values().stream().anyMatch(EndpointDoc.Parameter::required)) {
            add(problems, 400, "MISSING_PARAMETER");
        }
        if (doc.body() != null) {
            add(problems, 400, "MALFORMED_JSON", "INVALID_BODY");
            add(problems, 413, "BODY_TOO_LARGE");
            add(problems, 415, "JSON_NEEDED");
        }
        if (!open) {
            add(problems, 401, "SIGN_IN_NEEDED");
            add(problems, 403, "UNKNOWN_PERSON", "NOT_ALLOWED");
            if (!doc.method().equals("GET")) {
                add(problems, 403, "OTHER_SITE");
            }
        }
        if (keyed) {
            Requires.Key use = Endpoints.requires(method).key();
            add(problems, 400, "BAD_IDEMPOTENCY_KEY");
            if (use != Requires.Key.OWN) {
                add(problems, 409, "KEY_IN_USE");
                add(problems, 413, "BODY_TOO_LARGE");
                add(problems, 422, "KEY_REUSED");
            }
            if (use == Requires.Key.ONCE && doc.method().equals("POST")) {
                add(problems, 409, "OUTCOME_UNKNOWN");
            }
        }
        if (checksVersion()) {
            add(problems, 412, "VERSION_DIFFERS");
        }
        if (checksVersion() && doc.method().equals("PUT")) {
            add(problems, 428, "VERSION_NEEDED");
        }
        add(problems, 503, "UNAVAILABLE");
        doc.problems().forEach((status, codes) -> add(problems, status, codes.toArray(String[]::new)));
        return problems;
    }

    private static void add(Map<Integer, Set<String>> problems, int status, String... codes) {
        problems.computeIfAbsent(status, key -> new LinkedHashSet<>()).addAll(List.of(codes));
    }

    private Map<String, Object> problem(int status, Set<String> codes) {
        Map<String, Object> schema = new LinkedHashMap<>(PROBLEM.json(schemas));
        schema.put("properties", Map.of("code", Map.of("enum", List.copyOf(codes))));
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put(
                "description",
                codes.stream()
                        .map(code ->
                                code + ": " + ProblemWords.of(Locale.ENGLISH).title(code))
                        .collect(Collectors.joining(". ", "", ".")));
        boolean always = status == 429 || status == 503;
        if (always || codes.stream().anyMatch(SOON::contains)) {
            problem.put("headers", Map.of("Retry-After", header(AGAIN, always)));
        }
        problem.put("content", Map.of("application/problem+json", Map.of("schema", schema)));
        String shared = SHARED.get(codes);
        if (shared == null) {
            return problem;
        }
        responses.put(shared, problem);
        return Map.of("$ref", "#/components/responses/" + shared);
    }
}
