package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.spring.web.AccessPolicy;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.CurrentPerson;
import dev.cartable.spring.web.Right;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets a request to an endpoint of ours through if its caller has the right that the endpoint requires, before anything of the request is
 * read, if no page of another site may have asked for it, and if it is not one that was answered before. Query parameters that the endpoint does not know are refused: a misspelt filter
 * would answer with everything.
 */
final class AccessInterceptor implements HandlerInterceptor {
    static final String ASKER = AccessInterceptor.class.getName() + ".asker";

    private final Supplier<CurrentPerson> persons;
    private final Supplier<AccessPolicy> policy;
    private final KeyedRequests keys;

    AccessInterceptor(Supplier<CurrentPerson> persons, Supplier<AccessPolicy> policy, KeyedRequests keys) {
        this.persons = requireNonNull(persons, "persons");
        this.policy = requireNonNull(policy, "policy");
        this.keys = requireNonNull(keys, "keys");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        RequestActor.serve(request);
        if (handler instanceof HandlerMethod method && Endpoints.isOurs(method)) {
            Requires requires = Endpoints.requires(method);
            if (requires.value() == Right.ANYONE) {
                requireKnown(request, Endpoints.parameters(method));
                return true;
            }
            Asker asker = admitted(request, requires.value());
            if (CrossSite.isForged(request, response)) {
                throw ProblemException.of(403, "OTHER_SITE", Map.of());
            }
            request.setAttribute(ASKER, asker);
            requireKnown(request, Endpoints.parameters(method));
            return keys.begin(request, response, asker, requires.key());
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        KeyedRequests.ended(request, response);
    }

    private Asker admitted(HttpServletRequest request, Right right) {
        Principal principal = request.getUserPrincipal();
        if (principal == null) {
            throw ProblemException.of(401, "SIGN_IN_NEEDED", Map.of());
        }
        Asker asker = persons.get()
                .of(principal, request)
                .orElseThrow(() -> ProblemException.of(403, "UNKNOWN_PERSON", Map.of()));
        if (!policy.get().may(asker, right)) {
            throw ProblemException.of(403, "NOT_ALLOWED", Map.of());
        }
        return asker;
    }

    private static void requireKnown(HttpServletRequest request, Set<String> known) {
        String query = request.getQueryString();
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String name : QueryText.names(request, query)) {
            if (!known.contains(name)) {
                throw ProblemException.of(400, "UNKNOWN_PARAMETER", Map.of("parameter", name));
            }
            if (request.getParameterValues(name).length > 1) {
                throw ProblemException.of(400, "REPEATED_PARAMETER", Map.of("parameter", name));
            }
        }
    }
}
