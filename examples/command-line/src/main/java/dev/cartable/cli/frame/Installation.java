package dev.cartable.cli.frame;

import dev.cartable.jdbc.Durability;
import dev.cartable.jdbc.RosterRelation;
import dev.cartable.jdbc.SchemaState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the database and the key stand, looked at without changing anything.
 *
 * @param database its address without secrets
 * @param trouble why the database cannot be opened; null if it can, or is not there yet
 * @param schema how the tables stand; null without a database
 * @param durability what the database keeps of commits if a process is killed; null without a database
 * @param isolation the level that the database's connections come at; null without a database
 * @param roster the roster's relations; none without a database
 * @param rosterInViews whether the host's views are the roster
 * @param clockDifference how far the database's clock is ahead of this machine's; null without a database
 * @param key the file of the key
 * @param keyInEnvironment whether the key is in an environment variable instead
 * @param keyThere whether there is a key
 * @param keyOpenToOthers whether others than the owner may read its file
 */
public record Installation(
        String database,
        @Nullable String trouble,
        @Nullable SchemaState schema,
        @Nullable Durability durability,
        @Nullable String isolation,
        List<RosterRelation> roster,
        boolean rosterInViews,
        @Nullable Duration clockDifference,
        Path key,
        boolean keyInEnvironment,
        boolean keyThere,
        boolean keyOpenToOthers) {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /** Looks. */
    public static Installation look(Frame frame) {
        Database database = Host.database(frame);
        Keys keys = Host.keys(frame, database);
        String trouble = null;
        SchemaState schema = null;
        Durability durability = null;
        String isolation = null;
        List<RosterRelation> roster = List.of();
        Duration difference = null;
        try {
            Optional<Opened> found = database.openReadOnly();
            if (found.isPresent()) {
                try (Opened opened = found.get()) {
                    schema = opened.stores().schema();
                    durability = opened.stores().durability();
                    isolation = opened.stores().isolation();
                    roster = opened.stores().rosterRelations();
                    // This machine's own clock: --now is about the command, not about the machine.
                    difference = Duration.between(Instant.now(), opened.time());
                }
            }
        } catch (SQLException | RuntimeException e) {
            trouble = Runs.hideSecrets(String.valueOf(e.getMessage()));
        }
        Path file = keys.file();
        return new Installation(
                database.name(),
                trouble,
                schema,
                durability,
                isolation,
                roster,
                database.hasRosterInViews(),
                difference,
                file,
                keys.isInEnvironment(),
                keys.isInEnvironment() || Files.exists(file),
                isOpenToOthers(file));
    }

    private static boolean isOpenToOthers(Path file) {
        try {
            return Files.exists(file)
                    && Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (IOException e) {
            return false;
        }
    }
}
