package dev.cartable.buildchecks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The jars that hosts get, as the build has just made them. */
final class PublishedJars {
    static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    /** Libraries, as hosts name them in their builds, and the application. */
    static final List<String> MODULES = List.of(
            "core",
            "core/tck",
            "adapters-jdbc",
            "adapters-jdbc/db-scheduler",
            "adapters-mail",
            "adapters-mail/pdf",
            "adapters-spring",
            "adapters-spring/test",
            "adapters-spring/web",
            "examples/vault-s3",
            "examples/command-line");

    /** Not what shading keeps of its input, the starter's tests, or the jars for readers. */
    private static final Pattern OTHER = Pattern.compile("original-.*|.*-(tests|sources|javadoc)\\.jar");

    private PublishedJars() {}

    /** All of a module. */
    static List<Path> in(Path project, String module) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (var files = Files.newDirectoryStream(project.resolve(module).resolve("target"), "*.jar")) {
            for (Path jar : files) {
                if (!OTHER.matcher(String.valueOf(jar.getFileName())).matches()) {
                    jars.add(jar);
                }
            }
        }
        return jars;
    }

    /** The one jar of a library. */
    static Path of(String module) throws IOException {
        List<Path> jars = in(PROJECT, module);
        if (jars.size() != 1) {
            throw new AssertionError(module + " has " + jars + "; clean it and build it again");
        }
        return jars.get(0);
    }
}
