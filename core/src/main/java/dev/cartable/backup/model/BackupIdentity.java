package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** A private key that opens encrypted backups: a secret. Its text form does not show it. */
public final class BackupIdentity {
    private final String secret;

    /** @param secret such as {@code AGE-SECRET-KEY-1…} */
    public BackupIdentity(String secret) {
        this.secret = requireNonNull(secret, "secret");
    }

    /**
     * The keys of an identity file as {@code age-keygen} writes it: one a line; lines that are empty or begin with {@code #} say nothing.
     *
     * @throws BackupException of the code {@code INVALID_IDENTITY} if there is none
     */
    public static List<BackupIdentity> parse(String text) {
        List<BackupIdentity> keys = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(BackupIdentity::new)
                .toList();
        if (keys.isEmpty()) {
            throw new BackupException("INVALID_IDENTITY", Map.of(), "the file holds no private key; nothing was done");
        }
        return keys;
    }

    /** The key itself. Never show it or log it. */
    public String secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "BackupIdentity[hidden]";
    }
}
