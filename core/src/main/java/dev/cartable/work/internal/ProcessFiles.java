package dev.cartable.work.internal;

import dev.cartable.work.Leases.Holder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Temporary files and folders whose names have the number and the start of their process, so that the next process deletes what a killed
 * one has left. The start distinguishes two processes with the same number: in a container, the number is often the same after a restart.
 */
public final class ProcessFiles {
    private static final Pattern OWNER = Pattern.compile("(\\d{1,18})-(\\d{1,18})-.*");

    private ProcessFiles() {}

    /** What the names of this process's files of a kind begin with. */
    public static String prefix(String kind) {
        Holder self = Holder.thisProcess();
        return kind + self.pid() + "-" + self.startedMillis() + "-";
    }

    /** Makes a temporary folder for its owner alone, and deletes those of its kind that dead processes have left. */
    public static Path createFolder(Path parent, String kind) throws IOException {
        sweep(parent, kind);
        return Files.createTempDirectory(parent, prefix(kind));
    }

    /** Deletes the files and folders of a kind that dead processes have left. */
    public static void sweep(Path parent, String kind) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, kind + "*")) {
            for (Path file : files) {
                if (isLeft(String.valueOf(file.getFileName()).substring(kind.length()))) {
                    delete(file);
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            // What is left stays until a folder can be listed again.
        }
    }

    private static boolean isLeft(String owner) {
        Matcher parts = OWNER.matcher(owner);
        return parts.matches()
                && new Holder(
                                Holder.thisProcess().host(),
                                Long.parseLong(parts.group(1)),
                                Long.parseLong(parts.group(2)))
                        .isGone();
    }

    private static void delete(Path file) {
        try {
            DurableFiles.delete(file);
        } catch (IOException anotherUsers) {
            // Only its owner can delete it.
        }
    }
}
