package dev.cartable.backup.model;

/** How thoroughly a backup is verified. Each depth includes those before it. */
public enum Depth {
    /** The hash of an encrypted archive is that of the one that was verified before it was encrypted. */
    CIPHERTEXT,
    /** The sidecar's hash of the whole archive, if there is a sidecar. */
    SIDECAR,
    /** The structure of the archive, and the manifest: its version, checksum and MAC, and that it lists exactly what the archive holds. */
    MANIFEST,
    /** The hash of every file, so that every byte of the archive was read. */
    CONTENTS,
    /** The dump is parsed to its end. */
    DUMP;

    /** Whether this depth includes another. */
    public boolean includes(Depth other) {
        return compareTo(other) >= 0;
    }
}
