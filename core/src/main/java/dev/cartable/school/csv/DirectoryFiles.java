package dev.cartable.school.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A roster whose files lie in a folder. Links are followed here: the folder is the school's own. */
final class DirectoryFiles implements RosterFiles {
    private final Path folder;

    DirectoryFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public @Nullable TextFile find(String name) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.filter(file -> file.getFileName().toString().equalsIgnoreCase(name))
                    .sorted()
                    .toList();
        }
        if (found.size() > 1) {
            throw RosterProblem.TWO_FILES.because("file", name);
        }
        if (found.isEmpty()) {
            return null;
        }
        Path file = found.get(0);
        if (!Files.isRegularFile(file)) {
            throw RosterProblem.NOT_A_FILE.because("file", file);
        }
        return TextFile.inspect(name, () -> Files.newInputStream(file));
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public String place() {
        return folder.toString();
    }

    @Override
    public void close() {
        // nothing is held open between two files
    }
}
