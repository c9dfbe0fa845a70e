package dev.cartable.spring.test;

import dev.cartable.Stores;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;

/** Puts fakes into one application. Equal ones give equal applications, so that test classes share one. */
record FakesCustomizer(boolean slice, TestStores stores, Instant at, Set<Channel> channels)
        implements ContextCustomizer {
    private static final String EXCLUDE = "spring.autoconfigure.exclude";
    private static final String KEY =
            Base64.getEncoder().encodeToString("the host key of a test, no secret".getBytes(StandardCharsets.UTF_8));

    FakesCustomizer {
        channels = Set.copyOf(channels);
    }

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        ConfigurableEnvironment environment = context.getEnvironment();
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
        Map<String, Object> properties = properties();
        Runnable data = keep(beans, environment, properties);
        add(properties, environment.getPropertySources());

        TestClock clock = new TestClock(at);
        FakeCouriers couriers = new FakeCouriers(channels(environment));
        register(beans, "cartableTestClock", Clock.class, () -> clock).setPrimary(true);
        register(beans, "cartableTestCouriers", FakeCouriers.class, () -> couriers);
        register(
                beans,
                "cartableTestOutbox",
                TestOutbox.class,
                () -> new TestOutbox(() -> beans.getBean(Notices.class)));
        register(beans, Fakes.BEAN, Fakes.class, () -> new Fakes(clock, couriers, data));
        channels(environment).forEach(channel -> {
            FakeCourier courier = couriers.of(channel);
            register(beans, "cartableTestCourier" + channel, FakeCourier.class, () -> courier);
        });
        context.addBeanFactoryPostProcessor(new CourierReplacement(couriers));
        if (slice) {
            beans.registerSingleton("cartableTestFilter", new PortsOnly());
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (slice) {
            properties.put("spring.boot.enableautoconfiguration", "false");
        }
        properties.put("cartable.tasks.enabled", "false");
        properties.put("cartable.speak", "true");
        properties.put("cartable.host-key", KEY);
        properties.put("cartable.host-key-file", "");
        properties.put("cartable.old-host-keys", "");
        return properties;
    }

    /** Decides where the data is. What is returned puts it back. */
    private Runnable keep(
            DefaultListableBeanFactory beans, ConfigurableEnvironment environment, Map<String, Object> properties) {
        switch (stores) {
            case H2 -> {
                String url = "jdbc:h2:mem:cartable-test-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
                properties.put("spring.datasource.url", url);
                properties.put("spring.datasource.driver-class-name", "org.h2.Driver");
                properties.put("spring.datasource.username", H2Snapshot.USER);
                properties.put("spring.datasource.password", "");
                properties.put("cartable.schema-mode", "migrate");
                return new H2Snapshot(url)::restore;
            }
            case IN_MEMORY -> {
                ResettableStores inMemory = new ResettableStores(() -> beans.getBean("cartableTestClock", Clock.class));
                register(beans, "cartableStores", Stores.class, inMemory::stores);
                properties.put("cartable.roster", "tables");
                String excluded = environment.getProperty(EXCLUDE, "");
                properties.put(EXCLUDE, (excluded.isBlank() ? "" : excluded + ",") + DATABASE);
                return inMemory::reset;
            }
            case APPLICATION -> {
                return () -> {};
            }
        }
        throw new IllegalStateException("no such stores");
    }

    /** What would ask for a database, on Spring Boot 4 and 3. */
    private static final String DATABASE = String.join(
            ",",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration");

    /** What the test itself says comes first. */
    private static void add(Map<String, Object> properties, MutablePropertySources sources) {
        MapPropertySource ours = new MapPropertySource("Cartable's fakes", properties);
        String test = TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME;
        if (sources.contains(test)) {
            sources.addAfter(test, ours);
        } else {
            sources.addFirst(ours);
        }
    }

    /** Those of the test, and that of a gateway that the application has. */
    private Set<Channel> channels(ConfigurableEnvironment environment) {
        Set<Channel> all = new TreeSet<>(channels);
        Binder.get(environment)
                .bind("cartable.sms", Bindable.mapOf(String.class, String.class))
                .ifBound(gateway -> all.add(Channel.of(gateway.getOrDefault("channel", Channel.SMS.name()))));
        return all;
    }

    private static <T> RootBeanDefinition register(
            DefaultListableBeanFactory beans, String name, Class<T> type, Supplier<? extends T> bean) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(type);
        definition.setBeanClass(type);
        definition.setInstanceSupplier(bean);
        // Spring's AOT generates nothing of it: this class registers it in the test's own process, too.
        definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
        beans.registerBeanDefinition(name, definition);
        return definition;
    }
}
