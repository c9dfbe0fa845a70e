package dev.cartable.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Core as a host gets it: its template engine is inside under another name, so that no framework takes it for the host's. */
class PublishedCoreTest {
    private static final Path CORE = Path.of("..");

    @Test
    void the_template_engine_works_under_its_other_name_alone() throws Exception {
        List<URL> jars = new ArrayList<>();
        try (var files = Files.newDirectoryStream(CORE.resolve("target"), "cartable-core-*.jar")) {
            for (Path jar : files) {
                if (!jar.toString().endsWith("-tests.jar")) {
                    jars.add(jar.toUri().toURL());
                }
            }
        }
        assertThat(jars).hasSize(1);
        try (var published = new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThat(Class.forName("dev.cartable.notice.template.Confined", true, published))
                    .isNotNull();
            assertThat(published.getResource("META-INF/licenses/jmustache.txt")).isNotNull();
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> Class.forName("com.samskivert.mustache.Mustache", false, published));
        }
    }

    @Test
    void the_published_pom_does_not_list_it() throws Exception {
        assertThat(Files.readString(CORE.resolve("dependency-reduced-pom.xml")))
                .contains("commons-csv")
                .doesNotContain("<artifactId>jmustache</artifactId>");
    }
}
