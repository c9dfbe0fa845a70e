package dev.cartable.cli.task;

import dev.cartable.task.model.Occurrence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A log of runs, one line each. When it has grown to 15 MB it is renamed, and ten old ones are kept: {@code FILE.1} is the newest. */
final class RunLog {
    private static final long LARGEST = 15L * 1024 * 1024;
    private static final int KEPT = 10;

    private final Path file;

    RunLog(Path file) {
        this.file = file;
    }

    void add(List<Occurrence> runs) throws IOException {
        if (Files.exists(file) && Files.size(file) >= LARGEST) {
            rotate();
        }
        StringBuilder lines = new StringBuilder();
        runs.forEach(run -> lines.append(line(run)).append(System.lineSeparator()));
        Files.writeString(file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String line(Occurrence run) {
        String line =
                run.endedAt() + " " + run.task() + " " + run.slot().key() + " " + run.state() + " " + run.counts();
        return run.reason() == null ? line : line + " " + run.reason().replaceAll("\\R", " ");
    }

    private void rotate() throws IOException {
        for (int number = KEPT - 1; number > 0; number--) {
            if (Files.exists(old(number))) {
                Files.move(old(number), old(number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, old(1), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path old(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
