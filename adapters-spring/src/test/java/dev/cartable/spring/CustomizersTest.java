package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.mail.JakartaMailCourier;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.task.model.TaskName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of the host that change what the starter builds, in their order. */
class CustomizersTest {
    @Configuration(proxyBeanMethods = false)
    static class TwoForCartable {
        static final List<String> CALLED = new ArrayList<>();

        @Bean
        @Order(2)
        CartableBuilderCustomizer second() {
            return builder -> {
                CALLED.add("second");
                builder.school("École de la Colline");
            };
        }

        @Bean
        @Order(1)
        CartableBuilderCustomizer first() {
            return builder -> {
                CALLED.add("first");
                builder.school("École de la Plaine")
                        .tasks(settings -> settings.with(
                                new TaskName("account-check"),
                                new dev.cartable.task.TaskSettings.Change(false, null, null)));
            };
        }
    }

    @Test
    void thoseOfTheBuilderAreCalledInTheirOrderAfterAllElse() {
        TwoForCartable.CALLED.clear();
        Runners.complete()
                .withUserConfiguration(TwoForCartable.class)
                .withPropertyValues("cartable.school-name=of the properties")
                .run(context -> {
                    assertThat(TwoForCartable.CALLED).containsExactly("first", "second");
                    Cartable cartable = context.getBean(Cartable.class);
                    assertThat(cartable.tasks()
                                    .find(new TaskName("account-check"))
                                    .enabled())
                            .isFalse();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OneForEach {
        @Bean
        DispatchSettingsCustomizer patient() {
            return settings -> new DispatchSettings(
                    settings.retryBase(),
                    9,
                    settings.longTail(),
                    settings.claimSize(),
                    settings.lease(),
                    settings.pause());
        }

        @Bean
        @Order(1)
        DispatchSettingsCustomizer hasty() {
            return settings -> new DispatchSettings(
                    settings.retryBase(), 1, settings.longTail(), 7, settings.lease(), settings.pause());
        }

        @Bean
        JdbcStoresCustomizer stores() {
            return builder -> builder.prefix("lycee_");
        }

        @Bean
        SmtpSettingsCustomizer smtp() {
            return builder -> builder.connections(5);
        }

        @Bean
        SmsSettingsCustomizer sms() {
            return settings -> settings.put("password", "from a vault");
        }
    }

    @Test
    void everyPartThatTheStarterBuildsHasItsOwn() {
        Runners.complete()
                .withUserConfiguration(OneForEach.class)
                .withPropertyValues(
                        "spring.mail.host=localhost",
                        "cartable.mail.from=school@example.org",
                        "cartable.sms.url=http://localhost:9/send",
                        "cartable.sms.allow-private-addresses=true",
                        "cartable.sms.body=to={to}&text={text}&key={password}",
                        "cartable.sms.from=LYCEE")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    DispatchSettings dispatch = context.getBean(DispatchSettings.class);
                    assertThat(dispatch.retries()).isEqualTo(9);
                    assertThat(dispatch.claimSize()).isEqualTo(7);
                    assertThat(context.getBean(Stores.class)).isNotNull();
                    assertThat(new JdbcTemplate(context.getBean(javax.sql.DataSource.class))
                                    .queryForObject("SELECT count(*) FROM lycee_account", Integer.class))
                            .isZero();
                    assertThat(context.getBean(JakartaMailCourier.class).maxConnections())
                            .isEqualTo(5);
                    assertThat(context.getBean(SmsSettings.class).values()).containsEntry("password", "from a vault");
                    assertThat(context.getBean(SmsSettings.class)).asString().doesNotContain("vault");
                });
    }

    @Test
    void withoutAGatewayItsCustomizersAreNotCalled() {
        Runners.complete()
                .withBean(SmsSettingsCustomizer.class, () -> settings -> settings.put("password", "x"))
                .run(context ->
                        assertThat(context.getBean(SmsSettings.class).values()).isEmpty());
    }
}
