package dev.cartable.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The BOM names each library that hosts get, and has the version of the others, from which it inherits nothing. */
class BomTest {
    private static final Pattern NAME = Pattern.compile("<artifactId>(cartable-[a-z0-9-]+)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>([^<$]+)</version>");

    @Test
    void it_names_each_library() throws IOException {
        List<String> published = new ArrayList<>();
        for (String module : PublishedJars.MODULES) {
            if (!module.equals("examples/command-line")) { // an application
                published.add(name(pom(module)));
            }
        }
        published.add("cartable-jdbc-testing");

        assertThat(NAME.matcher(dependencies(bom())).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void its_version_is_that_of_the_project_and_it_has_no_other() throws IOException {
        String project = VERSION.matcher(Files.readString(PublishedJars.PROJECT.resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        assertThat(VERSION.matcher(bom().substring(0, bom().indexOf("<dependencyManagement>")))
                        .results()
                        .map(found -> found.group(1)))
                .containsExactly(project);
        assertThat(bom()).doesNotContain("<parent>");
    }

    private static String bom() throws IOException {
        return pom("core/bom");
    }

    private static String dependencies(String bom) {
        return bom.substring(bom.indexOf("<dependencyManagement>"), bom.indexOf("</dependencyManagement>"));
    }

    /** The module's own, after its parent's. */
    private static String name(String pom) {
        return NAME.matcher(pom.substring(pom.indexOf("</parent>")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private static String pom(String module) throws IOException {
        return Files.readString(Path.of(PublishedJars.PROJECT.toString(), module, "pom.xml"));
    }
}
