package dev.cartable.spring.web.internal;

import dev.cartable.internal.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Writes answers. */
final class AnswerWriter implements HandlerMethodReturnValueHandler {
    @Override
    public boolean supportsReturnType(MethodParameter type) {
        return type.getParameterType() == Answer.class;
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value, MethodParameter type, ModelAndViewContainer container, NativeWebRequest web)
            throws IOException {
        container.setRequestHandled(true);
        HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        HttpServletResponse response = Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
        Answer answer = (Answer) Objects.requireNonNull(value, "an endpoint gave no answer");
        if (request.getAttribute(ArgumentReader.BODY) instanceof Body body && !body.isEnded()) {
            throw new IllegalStateException(type.getMethod() + " has not ended its body: unknown fields would pass");
        }
        answer.headers().forEach(response::setHeader);
        if (isKnown(request, answer.headers().get("ETag"))) {
            response.setStatus(304);
            return;
        }
        response.setStatus(answer.status());
        Object content = answer.value();
        if (content instanceof byte[] bytes) {
            write(response, bytes);
            return;
        }
        String text = content == null ? null : Json.text(content);
        KeyedRequests.answered(request, new AnswerSeal.Kept(answer.status(), answer.headers(), text));
        if (text != null) {
            writeText(response, "application/json", text);
        }
    }

    /** Whether the client has this version already. */
    private static boolean isKnown(HttpServletRequest request, @Nullable String tag) {
        String known = request.getHeader("If-None-Match");
        return tag != null
                && known != null
                && (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
                && Arrays.stream(known.split(",", -1))
                        .map(each -> each.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag::equals);
    }

    static void write(HttpServletResponse response, String type, Object value) throws IOException {
        writeText(response, type, Json.text(value));
    }

    static void writeText(HttpServletResponse response, String type, String text) throws IOException {
        response.setContentType(type);
        write(response, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(HttpServletResponse response, byte[] bytes) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", response.getHeader("ETag") == null ? "no-store" : "private, no-cache");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
