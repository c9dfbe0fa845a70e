package dev.cartable.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.account.Accounts;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.jdbc.testing.TestDatabase;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;

/** The starter is a guest in the host: what it adds, and where it adds nothing. */
class GuestTest {
    private static final String[] ALL = {
        Runners.ZONE,
        Runners.KEY,
        "cartable.roster=tables",
        "cartable.school-name=École Exemple",
        "cartable.activation-page=https://parents.example.org/activate",
        "cartable.mail.from=school@example.org",
        "spring.mail.host=smtp.example.org"
    };

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {
        @Bean
        SessionRegistry sessions() {
            return new SessionRegistryImpl();
        }
    }

    private static ConfigurableApplicationContext start(List<Class<?>> sources, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "spring.datasource.url=" + TestDatabase.h2().url(),
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false",
                "server.port=0",
                "spring.main.banner-mode=off"));
        all.addAll(Arrays.asList(properties));
        return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .web(WebApplicationType.SERVLET)
                .properties(all.toArray(String[]::new))
                .run();
    }

    private static Set<String> names(ConfigurableApplicationContext context) {
        return Arrays.stream(context.getBeanDefinitionNames()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The beans of the same host without Cartable's auto-configurations. */
    private static Set<String> without() {
        String ours =
                CartableStoresAutoConfiguration.class.getName() + "," + CartableMailAutoConfiguration.class.getName()
                        + "," + CartableAutoConfiguration.class.getName() + ","
                        + CartableContextsAutoConfiguration.class.getName() + ","
                        + CartableTasksAutoConfiguration.class.getName() + ","
                        + CartableSecurityAutoConfiguration.class.getName() + ","
                        + CartableHealthAutoConfiguration.class.getName() + ","
                        + CartableObservationAutoConfiguration.class.getName() + ","
                        + CartableMetricsAutoConfiguration.class.getName() + ","
                        + CartableEndpointAutoConfiguration.class.getName();
        try (var context = start(List.of(Host.class), "spring.autoconfigure.exclude=" + ours)) {
            return names(context);
        }
    }

    @Test
    void everyBeanThatItAddsIsNamedCartableAndOfATypeThatOnlyCartableHas() {
        Set<String> without = without();
        try (var context = start(List.of(Host.class), ALL)) {
            Set<String> added = names(context);
            assertThat(added).containsAll(without);
            added.removeAll(without);

            assertThat(strangers(requireNonNull(context.getType("cartableHealthIndicator"))))
                    .as("what the actuator of this host looks for")
                    .allMatch(name ->
                            name.matches("org\\.springframework\\.boot\\..*health\\..*Health(Indicator|Contributor)"));
            added.remove("cartableHealthIndicator");
            assertThat(strangers(requireNonNull(context.getType("cartableGauges"))))
                    .as("what the meters of this host look for")
                    .containsExactly("io.micrometer.core.instrument.binder.MeterBinder");
            added.remove("cartableGauges");
            assertThat(added).hasSizeGreaterThan(20);
            assertThat(added)
                    .allSatisfy(
                            name -> assertThat(name).matches("cartable.*|dev\\.cartable\\.spring\\.Cartable[\\w$]+"));
            assertThat(added)
                    .allSatisfy(name -> assertThat(strangers(requireNonNull(context.getType(name))))
                            .as(name)
                            .isEmpty());
        }
    }

    /** The types of a bean by which a host or a framework might look for its own. */
    private static Set<String> strangers(Class<?> type) {
        Set<Class<?>> types = new HashSet<>();
        collect(type, types);
        return types.stream()
                .map(Class::getName)
                .filter(name -> !name.startsWith("dev.cartable.") && !name.startsWith("java.lang."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void collect(@Nullable Class<?> type, Set<Class<?>> into) {
        if (type != null && into.add(type)) {
            collect(type.getSuperclass(), into);
            Arrays.stream(type.getInterfaces()).forEach(parent -> collect(parent, into));
        }
    }

    @Test
    void switchedOffItAddsNothing() {
        List<String> off = new ArrayList<>(Arrays.asList(ALL));
        off.add("cartable.enabled=false");
        try (var context = start(List.of(Host.class), off.toArray(String[]::new))) {
            assertThat(names(context)).isEqualTo(without());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStores {
        @Bean
        InMemoryStores stores() {
            return new InMemoryStores(InstantSource.system());
        }
    }

    @Test
    void switchedOffItAddsNothingBesideAStoresBeanOfTheHostEither() {
        List<String> off = new ArrayList<>(Arrays.asList(ALL));
        off.add("cartable.enabled=false");
        try (var context = start(List.of(Host.class, OwnStores.class), off.toArray(String[]::new))) {
            assertThat(names(context)).noneMatch(name -> name.contains("artable") && !name.contains("GuestTest"));
        }
    }

    @Test
    void withoutAZoneItAddsNothingAndMakesNoTables() {
        try (var context = start(List.of(Host.class))) {
            Set<String> added = names(context);
            added.removeAll(without());
            assertThat(added).isEmpty();
            assertThat(context.getBean(JdbcTemplate.class)
                            .queryForObject(
                                    "SELECT count(*) FROM information_schema.tables WHERE lower(table_name) LIKE 'cartable%'",
                                    Integer.class))
                    .isZero();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoSchools {
        @Bean
        Cartable north() {
            return school();
        }

        @Bean
        Cartable south() {
            return school();
        }

        private static Cartable school() {
            return Cartable.builder()
                    .stores(new InMemoryStores(InstantSource.system()))
                    .zone(ZoneOffset.UTC)
                    .build();
        }
    }

    @Test
    void besideTwoCartablesOfTheHostItAddsNothing() {
        try (var context = start(List.of(Host.class, TwoSchools.class), ALL)) {
            Set<String> added = names(context);
            added.removeAll(without());
            added.removeAll(Set.of("north", "south", "guestTest.TwoSchools"));
            assertThat(added).isEmpty();
            assertThat(context.getBeansOfType(Accounts.class)).isEmpty();
            assertThat(context.getBeansOfType(Clock.class)).isEmpty();
            assertThat(context.getBeansOfType(DataSource.class)).hasSize(1);
        }
    }
}
