package dev.cartable.cli.frame;

import dev.cartable.Cartable;
import dev.cartable.backup.Backups;
import dev.cartable.backup.model.BackupIdentity;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.jdbc.JdbcBackups;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host as backups see it: where they go, the media, and the database if it is needed. Nothing is written to the database. */
public final class BackupHost implements AutoCloseable {
    private final Cartable cartable;
    private final List<BackupIdentity> identities;
    private final @Nullable Opened database;
    private final Path destination;
    private final boolean offsite;
    private final Optional<DatabaseDump> dump;

    private BackupHost(Frame frame, @Nullable Opened database, Path destination) {
        Optional<JdbcBackups> backups = Optional.ofNullable(database)
                .map(one -> Host.database(frame).backups(one, BackupOptions.programs(frame)));
        this.dump = backups.map(JdbcBackups::dump);
        this.identities = BackupOptions.identities(frame);
        this.cartable = cartable(frame, database, backups);
        this.database = database;
        this.destination = destination;
        this.offsite = BackupOptions.offsite(frame).isPresent();
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

    /** With the database that is replaced by a restore; an empty one if there is none. */
    public static BackupHost restoring(Frame frame) {
        Path destination = destination(frame);
        Opened opened = Host.database(frame).openForRestore();
        try {
            return new BackupHost(frame, opened, destination);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Finishes or undoes a restore that was cut off, if there is one, so that nothing works with data that is half restored. Refused while
     * another process restores.
     */
    static void recover(Frame frame) {
        if (!BackupOptions.isSet(frame)) {
            return;
        }
        try (BackupHost looking = withoutDatabase(frame)) {
            if (!looking.backups().needsRecovery()) {
                return;
            }
        }
        try (BackupHost host = restoring(frame)) {
            host.backups()
                    .recover()
                    .ifPresent(report -> frame.report()
                            .warn(
                                    "backup.recovered." + report.outcome(),
                                    Map.of("restore", report.id(), "began", report.began())));
        }
    }

    private static Path destination(Frame frame) {
        return BackupOptions.destination(frame)
                .orElseThrow(() -> CommandException.usage(frame.words().text("error.backup-destination")));
    }

    private static Cartable cartable(Frame frame, @Nullable Opened database, Optional<JdbcBackups> backups) {
        var builder = Cartable.builder()
                .zone(SchoolOptions.zone(frame))
                .time(frame.around().time())
                .actor(frame::acting)
                .checkKeyAtUse();
        Host.keys(frame, Host.database(frame)).existing().ifPresent(builder::key);
        if (database != null && !database.isWithoutTables()) {
            builder.stores(database.stores()); // for what no restore may undo
        }
        backups.map(JdbcBackups::restore).ifPresent(builder::databaseRestore);
        if (backups.isPresent()) {
            builder.stagedStores(JdbcBackups.stagedStores(Host.database(frame)::in, List.of()));
        }
        return BackupOptions.in(frame, builder, () -> backups.map(JdbcBackups::dump))
                .build();
    }

    /** Which database would be dumped, and by which program; empty if there is none. Throws what a dump would. */
    public Optional<DatabaseInfo> dumped() {
        return dump.map(DatabaseDump::describe);
    }

    /** Opens what the private keys open that were given. */
    public Backups backups() {
        return cartable.backups().unlockedBy(identities);
    }

    /** Whether backups are copied to a second place. */
    public boolean hasOffsite() {
        return offsite;
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
