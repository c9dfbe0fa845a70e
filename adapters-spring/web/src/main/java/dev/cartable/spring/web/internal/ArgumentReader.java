package dev.cartable.spring.web.internal;

import dev.cartable.spring.web.Asker;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives endpoints who asks, the body, and the page that is asked for. */
final class ArgumentReader implements HandlerMethodArgumentResolver {
    static final String BODY = ArgumentReader.class.getName() + ".body";

    private static final String BYTES = ArgumentReader.class.getName() + ".bytes";

    private static final Set<Class<?>> TYPES = Set.of(Asker.class, Body.class, PageRequest.class);
    private static final int LARGEST = 256 * 1024;

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return TYPES.contains(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders)
            throws IOException {
        HttpServletRequest request =
                Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class), "no servlet request");
        if (parameter.getParameterType() == Asker.class) {
            return Objects.requireNonNull(request.getAttribute(AccessInterceptor.ASKER), "the endpoint is for anyone");
        }
        if (parameter.getParameterType() == PageRequest.class) {
            return PageRequest.of(request.getParameter("limit"), request.getParameter("cursor"), path(request));
        }
        Body body = body(request);
        request.setAttribute(BODY, body);
        return body;
    }

    /** The path with its filters. The host's name is left out: it is what the client has sent. */
    private static String path(HttpServletRequest request) {
        String filters = request.getParameterMap().entrySet().stream()
                .filter(entry -> !Set.of("limit", "cursor").contains(entry.getKey()))
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()[0]))
                .collect(Collectors.joining("&"));
        return request.getRequestURI() + (filters.isEmpty() ? "" : "?" + filters);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Body body(HttpServletRequest request) {
        if (!isJson(request.getContentType())) {
            throw ProblemException.of(415, "JSON_NEEDED", Map.of());
        }
        return Body.parse(bytes(request));
    }

    /** The bytes of the body, which are read once. */
    static byte[] bytes(HttpServletRequest request) {
        if (request.getAttribute(BYTES) instanceof byte[] read) {
            return read;
        }
        byte[] bytes;
        try (InputStream in = request.getInputStream()) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            // The client has gone, or has sent a broken body.
            throw ProblemException.of(400, "BAD_REQUEST", Map.of());
        }
        if (bytes.length > LARGEST) {
            throw ProblemException.of(413, "BODY_TOO_LARGE", Map.of("limit", Integer.toString(LARGEST)));
        }
        request.setAttribute(BYTES, bytes);
        return bytes;
    }

    private static boolean isJson(@Nullable String type) {
        try {
            return type != null && MediaType.APPLICATION_JSON.isCompatibleWith(MediaType.parseMediaType(type));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
