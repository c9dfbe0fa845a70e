package dev.cartable.school.csv;

import dev.cartable.school.model.UnreadableRosterException;
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
            throw new UnreadableRosterException("there is more than one " + name + " in " + folder
                    + ", in different case; remove all but one. Nothing was written");
        }
        if (found.isEmpty()) {
            return null;
        }
        Path file = found.get(0);
        if (!Files.isRegularFile(file)) {
            throw new UnreadableRosterException(file + " is not a file; nothing was written");
        }
        return TextFile.inspect(name, () -> Files.newInputStream(file));
    }

    @Override
    public void close() {
        // nothing is held open between two files
    }
}
