package dev.cartable.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process beside this one, with the same class path. */
final class JavaProcess {
    private JavaProcess() {}

    /** One that has not begun, with so much heap. What it writes, errors too, is its output. */
    static ProcessBuilder of(int megabytes, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + megabytes + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }
}
