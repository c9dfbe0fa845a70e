package dev.cartable.spring.web.internal;

import dev.cartable.spring.web.Right;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;

/** What the methods of our controllers say of themselves. */
public final class Endpoints {
    private static final Map<Class<?>, Boolean> OURS = new ConcurrentHashMap<>();
    private static final Map<Method, Said> SAID = new ConcurrentHashMap<>();

    /** What a method says of itself, which is looked up once. */
    private record Said(Requires requires, Set<String> parameters) {
        static Said by(HandlerMethod method) {
            Requires requires = method.getMethodAnnotation(Requires.class);
            if (requires == null) {
                throw new IllegalStateException(method + " does not say which right it requires");
            }
            return new Said(requires, named(method));
        }
    }

    private Endpoints() {}

    /** Whether this is an endpoint of ours. */
    public static boolean isOurs(HandlerMethod method) {
        return OURS.computeIfAbsent(
                method.getBeanType(), type -> AnnotatedElementUtils.hasAnnotation(type, ApiController.class));
    }

    /**
     * The right that an endpoint requires.
     *
     * @throws IllegalStateException if it does not say so
     */
    public static Right right(HandlerMethod method) {
        return requires(method).value();
    }

    /** What an endpoint requires. */
    public static Requires requires(HandlerMethod method) {
        return said(method).requires();
    }

    private static Said said(HandlerMethod method) {
        return SAID.computeIfAbsent(method.getMethod(), any -> Said.by(method));
    }

    /** The names of the query parameters that an endpoint knows. */
    public static Set<String> parameters(HandlerMethod method) {
        return said(method).parameters();
    }

    private static Set<String> named(HandlerMethod method) {
        Set<String> names = new HashSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
            if (query != null) {
                names.add(query.name());
            }
            if (parameter.getParameterType() == PageRequest.class) {
                names.add("limit");
                names.add("cursor");
            }
        }
        return Set.copyOf(names);
    }
}
