package dev.cartable.cli.frame;

import dev.cartable.Cartable;
import dev.cartable.backup.Backups;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.DatabaseDump;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host as backups see it: where they go, the media, and the database if it is needed. Nothing is written to the database. */
public final class BackupHost implements AutoCloseable {
    private final Cartable cartable;
    private final @Nullable Opened database;
    private final Path destination;
    private final Optional<DatabaseDump> dump;

    private BackupHost(Frame frame, @Nullable Opened database, Path destination) {
        this.dump =
                Optional.ofNullable(database).map(one -> Host.database(frame).dump(one, BackupOptions.programs(frame)));
        this.cartable = cartable(frame, dump);
        this.database = database;
        this.destination = destination;
    }

    /** Without the database. */
    public static BackupHost withoutDatabase(Frame frame) {
        return new BackupHost(frame, null, destination(frame));
    }

    /** With the database as it is, whether it has tables of Cartable or none. */
    public static BackupHost withDatabase(Frame frame) {
        Path destination = destination(frame);
        Opened opened = Host.database(frame).openForBackup().orElse(null);
        try {
            return new BackupHost(frame, opened, destination);
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

    private static Cartable cartable(Frame frame, Optional<DatabaseDump> dump) {
        var builder = Cartable.builder()
                .zone(Host.zone(frame))
                .time(frame.around().time())
                .checkKeyAtUse();
        Host.keys(frame, Host.database(frame)).existing().ifPresent(builder::key);
        return BackupOptions.in(frame, builder, () -> dump).build();
    }

    /** Which database would be dumped, and by which program; empty if there is none. Throws what a dump would. */
    public Optional<DatabaseInfo> dumped() {
        return dump.map(DatabaseDump::describe);
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
