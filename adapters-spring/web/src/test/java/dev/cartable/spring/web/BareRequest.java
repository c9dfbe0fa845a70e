package dev.cartable.spring.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Requests and responses without a server. What they do not know is null, false or zero. */
public final class BareRequest {
    private BareRequest() {}

    /** A POST of a body under an {@code Idempotency-Key}; null for none. */
    public static HttpServletRequest post(String path, String body, @Nullable String key) {
        Map<Object, @Nullable Object> attributes = new HashMap<>();
        return proxy(HttpServletRequest.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getMethod" -> "POST";
            case "getRequestURI" -> path;
            case "getContextPath" -> "";
            case "getRemoteAddr" -> "192.0.2.9";
            case "getUserPrincipal" -> (Principal) () -> "someone";
            case "getHeader" -> arguments[0].equals("Idempotency-Key") ? key : null;
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
            case "removeAttribute" -> attributes.remove(arguments[0]);
            case "getInputStream" -> new Bytes(body);
            default -> null;
        });
    }

    /** A response whose client has gone once it knows the status. */
    public static HttpServletResponse response(IntConsumer status) {
        return proxy(HttpServletResponse.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "setStatus" -> {
                status.accept((Integer) arguments[0]);
                yield null;
            }
            case "isCommitted" -> false;
            case "getOutputStream" -> throw new IOException("the client has gone");
            default -> null;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class Bytes extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Bytes(String text) {
            this.bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int from, int most) {
            return bytes.read(into, from, most);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
