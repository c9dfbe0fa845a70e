package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CartableAutoConfigurationTest {

    @Test
    void starts_in_an_empty_application() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(CartableAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed());
    }
}
