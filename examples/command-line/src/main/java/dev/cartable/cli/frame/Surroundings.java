package dev.cartable.cli.frame;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the process around a command gives it, so that tests can give something else.
 *
 * @param directory what relative paths start from
 * @param questions whether somebody sits at a terminal and can be asked
 * @param progress whether standard error is a terminal
 */
public record Surroundings(
        PrintStream out,
        PrintStream err,
        InputStream in,
        Map<String, String> environment,
        Path directory,
        boolean questions,
        boolean progress,
        InstantSource time) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static Surroundings ofProcess() {
        boolean screen = Terminal.isTerminal(2);
        return new Surroundings(
                Terminal.writer(1),
                Terminal.writer(2),
                System.in,
                System.getenv(),
                Path.of(""),
                screen && Terminal.isTerminal(0),
                screen,
                InstantSource.system());
    }

    /** The same at a time that stands still. */
    Surroundings at(Instant now) {
        return new Surroundings(out, err, in, environment, directory, questions, progress, InstantSource.fixed(now));
    }

    /** A path as a person gave it. */
    public Path path(String text) {
        return directory.resolve(text);
    }
}
