package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** What editors and Spring Boot read about the starter. */
class MetadataTest {
    @Test
    void everyPropertyIsDescribed() throws IOException {
        String metadata = read("META-INF/spring-configuration-metadata.json");
        List<String> names = Stream.of(
                        names("cartable.", CartableProperties.class),
                        names("cartable.accounts.", AccountProperties.class),
                        names("cartable.mail.", MailProperties.class),
                        names("cartable.health.", CartableHealthProperties.class),
                        names("cartable.metrics.", CartableMetricsProperties.class),
                        names("cartable.documents.", CartableDocumentProperties.class),
                        names("cartable.dispatch.", DispatchProperties.class),
                        names("cartable.preferences.", PreferenceProperties.class),
                        names("cartable.bounces.", BounceProperties.class),
                        names("cartable.tasks.", TaskProperties.class),
                        names("cartable.quotas.", QuotaProperties.class),
                        names("cartable.reminders.", ReminderProperties.class),
                        names("cartable.grades.", GradeProperties.class),
                        names("cartable.reminders.absences.", AbsenceProperties.class),
                        Stream.of("cartable.enabled"))
                .flatMap(stream -> stream)
                .toList();

        assertThat(names).hasSizeGreaterThan(25);
        assertThat(names).allSatisfy(name -> {
            int at = metadata.indexOf("\"name\": \"" + name + "\"");
            assertThat(at).as(name).isPositive();
            assertThat(metadata.substring(at, metadata.indexOf('}', at)))
                    .as(name)
                    .contains("\"description\": \"");
        });
    }

    private static Stream<String> names(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.isAnnotationPresent(NestedConfigurationProperty.class))
                .map(RecordComponent::getName)
                .map(name -> prefix + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    @Test
    void eachNeighbourInTheOrderIsThereUnderOneOfItsNames() {
        List<String> neighbours = Stream.of(CartableStoresAutoConfiguration.class)
                .map(type -> type.getAnnotation(AutoConfiguration.class))
                .flatMap(order -> Stream.concat(Arrays.stream(order.afterName()), Arrays.stream(order.beforeName())))
                .toList();
        List<String> present = neighbours.stream()
                .filter(MetadataTest::isThere)
                .map(MetadataTest::simple)
                .toList();

        assertThat(present)
                .containsExactlyInAnyOrder(
                        "DataSourceAutoConfiguration",
                        "JndiDataSourceAutoConfiguration",
                        "DataSourceTransactionManagerAutoConfiguration",
                        "TransactionAutoConfiguration");
    }

    /** The one of Hibernate is in spring-boot-autoconfigure on 3.5, and on 4 in a module that is not here. */
    private static boolean isThere(String name) {
        return !name.endsWith(".HibernateJpaAutoConfiguration")
                && MetadataTest.class.getClassLoader().getResource(name.replace('.', '/') + ".class") != null;
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String read(String file) throws IOException {
        ClassLoader loader = CartableProperties.class.getClassLoader();
        StringBuilder text = new StringBuilder();
        for (var files = loader.getResources(file); files.hasMoreElements(); ) {
            try (InputStream in = files.nextElement().openStream()) {
                text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }
}
