package dev.cartable.backup.archive;

import dev.cartable.backup.port.ArchiveFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Archives as plain zip files that any unzip opens. Those of the school system that Cartable replaces can be read, too. What is compressed already is stored; the rest is deflated, on all processors. Safe
 * for use by several threads.
 */
public final class ZipFormat implements ArchiveFormat {
    /** The name of the manifest, which is the last file of an archive. */
    static final String MANIFEST = "manifest.json";

    private final FileOpener opener;
    private final long large;

    /** The format of all backups. */
    public ZipFormat() {
        this(Files::newInputStream, ZipWriter.LARGE);
    }

    /**
     * @param large from which size on 64 bits are used; small in tests
     */
    ZipFormat(FileOpener opener, long large) {
        this.opener = opener;
        this.large = large;
    }

    @Override
    public Writer create(Path archive) throws IOException {
        return new ZipArchiveWriter(archive, opener, large);
    }

    @Override
    public Reader open(Path archive) throws IOException {
        try {
            return new ZipArchiveReader(archive);
        } catch (DamagedArchiveException e) {
            return EarlierArchiveReader.open(archive).orElseThrow(() -> e);
        }
    }
}
