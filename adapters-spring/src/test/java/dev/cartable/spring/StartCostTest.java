package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the starter costs a web host at its start, beside the same host without it: beans and time. The README has the figures that it prints. The
 * starts alternate in one process, so that both are as warm; the tables are there, as at every start but the first.
 */
@Tag("systems")
class StartCostTest {
    private static final int ROUNDS = 7;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {}

    @Test
    void aStartWithCartableCostsLittleMoreThanOneWithout() {
        TestDatabase database = TestDatabase.h2();
        List<Long> bare = new ArrayList<>();
        List<Long> with = new ArrayList<>();
        int bareBeans = 0;
        int beans = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            try (var host = start(database, "cartable.enabled=false")) {
                bare.add(System.nanoTime() - begin);
                bareBeans = host.getBeanDefinitionCount();
            }
            begin = System.nanoTime();
            try (var host = start(database, Runners.ZONE, Runners.KEY, Runners.ROSTER, "cartable.any-thread=true")) {
                with.add(System.nanoTime() - begin);
                beans = host.getBeanDefinitionCount();
            }
        }

        double ratio = (double) median(with) / median(bare);
        System.out.printf(
                Locale.ROOT,
                "A web host starts with %d beans in %d ms; with Cartable with %d more, in %d ms: %.2f times as long.%n",
                bareBeans,
                median(bare) / 1_000_000,
                beans - bareBeans,
                median(with) / 1_000_000,
                ratio);
        assertThat(beans - bareBeans).isBetween(20, 60);
        assertThat(ratio).isLessThan(2);
    }

    /** Without the first start of each, which loads the classes. */
    private static long median(List<Long> times) {
        long[] sorted =
                times.stream().skip(1).mapToLong(Long::longValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static ConfigurableApplicationContext start(TestDatabase database, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.datasource.url=" + database.url(),
                "spring.main.banner-mode=off",
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false"));
        all.addAll(Arrays.asList(properties));
        return new SpringApplicationBuilder(Host.class)
                .web(WebApplicationType.SERVLET)
                .properties(all.toArray(String[]::new))
                .run();
    }
}
