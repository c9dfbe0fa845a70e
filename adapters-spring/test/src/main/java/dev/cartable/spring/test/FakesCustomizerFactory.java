package dev.cartable.spring.test;

import dev.cartable.notice.model.Channel;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Lets Spring's test framework put fakes into the contexts of test classes that ask for them. It finds this class by its name. */
final class FakesCustomizerFactory implements ContextCustomizerFactory {
    FakesCustomizerFactory() {}

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        CartableFakes fakes = TestContextAnnotationUtils.findMergedAnnotation(testClass, CartableFakes.class);
        return fakes == null
                ? null
                : new FakesCustomizer(
                        TestContextAnnotationUtils.hasAnnotation(testClass, CartableTest.class),
                        fakes.stores(),
                        instant(fakes.at()),
                        Arrays.stream(fakes.channels())
                                .map(Channel::of)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time of a test: write at = \"2026-03-02T08:00:00Z\"", e);
        }
    }
}
