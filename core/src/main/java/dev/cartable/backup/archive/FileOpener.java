package dev.cartable.backup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** How a file is opened for reading. Tests pass one that changes files meanwhile. */
@FunctionalInterface
interface FileOpener {
    InputStream open(Path file) throws IOException;
}
