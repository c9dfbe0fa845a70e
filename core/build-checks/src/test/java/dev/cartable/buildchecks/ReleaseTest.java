package dev.cartable.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds what is published a second time, in another folder and as for a release, and looks at what hosts would get. */
@Tag("systems")
class ReleaseTest {
    /** Of a library with several licences, its users choose one. */
    private static final Pattern PERMISSIVE_OR_LGPL =
            Pattern.compile("Apache-2\\.0|MIT(-0)?|BSD-[234]-Clause|ISC|0BSD|CC0-1\\.0"
                    + "|Unicode-(3\\.0|DFS-2016|TOU)|ICU|LGPL-[23]\\.[01]-(only|or-later)"
                    + "|The \\(New\\) BSD License|FreeBSD License|EDL 1\\.0");

    /**
     * What a host chooses for itself, and gets from no library of ours unasked: the embedded database and the test framework (MPL, EPL), and
     * Liquibase with what it needs (FSL, CDDL), which the starter follows only where the host migrates by it. Spring Boot itself brings the
     * annotations of Jakarta (EPL) to every host.
     */
    private static final Pattern CHOSEN = Pattern.compile(
            "com\\.h2database:h2|org\\.junit\\.(jupiter|platform):.*|org\\.liquibase:.*|javax\\.xml\\.bind:jaxb-api"
                    + "|jakarta\\.annotation:jakarta\\.annotation-api");

    @TempDir
    static Path folder;

    private static SecondBuild second;

    @BeforeAll
    static void build() throws Exception {
        second = new SecondBuild(folder);
    }

    @Test
    void a_second_build_gives_the_same_bytes() throws Exception {
        assertThat(jars(second.sources))
                .hasSizeGreaterThanOrEqualTo(PublishedJars.MODULES.size())
                .containsExactlyInAnyOrderEntriesOf(jars(PublishedJars.PROJECT));
    }

    @Test
    void each_library_has_sources_and_javadoc() throws IOException {
        for (String module : PublishedJars.MODULES) {
            assertThat(entries(module, "sources")).as(module).anyMatch(name -> name.endsWith(".java"));
            assertThat(entries(module, "javadoc")).as(module).contains("index.html");
        }
        assertThat(entries("adapters-jdbc", "javadoc"))
                .contains("dev.cartable.jdbc/dev/cartable/jdbc/JdbcStores.html")
                .noneMatch(name -> name.endsWith("H2Dialect.html"));
    }

    @Test
    void everything_that_is_published_is_signed() throws Exception {
        List<Path> files = published("\\.(jar|pom|json)");

        assertThat(files)
                .extracting(file -> String.valueOf(file.getFileName()))
                .anyMatch(name -> name.startsWith("cartable-bom-"))
                .anyMatch(name -> name.startsWith("cartable-parent-"))
                .anyMatch(name -> name.startsWith("cartable-spring-boot-starter-test-"));
        for (Path file : files) {
            assertThat(second.isSigned(file)).as(file.toString()).isTrue();
        }
    }

    /** The bill of materials (CycloneDX) of each library is the list of what it needs, with the licences. */
    @Test
    void what_a_library_needs_is_permissive_or_lgpl() throws IOException {
        List<Path> bills = published("-cyclonedx\\.json");
        assertThat(bills).hasSizeGreaterThanOrEqualTo(PublishedJars.MODULES.size());
        Map<String, List<String>> found = new TreeMap<>();
        for (Path bill : bills) {
            found.putAll(licences(bill));
        }
        found.keySet().remove("org.cyclonedx:cyclonedx-maven-plugin"); // has written the list
        found.keySet().removeIf(library -> CHOSEN.matcher(library).matches());

        assertThat(found).hasSizeGreaterThan(30);
        assertThat(found)
                .allSatisfy((library, licences) -> assertThat(licences)
                        .as(library)
                        .anyMatch(licence -> PERMISSIVE_OR_LGPL.matcher(licence).matches()));
    }

    /** A host outside the project: it imports the BOM, has one dependency without a version, and starts. */
    @Test
    void a_fresh_project_needs_one_dependency() throws Exception {
        Path host = Files.createDirectory(folder.resolve("host"));
        Path resources = Path.of("src/test/resources/fresh-host");
        String pom = Files.readString(resources.resolve("pom.xml"))
                .replace("@cartable@", version("cartable-parent"))
                .replace("@spring-boot@", property("spring-boot.version"))
                .replace("@compiler@", version("maven-compiler-plugin"))
                .replace("@h2@", property("h2.version"));
        Files.writeString(host.resolve("pom.xml"), pom);
        Path sources = Files.createDirectories(host.resolve("src/main/java/portal"));
        Files.copy(resources.resolve("Portal.java"), sources.resolve("Portal.java"));

        second.maven(
                host,
                "--offline",
                "compiler:compile",
                "org.apache.maven.plugins:maven-dependency-plugin:" + version("maven-dependency-plugin")
                        + ":build-classpath",
                "-Dmdep.outputFile=classpath.txt");
        String libraries = Files.readString(host.resolve("classpath.txt")).strip();
        assertThat(Stream.of(libraries.split(File.pathSeparator)).filter(path -> path.contains("cartable-")))
                .isNotEmpty()
                .allMatch(path -> path.startsWith(second.repository().toString()));
        String output = SecondBuild.run(
                host,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        "target/classes" + File.pathSeparator + libraries,
                        "portal.Portal"),
                Map.of(),
                "");

        assertThat(output).contains("accounts: 0");
    }

    /** In the root pom. */
    private static String version(String artifact) throws IOException {
        return root("<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)</version>");
    }

    private static String property(String name) throws IOException {
        return root("<" + name + ">([^<]+)</" + name + ">");
    }

    private static String root(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(PublishedJars.PROJECT.resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private static List<Path> published(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(second.staging)) {
            return files.filter(file -> Pattern.compile(ending + "$")
                            .matcher(file.getFileName().toString())
                            .find())
                    .toList();
        }
    }

    /** The licences of each component of a bill, by its id as SPDX has it, or else by its name. */
    private static Map<String, List<String>> licences(Path bill) throws IOException {
        Map<String, List<String>> licences = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(bill.toFile())) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("components")
                        && json.nextToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        component(json, licences);
                    }
                }
            }
        }
        return licences;
    }

    private static void component(JsonParser json, Map<String, List<String>> licences) throws IOException {
        String group = "";
        String name = "";
        List<String> found = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_OBJECT; token = json.nextToken()) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "group" -> group = json.getText();
                case "name" -> name = json.getText();
                case "licenses" -> readLicences(json, found);
                default -> json.skipChildren();
            }
        }
        licences.put(group + ":" + name, found);
    }

    private static void readLicences(JsonParser json, List<String> found) throws IOException {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING
                    && (json.currentName().equals("id")
                            || json.currentName().equals("name")
                            || json.currentName().equals("expression"))) {
                found.add(json.getText());
            }
        }
    }

    private static List<String> entries(String module, String kind) throws IOException {
        Path target = second.sources.resolve(module).resolve("target");
        try (var jars = Files.newDirectoryStream(target, "*-" + kind + ".jar")) {
            for (Path path : jars) {
                try (JarFile jar = new JarFile(path.toFile())) {
                    return jar.stream().map(ZipEntry::getName).toList();
                }
            }
        }
        return List.of();
    }

    private static Map<String, String> jars(Path project) throws Exception {
        Map<String, String> digests = new TreeMap<>();
        for (String module : PublishedJars.MODULES) {
            for (Path jar : PublishedJars.in(project, module)) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
                digests.put(module + "/" + jar.getFileName(), HexFormat.of().formatHex(digest));
            }
        }
        return digests;
    }
}
