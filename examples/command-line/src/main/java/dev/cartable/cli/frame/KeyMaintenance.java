package dev.cartable.cli.frame;

import dev.cartable.Cartable;
import dev.cartable.account.MaintainHostKey;
import dev.cartable.work.HostKey;
import dev.cartable.work.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host key and the database, for the commands that maintain the key: they work where every other command refuses it. */
public final class KeyMaintenance implements AutoCloseable {
    private static final String LEASE = "host-key";

    private final Frame frame;
    private final Keys keys;
    private final Opened opened;
    private final boolean databaseThere;
    private final Deque<Cartable> open = new ArrayDeque<>();

    private KeyMaintenance(Frame frame, Keys keys, Opened opened, boolean databaseThere) {
        this.frame = frame;
        this.keys = keys;
        this.opened = opened;
        this.databaseThere = databaseThere;
    }

    /** With the database as it is; an empty one in its place if there is none. */
    public static KeyMaintenance open(Frame frame) {
        Database database = Host.database(frame);
        Keys keys = Host.keys(frame, database);
        Optional<Opened> found = database.openExisting();
        return new KeyMaintenance(frame, keys, found.orElseGet(Opened::scratch), found.isPresent());
    }

    /** The key that this command was given; empty if there is none. */
    public Optional<HostKey> key() {
        return keys.existing();
    }

    /** The key that this command was given, or a message that there is none. */
    public HostKey requireKey() {
        return key().orElseThrow(() -> {
            if (keys.isUsed(opened.stores())) {
                return keys.missing();
            }
            return CommandException.failed("NO_HOST_KEY", frame.words().text("error.no-host-key", "file", file()));
        });
    }

    /** The file that the key is in, or will be. */
    public Path file() {
        return keys.file();
    }

    /** Where the key comes from, in people's words. */
    public String place() {
        return keys.isInEnvironment() ? "CARTABLE_HOST_KEY" : file().toString();
    }

    public boolean hasDatabase() {
        return databaseThere;
    }

    /** Keeps others that share the database from changing the key meanwhile, on any node. */
    public Lease lease() {
        return Lease.take(opened.stores().leases(), LEASE);
    }

    /** What the database knows of a key. */
    public MaintainHostKey of(HostKey key) {
        return cartable(key).accounts().hostKey();
    }

    /** All use cases with a key. */
    public Cartable cartable(HostKey key) {
        Cartable cartable = Host.build(frame, opened.stores(), opened.stores().roster(), key);
        open.push(cartable);
        return cartable;
    }

    /** Refuses where this command cannot change the key, because its text is in the environment. */
    public void requireFile() {
        if (keys.isInEnvironment()) {
            throw CommandException.failed("KEY_IN_ENVIRONMENT", frame.words().text("error.key-in-environment"));
        }
    }

    /**
     * Writes a key to the file.
     *
     * @return where the file that was there before is kept; null if there was none
     */
    public @Nullable Path write(HostKey key) {
        Path kept = null;
        if (Files.exists(file())) {
            kept = file().resolveSibling(file().getFileName() + "."
                    + frame.around().time().instant().getEpochSecond() + ".old");
            try {
                Files.copy(file(), kept, StandardCopyOption.COPY_ATTRIBUTES);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot keep a copy of the host key in " + kept, e);
            }
        }
        key.writeTo(file());
        return kept;
    }

    /** Says where a file that was there before is kept. */
    public void tellKept(@Nullable Path kept) {
        if (kept != null) {
            frame.report().field("kept", kept.toString());
            frame.report().say("host-key.kept", Map.of("file", kept));
        }
    }

    @Override
    public void close() {
        open.forEach(Cartable::close);
        opened.close();
    }
}
