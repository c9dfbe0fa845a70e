package dev.cartable.spring.test;

import static java.util.Objects.requireNonNull;

import dev.cartable.Stores;
import dev.cartable.inmemory.InMemoryStores;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stores in memory that can be emptied while an application holds on to them: each call goes to the stores of the moment. */
final class ResettableStores {
    private final Supplier<? extends InstantSource> clock;
    private final Map<String, Object> stores = new ConcurrentHashMap<>();
    private volatile @Nullable InMemoryStores current;

    ResettableStores(Supplier<? extends InstantSource> clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    /** What the application gets. */
    Stores stores() {
        return proxy(
                Stores.class,
                (self, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? ofObject(self, method, arguments)
                        : stores.computeIfAbsent(method.getName(), name -> store(method)));
    }

    void reset() {
        current = null;
    }

    private synchronized InMemoryStores current() {
        InMemoryStores now = current;
        if (now == null) {
            now = new InMemoryStores(clock.get());
            current = now;
        }
        return now;
    }

    private Object store(Method group) {
        return proxy(
                group.getReturnType(),
                (self, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? ofObject(self, method, arguments)
                        : invoke(invoke(current(), group), method, arguments));
    }

    private static @Nullable Object ofObject(Object self, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "ResettableStores";
        };
    }

    private static Object invoke(Object target, Method method, @Nullable Object... arguments) throws Throwable {
        try {
            method.setAccessible(true); // some readers are not public, and the writers that extend them are
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw requireNonNull(e.getCause(), "cause");
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
