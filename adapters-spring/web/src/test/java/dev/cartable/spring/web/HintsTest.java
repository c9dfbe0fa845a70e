package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What Spring's ahead-of-time processing is to know of the files that Cartable reads by their names. */
class HintsTest {
    private static final List<String> FOLDERS = List.of("dev/cartable/", "META-INF/cartable/");

    @Test
    void everyFileOfAllModulesIsHinted() throws IOException {
        RuntimeHints hints = new RuntimeHints();
        ClassLoader loader = Objects.requireNonNull(getClass().getClassLoader());
        SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories", loader)
                .load(RuntimeHintsRegistrar.class)
                .stream()
                .filter(each -> each.getClass().getName().startsWith("dev.cartable."))
                .forEach(each -> each.registerHints(hints, loader));

        List<String> files = new ArrayList<>();
        for (String folder : FOLDERS) {
            for (Resource file :
                    new PathMatchingResourcePatternResolver(loader).getResources("classpath*:" + folder + "**/*.*")) {
                String place = file.getURL().toString();
                if (!place.endsWith(".class") && !place.matches(".*(test-classes|tests\\.jar).*")) {
                    files.add(place.substring(place.lastIndexOf(folder)));
                }
            }
        }

        assertThat(files)
                .contains(
                        "dev/cartable/spring/web/problems_fr.properties",
                        "dev/cartable/jdbc/schema/V001__cartable.sql",
                        "META-INF/cartable/templates/account.activation_fr.txt")
                .allSatisfy(file -> assertThat(RuntimeHintsPredicates.resource().forResource(file))
                        .accepts(hints));
    }
}
