package dev.cartable.spring.web;

import dev.cartable.Cartable;
import dev.cartable.account.Accounts;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import dev.cartable.spring.CartableBuilderCustomizer;
import dev.cartable.spring.CartableContextsAutoConfiguration;
import dev.cartable.spring.web.internal.ApiConfiguration;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.EndpointCheck;
import dev.cartable.spring.web.internal.ProblemResolver;
import dev.cartable.spring.web.internal.RequestActor;
import dev.cartable.spring.web.internal.Runs;
import dev.cartable.spring.web.internal.SchoolTime;
import dev.cartable.task.Tasks;
import dev.cartable.task.port.TaskStores;
import dev.cartable.work.CurrentActor;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves Cartable over HTTP in a Spring MVC application, once {@code cartable.web.enabled} says so. It adds endpoints under a prefix of
 * their own, and no login, no security chain, no CORS and no converter.
 */
@AutoConfiguration(after = CartableContextsAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(WebMvcConfigurer.class)
@ConditionalOnProperty(prefix = "cartable.web", name = "enabled", havingValue = "true")
@ConditionalOnSingleCandidate(Cartable.class)
@EnableConfigurationProperties(CartableWebProperties.class)
public final class CartableWebAutoConfiguration {
    private static final String SPRINGS_EXECUTOR = "applicationTaskExecutor";

    CartableWebAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    CurrentPerson cartableCurrentPerson(
            Users users,
            ObjectProvider<Roster> roster,
            ObjectProvider<Accounts> accounts,
            CartableWebProperties properties) {
        return new PrincipalPerson(users, once(roster), once(accounts), properties);
    }

    @Bean
    @ConditionalOnMissingBean
    AccessPolicy cartableAccessPolicy(
            Cartable cartable,
            Users users,
            ObjectProvider<Roster> roster,
            SchoolTime time,
            CartableWebProperties properties) {
        return new RolePolicy(
                () -> cartable.rosters().entitlements(), once(roster), users, time::today, properties.pupilsAreUsers());
    }

    @Bean
    SchoolTime cartableSchoolTime(
            ObjectProvider<School> school,
            ObjectProvider<AccountSettings> settings,
            ObjectProvider<InstantSource> time,
            Environment environment) {
        return new SchoolTime(time.getIfAvailable(InstantSource::system), zone(school, settings, environment));
    }

    private static ZoneId zone(
            ObjectProvider<School> school, ObjectProvider<AccountSettings> settings, Environment environment) {
        School known = school.getIfAvailable();
        if (known != null) {
            return known.zone();
        }
        AccountSettings account = settings.getIfAvailable();
        if (account != null) {
            return account.school().zone();
        }
        String named = environment.getProperty("cartable.zone");
        if (named == null) {
            throw new IllegalStateException(
                    "Cartable's endpoints do not know in which time zone the school's days are. Set"
                            + " cartable.zone, or define a bean of type " + School.class.getName());
        }
        return ZoneId.of(named);
    }

    /** A request's caller and address stand in the audit trail, unless the host has a {@link CurrentActor} of its own. */
    @Bean
    @ConditionalOnMissingBean(CurrentActor.class)
    static CartableBuilderCustomizer cartableRequestActor() {
        return builder -> builder.actor(new RequestActor(CurrentActor.APPLICATION));
    }

    @Bean
    static ApiConfiguration cartableApiConfiguration(
            ObjectProvider<CurrentPerson> persons,
            ObjectProvider<AccessPolicy> policy,
            ObjectProvider<TaskStores> stores,
            ObjectProvider<SchoolTime> time,
            ListableBeanFactory beans) {
        return new ApiConfiguration(
                ofTheHost(CurrentPerson.class, persons, beans),
                ofTheHost(AccessPolicy.class, policy, beans),
                stores::getIfUnique,
                SingletonSupplier.of(() -> time.getObject().clock()));
    }

    /** A bean that is looked up once, unless the host has given it a scope of its own, such as a request. */
    static <T> Supplier<T> ofTheHost(Class<T> type, ObjectProvider<T> bean, ListableBeanFactory beans) {
        Supplier<Boolean> isOne =
                SingletonSupplier.of(() -> Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type))
                        .allMatch(beans::isSingleton));
        Supplier<T> one = SingletonSupplier.of(bean::getObject);
        return () -> isOne.get() ? one.get() : bean.getObject();
    }

    /** A bean that is looked up with the first request that needs it, and not again: Spring takes as long for it as a statement does. */
    private static <T> Supplier<@Nullable T> once(ObjectProvider<T> bean) {
        return SingletonSupplier.of(bean::getIfAvailable);
    }

    /** Runs go on after their request on the threads of the tasks, if those are the host's, and otherwise on Spring's own for such work. */
    @Bean
    @ConditionalOnBean(Tasks.class)
    Runs cartableRuns(Tasks tasks, BeanFactory beans, Environment environment) {
        String named = environment.getProperty("cartable.tasks.executor");
        String name = named == null || named.isBlank() ? SPRINGS_EXECUTOR : named;
        return new Runs(
                tasks,
                SingletonSupplier.<Executor>of(() -> beans.containsBean(name)
                        ? beans.getBean(name, Executor.class)
                        : new SimpleAsyncTaskExecutor("cartable-run-")));
    }

    @Bean
    EndpointCheck cartableEndpointCheck(ListableBeanFactory beans) {
        return new EndpointCheck(beans);
    }

    @Bean
    ProblemResolver cartableProblemResolver(ListableBeanFactory beans, Environment environment) {
        String language = environment.getProperty("cartable.language", "fr");
        return new ProblemResolver(
                SingletonSupplier.of(() -> paths(beans, environment)), Locale.forLanguageTag(language));
    }

    /** What the paths of our resources begin with. */
    private static List<String> paths(ListableBeanFactory beans, Environment environment) {
        return Arrays.stream(beans.getBeanNamesForAnnotation(ApiController.class))
                .map(beans::getType)
                .filter(Objects::nonNull)
                .map(type -> AnnotatedElementUtils.findMergedAnnotation(type, RequestMapping.class))
                .filter(Objects::nonNull)
                .flatMap(mapping -> Arrays.stream(mapping.path()))
                .map(path -> environment.resolvePlaceholders(path).replaceFirst("/\\{.*", ""))
                .distinct()
                .toList();
    }
}
