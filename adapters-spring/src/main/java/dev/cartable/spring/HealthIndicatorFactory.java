package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Makes Spring Boot's health indicator of {@link CartableHealth}. The type has one name in Spring Boot 4 and another in 3.5, and no class can
 * be compiled against both, so it is looked for by name. There is none of these beans where neither is on the class path.
 */
final class HealthIndicatorFactory implements FactoryBean<Object> {
    /** The packages of {@code HealthIndicator} and {@code Health}: of 4, then of 3.5. */
    private static final String[] PACKAGES = {
        "org.springframework.boot.health.contributor.", "org.springframework.boot.actuate.health."
    };

    private final CartableHealth health;

    HealthIndicatorFactory(CartableHealth health) {
        this.health = requireNonNull(health, "health");
    }

    /** Where Spring Boot's types are; null if they are not on the class path. */
    static @Nullable String home(@Nullable ClassLoader loader) {
        for (String home : PACKAGES) {
            if (ClassUtils.isPresent(home + "HealthIndicator", loader)) {
                return home;
            }
        }
        return null;
    }

    static Class<?> type(String name) {
        ClassLoader loader = HealthIndicatorFactory.class.getClassLoader();
        return ClassUtils.resolveClassName(requireNonNull(home(loader), "health indicators") + name, loader);
    }

    @Override
    public Class<?> getObjectType() {
        return type("HealthIndicator");
    }

    @Override
    public Object getObject() {
        Class<?> indicator = getObjectType();
        InvocationHandler handler = this::answer;
        return Proxy.newProxyInstance(indicator.getClassLoader(), new Class<?>[] {indicator}, handler);
    }

    private @Nullable Object answer(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return switch (method.getName()) {
            case "health" -> health();
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "the health of Cartable";
        };
    }

    private Object health() {
        CartableHealth.Answer answer = health.look();
        Object builder = call(type("Health"), "status", null, String.class, answer.status());
        builder = call(builder.getClass(), "withDetails", builder, Map.class, answer.details());
        Method build = requireNonNull(ReflectionUtils.findMethod(builder.getClass(), "build"), "build");
        return requireNonNull(ReflectionUtils.invokeMethod(build, builder), "health");
    }

    private static Object call(
            Class<?> type, String name, @Nullable Object target, Class<?> parameter, Object argument) {
        Method method = requireNonNull(ReflectionUtils.findMethod(type, name, parameter), name);
        return requireNonNull(ReflectionUtils.invokeMethod(method, target, argument), name);
    }
}
