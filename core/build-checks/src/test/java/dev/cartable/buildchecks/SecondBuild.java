package dev.cartable.buildchecks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The project once more in another folder, built as for a release: signed with a key that is thrown away, installed into a local
 * repository of its own and deployed into a folder.
 */
final class SecondBuild {
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".idea");

    final Path sources;
    final Path staging;
    private final Path repository;
    private final Path keys;

    SecondBuild(Path folder) throws Exception {
        sources = folder.resolve("sources");
        staging = folder.resolve("staging");
        repository = folder.resolve("repository");
        keys = folder.resolve("keys");
        copySources(PublishedJars.PROJECT, sources);
        makeKey();
        List<String> modules = new ArrayList<>(PublishedJars.MODULES);
        modules.add("core/bom");
        maven(
                sources,
                "-Prelease,sign,demo",
                "--projects=" + String.join(",", modules),
                "--also-make",
                "-Denforcer.skip=true",
                "-DaltDeploymentRepository=staging::" + staging.toUri(),
                "deploy");
    }

    /** The local repository that the build has installed into. */
    Path repository() {
        return repository;
    }

    /** Whether a signature beside a file is by the key of this build, over this file. */
    boolean isSigned(Path file) throws Exception {
        return gpg("--verify", file + ".asc", file.toString()) == 0;
    }

    private void makeKey() throws Exception {
        Files.createDirectory(keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThat(gpg("--pinentry-mode", "loopback", "--passphrase", "", "--quick-gen-key", "release@example.org"))
                .as("gpg makes a key")
                .isZero();
    }

    private int gpg(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("gpg", "--batch"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GNUPGHOME", keys.toString());
        Process process = builder.start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    /** The same Maven and JDK, without the checks and tests that the first build has passed. What others have made comes from the machine's repository. */
    String maven(Path folder, String... arguments) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        Path maven = Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn");
        List<String> command = new ArrayList<>(List.of(
                maven.toString(),
                "--quiet",
                "--batch-mode",
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + System.getProperty("maven.repo.local")));
        command.addAll(List.of(arguments));
        return run(
                folder,
                command,
                Map.of("JAVA_HOME", System.getProperty("java.home"), "GNUPGHOME", keys.toString()),
                "-XX:TieredStopAtLevel=1");
    }

    static String run(Path folder, List<String> command, Map<String, String> variables, String mavenOptions)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        builder.environment().merge("MAVEN_OPTS", mavenOptions, (theirs, ours) -> theirs + " " + ours);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
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
}
