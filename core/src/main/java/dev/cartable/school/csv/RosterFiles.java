package dev.cartable.school.csv;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The files of a roster for the length of one reading, wherever they lie. Used by one thread. */
interface RosterFiles extends Closeable {
    /** The file of this name, in whatever case it is written; null if there is none. */
    @Nullable
    TextFile find(String name) throws IOException;

    /** The names of all files, without their folders. */
    List<String> names() throws IOException;

    /** The folder or zip file, for messages. */
    String place();

    static RosterFiles open(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            return new DirectoryFiles(place);
        }
        if (!Files.isRegularFile(place)) {
            throw RosterProblem.NO_ROSTER.because("place", place);
        }
        if (place.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            throw RosterProblem.SINGLE_FILE.because("place", place);
        }
        return ZipFiles.open(place);
    }
}
