package dev.cartable.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Core as a host gets it: its template engine is inside under another name, so that no framework takes it for the host's. */
class PublishedCoreTest {
    @Test
    void the_template_engine_works_under_its_other_name_alone() throws Exception {
        URL[] jar = {PublishedJars.of("core").toUri().toURL()};
        try (var published = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader())) {
            assertThat(Class.forName("dev.cartable.notice.template.Confined", true, published))
                    .isNotNull();
            assertThat(published.getResource("META-INF/licenses/jmustache.txt")).isNotNull();
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> Class.forName("com.samskivert.mustache.Mustache", false, published));
        }
    }

    @Test
    void the_published_pom_does_not_list_it() throws Exception {
        assertThat(Files.readString(PublishedJars.PROJECT.resolve("core/dependency-reduced-pom.xml")))
                .contains("commons-csv")
                .doesNotContain("<artifactId>jmustache</artifactId>");
    }
}
