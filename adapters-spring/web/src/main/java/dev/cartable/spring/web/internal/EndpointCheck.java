package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/** Refuses to start an application in which an endpoint of ours does not say what its callers need. */
public final class EndpointCheck implements SmartInitializingSingleton {
    private final ListableBeanFactory beans;

    public EndpointCheck(ListableBeanFactory beans) {
        this.beans = requireNonNull(beans, "beans");
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beans.getBeanNamesForAnnotation(ApiController.class)) {
            Class<?> type = requireNonNull(beans.getType(name), name);
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> AnnotatedElementUtils.hasAnnotation(method, RequestMapping.class))
                    .forEach(EndpointCheck::require);
        }
    }

    private static void require(Method method) {
        if (!method.isAnnotationPresent(Requires.class) || method.getReturnType() != Answer.class) {
            throw new IllegalStateException(
                    method + " is an endpoint, and does not say which right it requires, or gives no Answer");
        }
    }
}
