package dev.cartable.spring.web.internal.openapi;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one endpoint takes and answers, as far as its method does not say it: who may call it, pages, and what every endpoint refuses are
 * added to the document by themselves. Not safe for several threads.
 */
public final class EndpointDoc {
    private final String method;
    private final String path;
    private final String summary;
    private final Map<String, Parameter> query = new LinkedHashMap<>();
    private final Map<String, String> pathVariables = new LinkedHashMap<>();
    private final Map<Integer, List<String>> problems = new TreeMap<>();
    private @Nullable Shape body;
    private @Nullable Shape answer;
    private @Nullable String file;
    private int status = 204;
    private boolean tagged;
    private boolean versioned;
    private boolean goingOn;

    /** A query parameter. */
    record Parameter(Shape shape, String words, boolean required) {}

    private EndpointDoc(String method, String path, String summary) {
        this.method = requireNonNull(method, "method");
        this.path = requireNonNull(path, "path");
        this.summary = requireNonNull(summary, "summary");
    }

    /**
     * The endpoint with this method and path. It answers 204 unless another answer is named.
     *
     * @param path the path behind the prefix, with a slash at its end
     * @param summary what it does, in one sentence
     */
    public static EndpointDoc endpoint(String method, String path, String summary) {
        return new EndpointDoc(method, path, summary);
    }

    /** A variable of the path. */
    public EndpointDoc path(String name, String words) {
        pathVariables.put(name, words);
        return this;
    }

    /** A query parameter that may be given. */
    public EndpointDoc query(String name, Shape shape, String words) {
        query.put(name, new Parameter(shape, words, false));
        return this;
    }

    /** A query parameter that has to be given. */
    public EndpointDoc needs(String name, Shape shape, String words) {
        query.put(name, new Parameter(shape, words, true));
        return this;
    }

    /** The body. */
    public EndpointDoc takes(Shape shape) {
        body = shape;
        return this;
    }

    /** Answers 200 with this. */
    public EndpointDoc answers(Shape shape) {
        return answers(200, shape);
    }

    /** Answers with this; 201 and 202 have a {@code Location}. */
    public EndpointDoc answers(int code, Shape shape) {
        status = code;
        answer = shape;
        return this;
    }

    /** Answers 200 with a file. */
    public EndpointDoc answersFile(String type) {
        status = 200;
        file = type;
        return this;
    }

    /** The answer has an {@code ETag}. */
    public EndpointDoc tagged() {
        tagged = true;
        return this;
    }

    /** The answer has an {@code ETag}, and a write that changes something heeds {@code If-Match}. */
    public EndpointDoc versioned() {
        versioned = true;
        return tagged();
    }

    /** The answer may be of a run that goes on, and then says when to look again. */
    public EndpointDoc mayGoOn() {
        goingOn = true;
        return this;
    }

    /** What this endpoint refuses beyond what all do, with the codes of {@code problems_en.properties}. */
    public EndpointDoc problems(int code, String... codes) {
        problems.computeIfAbsent(code, key -> new ArrayList<>()).addAll(List.of(codes));
        return this;
    }

    /** Method and path. */
    public String name() {
        return method + " " + path;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String summary() {
        return summary;
    }

    Map<String, Parameter> query() {
        return query;
    }

    Map<String, String> pathVariables() {
        return pathVariables;
    }

    Map<Integer, List<String>> problems() {
        return problems;
    }

    @Nullable
    Shape body() {
        return body;
    }

    @Nullable
    Shape answer() {
        return answer;
    }

    @Nullable
    String file() {
        return file;
    }

    int status() {
        return status;
    }

    boolean isVersioned() {
        return versioned;
    }

    boolean isTagged() {
        return tagged;
    }

    boolean isGoingOn() {
        return goingOn;
    }
}
