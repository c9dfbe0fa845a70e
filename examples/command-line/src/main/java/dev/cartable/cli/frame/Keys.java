package dev.cartable.cli.frame;

import dev.cartable.Stores;
import dev.cartable.work.HostKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;

/** The host's key: from the environment, from the file that was named, or from the file beside the database. */
final class Keys {
    private final Surroundings around;
    private final Options options;
    private final Database database;
    private final Words words;

    Keys(Surroundings around, Options options, Database database, Words words) {
        this.around = around;
        this.options = options;
        this.database = database;
        this.words = words;
    }

    /** The file that the key is in, or will be. */
    Path file() {
        return options.hostKey == null ? database.keyPlace() : around.path(options.hostKey);
    }

    boolean isInEnvironment() {
        return around.environment().containsKey("CARTABLE_HOST_KEY");
    }

    /** The key, if there is one. */
    Optional<HostKey> existing() {
        String given = around.environment().get("CARTABLE_HOST_KEY");
        if (given != null) {
            return Optional.of(read("CARTABLE_HOST_KEY", () -> HostKey.base64(given)));
        }
        return Files.exists(file())
                ? Optional.of(read(file().toString(), () -> HostKey.file(file())))
                : Optional.empty();
    }

    private HostKey read(String place, Supplier<HostKey> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw CommandException.failed("KEY_UNREADABLE", words.text("error.key-unreadable", "place", place));
        }
    }

    /** A key for a dry run without one: what it makes opens nothing. */
    static HostKey throwaway() {
        byte[] secret = new byte[HostKey.MIN_BYTES];
        new SecureRandom().nextBytes(secret);
        return HostKey.of(secret);
    }

    /** The key, made on first use, unless the database was written with another one. */
    HostKey existingOrNew(Stores stores) {
        return existing().orElseGet(() -> {
            if (isUsed(stores)) {
                throw missing();
            }
            return HostKey.fileOrNew(file());
        });
    }

    /** Whether the database was written with a key. */
    boolean isUsed(Stores stores) {
        return !stores.hostKeys().all().isEmpty() || !stores.accounts().counts().isEmpty();
    }

    /** That the key is not where it should be. */
    CommandException missing() {
        return CommandException.failed("KEY_MISSING", words.text("error.key-missing", "file", file()));
    }
}
