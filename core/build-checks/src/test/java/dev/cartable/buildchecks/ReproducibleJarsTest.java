package dev.cartable.buildchecks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the published jars a second time, in another folder and as for a release, and expects the same bytes. */
class ReproducibleJarsTest {
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".idea");

    @Tag("systems")
    @Test
    void a_second_build_gives_the_same_bytes(@TempDir Path copy) throws Exception {
        copySources(PublishedJars.PROJECT, copy);

        build(copy);

        assertThat(jars(copy))
                .hasSizeGreaterThanOrEqualTo(PublishedJars.MODULES.size())
                .containsExactlyInAnyOrderEntriesOf(jars(PublishedJars.PROJECT));
        for (var module : PublishedJars.MODULES) {
            assertThat(entries(copy, module, "sources")).as(module).anyMatch(name -> name.endsWith(".java"));
            assertThat(entries(copy, module, "javadoc")).as(module).contains("index.html");
        }
        assertThat(entries(copy, "adapters-jdbc", "javadoc"))
                .contains("dev.cartable.jdbc/dev/cartable/jdbc/JdbcStores.html")
                .noneMatch(name -> name.endsWith("H2Dialect.html"));
    }

    private static List<String> entries(Path project, String module, String kind) throws IOException {
        try (var jars = Files.newDirectoryStream(project.resolve(module).resolve("target"), "*-" + kind + ".jar")) {
            for (var path : jars) {
                try (var jar = new JarFile(path.toFile())) {
                    return jar.stream().map(ZipEntry::getName).toList();
                }
            }
        }
        return List.of();
    }

    private static void copySources(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (NOT_SOURCES.contains(String.valueOf(folder.getFileName()))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The same Maven and JDK, without the checks and tests that the first build has passed. */
    private static void build(Path folder) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        var maven = Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn");
        var builder = new ProcessBuilder(
                        maven.toString(),
                        "--quiet",
                        "--batch-mode",
                        "-Prelease,demo",
                        "--projects=" + String.join(",", PublishedJars.MODULES),
                        "--also-make",
                        "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                        "-Denforcer.skip=true",
                        "package")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("MAVEN_OPTS", "-XX:TieredStopAtLevel=1", (theirs, ours) -> theirs + " " + ours);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static Map<String, String> jars(Path project) throws Exception {
        var digests = new TreeMap<String, String>();
        for (var module : PublishedJars.MODULES) {
            for (var jar : PublishedJars.in(project, module)) {
                var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
                digests.put(module + "/" + jar.getFileName(), HexFormat.of().formatHex(digest));
            }
        }
        return digests;
    }
}
