package dev.cartable.school.csv;

import dev.cartable.school.model.UnreadableRosterException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files of a roster for the length of one reading, wherever they lie. Used by one thread. */
interface RosterFiles extends Closeable {
    /** The file of this name, in whatever case it is written; null if there is none. */
    @Nullable
    TextFile find(String name) throws IOException;

    static RosterFiles open(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            return new DirectoryFiles(place);
        }
        if (!Files.isRegularFile(place)) {
            throw new UnreadableRosterException("there is no roster at " + place
                    + ": neither a folder with users.csv in it nor a zip file; nothing was written");
        }
        if (place.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".csv")) {
            throw new UnreadableRosterException(
                    place
                            + " is a single file; give the folder that it lies in, or a zip of that folder; nothing was written");
        }
        return ZipFiles.open(place);
    }
}
