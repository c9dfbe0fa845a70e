package dev.cartable.backup.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.LongConsumer;

/** Encrypts archives to public keys, so that only the holder of a private key can read them. Safe for use by several threads. */
public interface ArchiveEncryption {
    /**
     * Encrypts a file. The other file is there and empty; after a failure its content is worth nothing.
     *
     * @param recipients public keys, at least one; the private key of each of them opens the file
     * @param done is called on the calling thread with the bytes that were encrypted so far, each time that they have grown
     * @throws BackupException of the code {@code INVALID_RECIPIENT} if one is no public key, which its fact names
     */
    void encrypt(Path plain, Path encrypted, Collection<String> recipients, LongConsumer done) throws IOException;

    /**
     * Decrypts a file. The other file is there and empty; after a failure its content is worth nothing.
     *
     * @param identities the private keys to try, at least one
     * @throws BackupException of the code {@code WRONG_KEY} (fact {@code file}) if none of them opens it, or {@code INVALID_IDENTITY} if
     *     one is no private key
     * @throws ArchiveFormat.DamagedArchiveException if it was changed or cut off
     */
    void decrypt(Path encrypted, Path plain, Collection<BackupIdentity> identities) throws IOException;

    /** A new pair of keys. */
    KeyPair generate();

    /**
     * A pair of keys.
     *
     * @param recipient the public key, which encrypts
     */
    record KeyPair(String recipient, BackupIdentity identity) {
        public KeyPair {
            requireNonNull(recipient, "recipient");
            requireNonNull(identity, "identity");
        }
    }
}
