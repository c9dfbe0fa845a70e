package dev.cartable.jdbc;

import static java.util.Objects.requireNonNull;

import dev.cartable.StagedStores;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.jdbc.backup.Backups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Dumps and restores the whole database that a data source opens: PostgreSQL by {@code pg_dump} and {@code pg_restore}, an embedded H2 by
 * its script. Safe for use by several threads; {@link #restore} by one at a time.
 *
 * <p>PostgreSQL's programs need its address, user and password. Address and user are read from the data source where the host does not
 * state them. The password is not: a data source does not give it out. Without one, the programs use what the server allows, or the
 * user's own {@code .pgpass}. They get it in a file for their owner alone, never as an argument or in the environment.
 */
public final class JdbcBackups {
    private final Backups backups;

    private JdbcBackups(Backups backups) {
        this.backups = backups;
    }

    /**
     * With all defaults.
     *
     * @throws JdbcStoreException if the database cannot be reached, or is neither H2 nor PostgreSQL
     */
    public static JdbcBackups of(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /** With some things otherwise. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /** Writes dumps of the database and verifies them. */
    public DatabaseDump dump() {
        return backups.dump();
    }

    /** Restores dumps beside the database, and puts them in its place. */
    public DatabaseRestore restore() {
        return backups.restore();
    }

    /**
     * Opens Cartable's stores over what {@link #restore} has staged.
     *
     * @param settings how the application opens its stores: prefix, schema, and who owns the roster
     * @param migrations the host's own, which run before Cartable's
     */
    public static StagedStores stagedStores(
            UnaryOperator<JdbcStores.Builder> settings, List<HostMigrations> migrations) {
        return new JdbcStagedStores(settings, migrations);
    }

    /** Says otherwise than the defaults. Used by one thread. */
    public static final class Builder {
        private final DataSource dataSource;
        private String prefix = "cartable_";
        private @Nullable String url;
        private @Nullable String user;
        private @Nullable String password;
        private @Nullable Path programs;
        private Duration limit = Duration.ofHours(6);
        private Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));

        private Builder(DataSource dataSource) {
            this.dataSource = requireNonNull(dataSource, "dataSource");
        }

        /** What the names of Cartable's relations begin with. Default {@code cartable_}. */
        public Builder prefix(String prefix) {
            this.prefix = requireNonNull(prefix, "prefix");
            return this;
        }

        /** The JDBC URL of the PostgreSQL database, as the driver takes it. Default: that of the data source. */
        public Builder url(String url) {
            this.url = requireNonNull(url, "url");
            return this;
        }

        /** The user and the password for PostgreSQL's programs. Default: the data source's user, without a password. */
        public Builder credentials(String user, String password) {
            this.user = requireNonNull(user, "user");
            this.password = requireNonNull(password, "password");
            return this;
        }

        /** The folder with {@code pg_dump} and {@code pg_restore}. Default: the PATH, then where PostgreSQL's packages put them. */
        public Builder programs(Path folder) {
            this.programs = requireNonNull(folder, "folder");
            return this;
        }

        /** How long a program may run before it is ended. Default 6 hours. */
        public Builder limit(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("the limit " + limit + " is not positive");
            }
            this.limit = limit;
            return this;
        }

        /** A folder for files that are thrown away; H2 verifies a script there, which takes about its size. Default: Java's own. */
        public Builder temporary(Path folder) {
            this.temporary = requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Dump and restore of the database.
         *
         * @throws JdbcStoreException if the database cannot be reached, or is neither H2 nor PostgreSQL
         */
        public JdbcBackups build() {
            return new JdbcBackups(Backups.of(
                    dataSource, new Backups.Settings(prefix, url, user, password, programs, limit, temporary)));
        }
    }
}
