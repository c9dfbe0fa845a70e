package dev.cartable.spring;

import dev.cartable.jdbc.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** A whole host as Spring Boot starts it: a school portal with tables of its own, which Cartable reads through views. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(Enrolment.class)
class Portal {
    /** Starts it on a fresh database of this kind, with more properties. */
    static ConfigurableApplicationContext start(TestDatabase.Kind kind, String... properties) {
        return start(List.of(Portal.class), kind.fresh(), properties);
    }

    /** Starts it with more of a host's configuration. */
    static ConfigurableApplicationContext start(List<Class<?>> sources, TestDatabase database, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.user(),
                "spring.datasource.password=" + database.password(),
                "spring.datasource.hikari.maximum-pool-size=4",
                "spring.sql.init.mode=always",
                "spring.sql.init.schema-locations=classpath:dev/cartable/spring/portal.sql",
                "spring.main.banner-mode=off",
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false",
                Runners.ZONE,
                Runners.KEY,
                "cartable.roster=views",
                "cartable.schema-mode=migrate",
                "cartable.activation-page=https://parents.example.org/activate"));
        all.addAll(Arrays.asList(properties));
        return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .web(WebApplicationType.NONE)
                .properties(all.toArray(String[]::new))
                .run();
    }
}
