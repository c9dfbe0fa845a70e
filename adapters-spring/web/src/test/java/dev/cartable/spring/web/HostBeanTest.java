package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** What a host gives for each request must not be kept from the first one: everybody would be its sender. */
class HostBeanTest {
    @ParameterizedTest
    @CsvSource({BeanDefinition.SCOPE_SINGLETON + ", 1", BeanDefinition.SCOPE_PROTOTYPE + ", 2"})
    void isAskedForAgainUnlessThereIsOneForAll(String scope, int made) {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        AtomicInteger count = new AtomicInteger();
        beans.registerBeanDefinition(
                "person",
                BeanDefinitionBuilder.genericBeanDefinition(
                                StringBuilder.class, () -> new StringBuilder(count.incrementAndGet()))
                        .setScope(scope)
                        .setLazyInit(true)
                        .getBeanDefinition());
        Supplier<StringBuilder> person = CartableWebAutoConfiguration.ofTheHost(
                StringBuilder.class, beans.getBeanProvider(StringBuilder.class), beans);

        assertThat(List.of(person.get(), person.get())).doesNotContainNull();
        assertThat(count).hasValue(made);
    }
}
