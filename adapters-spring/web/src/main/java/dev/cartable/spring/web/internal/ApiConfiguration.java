package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.spring.web.AccessPolicy;
import dev.cartable.spring.web.CurrentPerson;
import dev.cartable.task.port.TaskStores;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Adds to the host's Spring MVC what our endpoints need. All of it is for methods of ours alone: the host's are served as before. */
public final class ApiConfiguration implements WebMvcConfigurer {
    private final AccessInterceptor access;

    /** All are asked for with the first request: Spring MVC is set up before the application's own parts are. */
    public ApiConfiguration(
            Supplier<CurrentPerson> persons,
            Supplier<AccessPolicy> policy,
            Supplier<@Nullable TaskStores> stores,
            Supplier<? extends InstantSource> time) {
        this.access = new AccessInterceptor(
                requireNonNull(persons, "persons"), requireNonNull(policy, "policy"), new KeyedRequests(stores, time));
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(access).order(Ordered.LOWEST_PRECEDENCE);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ArgumentReader());
    }

    @Override
    public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(new AnswerWriter());
    }
}
