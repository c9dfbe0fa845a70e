package dev.cartable.spring;

import dev.cartable.work.Counts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.ClassMetadata;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

/**
 * What Cartable looks up by name at run time, for Spring's ahead-of-time processing: templates and words, the SQL of the schema, what Spring Boot's
 * health is called, the numbers of reports.
 */
final class CartableRuntimeHints implements RuntimeHintsRegistrar {
    private static final String COUNTS = Counts.class.getName();

    CartableRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        hints.resources()
                .registerPattern("META-INF/cartable/**")
                .registerPattern("dev/cartable/**/*.sql")
                .registerPattern("dev/cartable/**/*.json")
                .registerPattern("dev/cartable/**/*.properties")
                .registerPattern("dev/cartable/**/*.ttf")
                .registerPattern("dev/cartable/**/*.txt");
        BindableRuntimeHintsRegistrar.forTypes(HostMail.class).registerHints(hints);
        String home = HealthIndicatorFactory.home(loader);
        if (home != null) {
            hints.proxies().registerJdkProxy(TypeReference.of(home + "HealthIndicator"));
            hints.reflection()
                    .registerType(TypeReference.of(home + "Health"), MemberCategory.INVOKE_PUBLIC_METHODS)
                    .registerType(TypeReference.of(home + "Health$Builder"), MemberCategory.INVOKE_PUBLIC_METHODS);
        }
        for (Resource file : classes(loader)) {
            registerCounts(hints, file);
        }
    }

    private static Resource[] classes(@Nullable ClassLoader loader) {
        try {
            return new PathMatchingResourcePatternResolver(loader).getResources("classpath*:dev/cartable/**/*.class");
        } catch (IOException e) {
            throw new UncheckedIOException("Cartable's classes cannot be read", e);
        }
    }

    /** {@link Counts#values} reads the components of records by reflection. */
    private static void registerCounts(RuntimeHints hints, Resource file) {
        ClassMetadata type;
        try {
            type = new SimpleMetadataReaderFactory().getMetadataReader(file).getClassMetadata();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        if (Arrays.asList(type.getInterfaceNames()).contains(COUNTS)) {
            hints.reflection()
                    .registerType(TypeReference.of(type.getClassName()), MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
