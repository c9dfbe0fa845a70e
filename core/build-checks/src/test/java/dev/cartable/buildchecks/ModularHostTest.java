package dev.cartable.buildchecks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host on the module path compiles against the published jars, and runs on them in a process of its own. */
class ModularHostTest {
    private static final Path HOST = Path.of("src/test/resources/modular-host/module-info.java");
    private static final String MAIN = "dev/cartable/quickstart/AccountsFromRoster.java";
    private static final Path QUICKSTART = PublishedJars.PROJECT.resolve("examples/quickstart/src/main/java");
    private static final Path ROSTER = PublishedJars.PROJECT.resolve("examples/command-line/roster");

    /** What the libraries need, and nothing else: each library without a descriptor would bring all others. */
    private static final Predicate<String> LIBRARIES = Pattern.compile(
                    "(angus-(activation|mail)|biweekly|commons-(codec|csv|io)|dsn"
                            + "|geantyref|h2|jackson-core|jakarta\\.(activation|mail)-api|jdbi3-core|jspecify|junidecode|libphonenumber"
                            + "|slf4j-api|vinnie)-[0-9.]+\\.jar")
            .asMatchPredicate();

    @Test
    void the_first_program_of_the_readme_runs_on_the_module_path(@TempDir Path folder) throws Exception {
        String modulePath = modulePath();
        compile(modulePath, folder.resolve("classes"));

        String output = run(modulePath + File.pathSeparator + folder.resolve("classes"), folder);

        assertThat(output).contains("created 46");
        try (Stream<Path> mails = Files.list(folder.resolve("outbox"))) {
            assertThat(mails)
                    .hasSize(34)
                    .allSatisfy(mail -> assertThat(mail).content().contains("https://parents.example.org/activate"));
        }
    }

    @Test
    void hosts_see_only_the_packages_that_are_for_them() throws IOException {
        assertThat(exported("adapters-jdbc")).containsExactly("dev.cartable.jdbc");
        assertThat(exported("adapters-jdbc/db-scheduler")).containsExactly("dev.cartable.dbscheduler");
        assertThat(exported("adapters-mail")).containsExactly("dev.cartable.mail");
        assertThat(exported("core")).contains("dev.cartable").noneMatch(name -> name.contains("internal"));
    }

    @Test
    void modules_without_a_descriptor_have_a_stable_name() throws IOException {
        assertThat(descriptor("core/tck").name()).isEqualTo("dev.cartable.tck");
        assertThat(descriptor("adapters-jdbc/testing").name()).isEqualTo("dev.cartable.jdbc.testing");
        assertThat(descriptor("adapters-mail/pdf").name()).isEqualTo("dev.cartable.pdf");
        assertThat(descriptor("adapters-spring").name()).isEqualTo("dev.cartable.spring");
        assertThat(descriptor("adapters-spring/test").name()).isEqualTo("dev.cartable.spring.test");
        assertThat(descriptor("adapters-spring/web").name()).isEqualTo("dev.cartable.spring.web");
    }

    private static Set<String> exported(String module) throws IOException {
        return descriptor(module).exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }

    private static ModuleDescriptor descriptor(String module) throws IOException {
        return ModuleFinder.of(PublishedJars.of(module))
                .findAll()
                .iterator()
                .next()
                .descriptor();
    }

    private static String modulePath() throws IOException {
        Stream<String> libraries = Stream.of(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> LIBRARIES.test(String.valueOf(Path.of(path).getFileName())));
        Stream<Path> ours = Stream.of(
                PublishedJars.of("core"), PublishedJars.of("adapters-jdbc"), PublishedJars.of("adapters-mail"));
        return Stream.concat(ours.map(Path::toString), libraries).collect(Collectors.joining(File.pathSeparator));
    }

    private static void compile(String modulePath, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-p", modulePath, "-proc:none", "-encoding", "UTF-8"),
                        null,
                        compiler.getStandardFileManager(null, null, UTF_8)
                                .getJavaFileObjects(HOST, QUICKSTART.resolve(MAIN)))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    private static String run(String modulePath, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-p",
                        modulePath,
                        "-m",
                        "school.portal/dev.cartable.quickstart.AccountsFromRoster",
                        ROSTER.toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
