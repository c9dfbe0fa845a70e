package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers what goes wrong at our endpoints with problems (RFC 9457), in the caller's language and with core's codes. The host's own
 * endpoints, and exceptions of its security, are left to the host.
 */
public final class ProblemResolver implements HandlerExceptionResolver, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemResolver.class);

    private final Supplier<List<String>> paths;
    private final Locale language;

    /**
     * @param paths what the paths of our resources begin with
     * @param language the language of callers who ask for none that we have
     */
    public ProblemResolver(Supplier<List<String>> paths, Locale language) {
        this.paths = requireNonNull(paths, "paths");
        this.language = requireNonNull(language, "language");
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (!concerns(request, handler) || failure.getClass().getName().startsWith("org.springframework.security.")) {
            return null;
        }
        Problem problem = Problem.of(failure, isRepeatable(request, handler));
        if (problem.status() == 503) {
            // Many at once, while the database is away: one line each.
            LOG.warn(
                    "{} {} failed with {}: {}",
                    request.getMethod(),
                    pattern(request),
                    problem.code(),
                    failure.toString());
        } else if (problem.status() >= 500) {
            LOG.error("{} {} failed with {}", request.getMethod(), pattern(request), problem.code(), failure);
        }
        // A 503 of our own says that there was no room: nothing was done. After any other server's error that is not
        // known.
        if (problem.status() < 500 || (failure instanceof ProblemException && problem.status() == 503)) {
            KeyedRequests.refused(request);
        }
        if (response.isCommitted()) {
            return new ModelAndView();
        }
        try {
            write(request, response, problem);
        } catch (IOException e) {
            LOG.debug("the client of {} has gone", pattern(request), e);
        }
        return new ModelAndView();
    }

    /** Whether the endpoint itself sees to it that the request counts once, however often it is sent under its key. */
    private static boolean isRepeatable(HttpServletRequest request, @Nullable Object handler) {
        return handler instanceof HandlerMethod method
                && Endpoints.isOurs(method)
                && Endpoints.requires(method).key() == Requires.Key.OWN
                && request.getHeader("Idempotency-Key") != null;
    }

    /** The path without what stands in it: a path may hold the token of a link, which no log may have. */
    private static @Nullable Object pattern(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    }

    private boolean concerns(HttpServletRequest request, @Nullable Object handler) {
        if (handler instanceof HandlerMethod method) {
            return Endpoints.isOurs(method);
        }
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return paths.get().stream().anyMatch(ours -> path.equals(ours) || path.startsWith(ours + "/"));
    }

    private void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        ProblemWords words = ProblemWords.of(Languages.of(request, language));
        Row row = Row.of("type", "urn:problem-type:cartable:" + problem.code())
                .and("title", words.title(problem.code()))
                .and("status", problem.status())
                .and("detail", words.detail(problem.code(), problem.facts()))
                .and("instance", request.getRequestURI())
                .and("code", problem.code());
        if (!problem.facts().isEmpty()) {
            row.and("facts", problem.facts());
        }
        if (!problem.errors().isEmpty()) {
            row.and("errors", errors(words, problem));
        }
        response.resetBuffer();
        response.setStatus(problem.status());
        problem.headers().forEach(response::setHeader);
        response.setHeader("Content-Language", words.language());
        response.addHeader("Vary", "Accept-Language");
        AnswerWriter.write(response, "application/problem+json", row);
    }

    private static List<Map<String, @Nullable Object>> errors(ProblemWords words, Problem problem) {
        List<Map<String, @Nullable Object>> errors = new ArrayList<>();
        problem.errors()
                .forEach(error -> errors.add(Row.of("field", error.field())
                        .and("code", error.code())
                        .and("detail", words.detail(error.code(), error.facts()))));
        return errors;
    }
}
