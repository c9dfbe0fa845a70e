package dev.cartable.document.internal;

import dev.cartable.document.port.DocumentStore;
import dev.cartable.document.port.DocumentVault;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files that a crash between a file and its row has left: they are about people, and no row leads to them. Safe for use by several
 * threads.
 */
public final class OrphanFiles {
    private static final int CHUNK = 500;

    private OrphanFiles() {}

    /**
     * Deletes the files that no row refers to, and drafts. A vault none of whose files has a row may be that of another database, so it
     * stays as it is. Called only while no document is made.
     *
     * @param chunk is called before each chunk, such as to keep a lease
     */
    public static void delete(DocumentStore store, DocumentVault vault, Runnable chunk) throws IOException {
        List<String> files = vault.list();
        Set<String> orphans = new HashSet<>(files);
        for (int i = 0; i < files.size(); i += CHUNK) {
            chunk.run();
            orphans.removeAll(store.stored(files.subList(i, Math.min(i + CHUNK, files.size()))));
        }
        boolean isOurs = orphans.size() < files.size();
        if (isOurs) {
            vault.deleteDrafts();
            for (String orphan : orphans) {
                chunk.run();
                vault.delete(orphan);
            }
        }
    }
}
