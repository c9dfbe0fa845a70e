package dev.cartable.document.port;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the files of documents are, each under the SHA-256 of its bytes, in 64 small hexadecimal digits. Safe for use by several
 * threads and nodes; takes part in no transaction. Holds the documents of one database alone: files that none of its rows refers to are
 * deleted.
 */
public interface DocumentVault {
    /**
     * Stores a file so that it outlives a power failure once this returns. A file that is there with these bytes stays; a damaged one is
     * replaced.
     *
     * @param sha256 of the bytes
     * @throws IOException if it cannot be stored; then no part of it has this name
     */
    void put(String sha256, byte[] bytes) throws IOException;

    /**
     * The bytes of a file as they are; empty if there is none.
     *
     * @throws IOException if it cannot be read
     */
    Optional<byte[]> find(String sha256) throws IOException;

    /**
     * Those of these files that are there, whatever is in them.
     *
     * @throws IOException if they cannot be looked for
     */
    Set<String> present(Collection<String> sha256) throws IOException;

    /**
     * Deletes a file; does nothing if there is none.
     *
     * @throws IOException if it cannot be deleted
     */
    void delete(String sha256) throws IOException;

    /**
     * The SHA-256 of each file, in any order; without drafts and anything else that is not a file of this vault.
     *
     * @throws IOException if they cannot be listed
     */
    List<String> list() throws IOException;

    /**
     * Deletes what calls of {@link #put} that a crash ended have left. Called only while no file is put.
     *
     * @throws IOException if one cannot be deleted
     */
    void deleteDrafts() throws IOException;
}
