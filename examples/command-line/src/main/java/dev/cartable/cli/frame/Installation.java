package dev.cartable.cli.frame;

import dev.cartable.jdbc.SchemaState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the database and the key stand, looked at without changing anything.
 *
 * @param database its address without secrets
 * @param trouble why the database cannot be opened; null if it can, or is not there yet
 * @param schema how the tables stand; null without a database
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
        Duration difference = null;
        try {
            Optional<Opened> found = database.openReadOnly();
            if (found.isPresent()) {
                try (Opened opened = found.get()) {
                    schema = opened.stores().schema();
                    Instant here = frame.around().time().instant();
                    difference = Duration.between(here, opened.time());
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
