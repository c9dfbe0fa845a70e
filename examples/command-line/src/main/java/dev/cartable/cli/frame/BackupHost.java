package dev.cartable.cli.frame;

import dev.cartable.Cartable;
import dev.cartable.backup.Backups;
import dev.cartable.backup.port.DatabaseDump;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host as backups see it: where they go, the media, and the database if it is needed. Nothing is written to the database. */
public final class BackupHost implements AutoCloseable {
    private final Cartable cartable;
    private final @Nullable Opened database;
    private final Path destination;

    private BackupHost(Cartable cartable, @Nullable Opened database, Path destination) {
        this.cartable = cartable;
        this.database = database;
        this.destination = destination;
    }

    /** Without the database. */
    public static BackupHost withoutDatabase(Frame frame) {
        return new BackupHost(cartable(frame, null), null, destination(frame));
    }

    /** With the database as it is, whether it has tables of Cartable or none. */
    public static BackupHost withDatabase(Frame frame) {
        Path destination = destination(frame);
        Opened opened = Host.database(frame).openForBackup().orElse(null);
        try {
            return new BackupHost(cartable(frame, opened), opened, destination);
        } catch (RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
    }

    private static Path destination(Frame frame) {
        return BackupOptions.destination(frame)
                .orElseThrow(() -> CommandException.usage(frame.words().text("error.backup-destination")));
    }

    private static Cartable cartable(Frame frame, @Nullable Opened opened) {
        Database database = Host.database(frame);
        Optional<DatabaseDump> dump = Optional.ofNullable(opened)
                .map(one -> database.dump(one, BackupOptions.programs(frame)));
        var builder = Cartable.builder()
                .zone(Host.zone(frame))
                .time(frame.around().time())
                .checkKeyAtUse();
        Host.keys(frame, database).existing().ifPresent(builder::key);
        return BackupOptions.in(frame, builder, () -> dump).build();
    }

    public Backups backups() {
        return cartable.backups();
    }

    /** The folder that backups are in. */
    public Path destination() {
        return destination;
    }

    @Override
    public void close() {
        cartable.close();
        if (database != null) {
            database.close();
        }
    }
}
