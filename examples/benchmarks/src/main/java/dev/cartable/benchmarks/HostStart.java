package dev.cartable.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The start of a Spring Boot web application with Cartable, beside the same without it: time and beans, each in a process of its own. */
final class HostStart implements Benchmark {
    private static final String RESULT = "started in ms, with beans: ";
    private static final List<String> WITHOUT = List.of("cartable.enabled=false");
    private static final List<String> WITH =
            List.of("cartable.zone=UTC", "cartable.roster=tables", "cartable.any-thread=true");

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        try (Place place = School.empty(engine)) {
            List<Double> beans = new ArrayList<>();
            List<Double> bareBeans = new ArrayList<>();
            start(place, WITH); // class files into the cache of the disk
            Measured times = Measured.inTurns(
                    sizes.warmsUp() ? sizes.times() + 2 : 1,
                    () -> start(place, WITH, beans),
                    () -> start(place, WITHOUT, bareBeans));
            return List.of(
                    new Line("start, time", times, Goal.atMost(1.25), "with Cartable", "without", "ms"),
                    new Line(
                            "start, beans",
                            Measured.once(Measured.median(beans), Measured.median(bareBeans)),
                            Goal.atMost(1.25),
                            "with Cartable",
                            "without",
                            "beans"));
        }
    }

    private static double start(Place place, List<String> settings, List<Double> beans) throws Exception {
        double[] figures = start(place, settings);
        beans.add(figures[1]);
        return figures[0];
    }

    private static double[] start(Place place, List<String> settings) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Program.classPath(),
                HostStart.class.getName(),
                place.url(),
                place.user()));
        command.addAll(settings);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int result = output.indexOf(RESULT);
        if (process.waitFor() != 0 || result < 0) {
            throw new IllegalStateException("the host did not start:\n" + output);
        }
        String line =
                output.substring(result + RESULT.length()).lines().findFirst().orElseThrow();
        String[] figures = line.strip().split(" ", -1);
        return new double[] {Double.parseDouble(figures[0]), Double.parseDouble(figures[1])};
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {}

    /** The process: the database's URL and user, and properties. */
    public static void main(String[] arguments) {
        List<String> properties = new ArrayList<>(List.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off",
                "spring.datasource.url=" + arguments[0],
                "spring.datasource.username=" + arguments[1]));
        properties.addAll(List.of(arguments).subList(2, arguments.length));
        try (ConfigurableApplicationContext host = new SpringApplicationBuilder(Host.class)
                .properties(properties.toArray(String[]::new))
                .run()) {
            long up = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            System.out.println(RESULT + up + " " + host.getBeanDefinitionCount());
        }
    }
}
