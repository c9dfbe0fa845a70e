package dev.cartable.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.DispatchNotices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;

/** Spring's ahead-of-time processing: a host is generated, compiled and started from what was generated. */
class AotTest {
    private static final String[] ARGUMENTS = {
        "--spring.datasource.url=jdbc:h2:mem:aot;DB_CLOSE_DELAY=-1",
        "--spring.sql.init.mode=always",
        "--spring.sql.init.schema-locations=classpath:dev/cartable/spring/portal.sql",
        "--spring.main.banner-mode=off",
        "--spring.main.web-application-type=none",
        "--spring.flyway.enabled=false",
        "--spring.liquibase.enabled=false",
        "--" + Runners.ZONE,
        "--" + Runners.KEY,
        "--cartable.roster=views",
        "--cartable.any-thread=true",
        "--cartable.school-name=Ecole Exemple",
        "--cartable.activation-page=https://parents.example.org/activate"
    };

    @TempDir
    private Path folder;

    @Test
    void everyTemplateAndStepOfTheSchemaIsHinted() {
        RuntimeHints hints = new RuntimeHints();
        new CartableRuntimeHints().registerHints(hints, getClass().getClassLoader());

        assertThat(Stream.of(
                        "META-INF/cartable/templates/account.activation_fr.txt",
                        "META-INF/cartable/templates/library.overdue_fr.txt",
                        "dev/cartable/jdbc/schema/V001__cartable.sql"))
                .allMatch(resource ->
                        RuntimeHintsPredicates.resource().forResource(resource).test(hints));
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(DispatchNotices.Report.class)
                        .test(hints))
                .isTrue();
        assertThat(RuntimeHintsPredicates.reflection().onType(HostMail.class).test(hints))
                .isTrue();
        assertThat(RuntimeHintsPredicates.proxies()
                        .forInterfaces(HealthIndicatorFactory.type("HealthIndicator"))
                        .test(hints))
                .isTrue();
    }

    @Test
    @Tag("systems")
    void aHostIsStartedFromWhatWasGenerated() throws Exception {
        Path sources = folder.resolve("sources");
        Path classes = folder.resolve("classes");
        AbstractAotProcessor.Settings settings = AbstractAotProcessor.Settings.builder()
                .sourceOutput(sources)
                .resourceOutput(classes)
                .classOutput(classes)
                .groupId("dev.cartable")
                .artifactId("aot-host")
                .build();

        new SpringApplicationAotProcessor(AotHost.class, settings, ARGUMENTS).process();
        compile(sources, classes);
        String printed = run(classes);

        assertThat(printed).contains("sent=1 nightly=DONE health=true meters=true login=true aot=true");
        assertThat(printed).contains("AOT-processed");
    }

    private static void compile(Path sources, Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-nowarn", "-parameters", "-d", classes.toString(), "-cp", path(classes)));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(arguments::add);
        }
        assertThat(arguments).as("generated sources").hasSizeGreaterThan(50);
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).isZero();
    }

    private static String path(Path classes) {
        return classes
                + System.getProperty("path.separator")
                + requireNonNull(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    }

    private String run(Path classes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-Dspring.aot.enabled=true",
                "-cp",
                path(classes),
                AotHost.class.getName()));
        command.addAll(List.of(ARGUMENTS));
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        process.waitFor();
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
