package dev.cartable.jdbc;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.port.DocumentVault;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.database.Retries;
import dev.cartable.jdbc.database.WriteThrough;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.Dialects;
import dev.cartable.jdbc.document.JdbcDocumentVault;
import dev.cartable.jdbc.quota.JdbcLegacyUsageSource;
import dev.cartable.jdbc.schema.RosterCheck;
import dev.cartable.jdbc.schema.Schema;
import dev.cartable.jdbc.schema.SchemaFinder;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.quota.port.LegacyUsageSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All stores in one database, H2 or PostgreSQL. Safe for use by several threads and, on PostgreSQL or an H2 server, by several
 * nodes.
 *
 * <p>Give it a pool with two connections or more for each thread that works in bulk, three for generating accounts: a stream
 * holds one while the chunk's transaction uses another, and the next guardians are read while a chunk is written. On an H2
 * file without a pool, add {@code ;DB_CLOSE_DELAY=-1} to the URL, or the database is opened and closed with each connection.
 *
 * <p>A commit that was acknowledged outlives a killed process. On H2 this needs {@code WRITE_DELAY 0}, which the stores set
 * each time that they meet a database that was opened without it. Only an H2 admin may set it: with another user the last half
 * second can be lost, one warning says so, and so does {@link #durability()}.
 */
public final class JdbcStores extends DatabaseStores {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcStores.class);

    private final Schema schema;
    private final RosterCheck rosterCheck;

    private JdbcStores(Database database, Schema schema, RosterCheck rosterCheck) {
        super(database);
        this.schema = schema;
        this.rosterCheck = rosterCheck;
    }

    /**
     * The stores with all defaults: tables named {@code cartable_…} in the connection's current schema, which are created on
     * H2 and left to the host on PostgreSQL.
     *
     * @throws JdbcStoreException if the database cannot be reached, or is neither H2 nor PostgreSQL
     */
    public static JdbcStores create(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /** Stores with some things otherwise. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * The same stores inside a transaction that the caller has open on the connection, and commits or rolls back. Everything
     * but leases happens there. Used by the caller's thread alone, while the transaction lasts. The caller's commit is not
     * reported to Cartable, so no action {@linkplain dev.cartable.work.Tx#afterCommit after the commit} runs: messages that were
     * queued here wait for the next dispatch.
     *
     * @param connection a connection of the same database, without auto-commit
     */
    public JdbcStores join(Connection connection) {
        return new JdbcStores(database().joining(connection), schema, rosterCheck);
    }

    /**
     * An older system's quotas in a table or view of the same database: {@code user_id}, {@code total_bytes}, {@code day_bytes},
     * {@code week_bytes}, {@code month_bytes} and, if it has them, {@code as_of}, a time with its zone, and {@code total_up},
     * {@code day_up}, {@code week_up}, {@code month_up}, the part of the bytes that went up.
     *
     * @param relation its name, as SQL has it without quotes
     * @throws IllegalArgumentException if that is no name
     */
    public LegacyUsageSource legacyUsageSource(String relation) {
        return new JdbcLegacyUsageSource(database(), relation);
    }

    /**
     * The table that the module cartable-db-scheduler keeps its executions in, with its schema, as SQL has it. A host that uses
     * db-scheduler itself has a table of its own.
     */
    public String engineTable() {
        return database().names().qualified("engine_task");
    }

    /**
     * A vault for the files of documents in the same database, so that each node sees them and each backup has them. It suits a school with
     * some thousand documents: a PDF has about 50 kilobytes.
     */
    public DocumentVault documentVault() {
        return new JdbcDocumentVault(database());
    }

    /** Ends all leases and claims. For a database that no other process uses. */
    void endLeases() {
        unitOfWork()
                .run(tx -> database().write(tx, handle -> {
                    handle.execute(database().sql("UPDATE {lease} SET holder = NULL, until_at = NULL"));
                    return handle.execute(database().sql("UPDATE {outbox} SET holder = NULL, leased_until = NULL"));
                }));
    }

    private void logMissing() {
        List<String> missing = recordRelations().stream()
                .filter(relation -> relation.kind() == RosterRelation.Kind.MISSING)
                .map(RosterRelation::name)
                .toList();
        if (!missing.isEmpty()) {
            LOG.info("Cartable has no data for what needs these relations, which are not there: {}", missing);
        }
    }

    /** Where the tables stand. Writes nothing. */
    public SchemaState schema() {
        return schema.state();
    }

    /** The roster's relations as the database has them: kinds, rows, and what has to be changed. Writes nothing. */
    public List<RosterRelation> rosterRelations() {
        return database().<List<RosterRelation>>readBare(connection -> rosterCheck.look(connection, true));
    }

    /** The relations of what the school records, as the database has them. Those that the host has left out are missing. Writes nothing. */
    public List<RosterRelation> recordRelations() {
        return database().<List<RosterRelation>>readBare(connection -> rosterCheck.lookAtRecords(connection, true));
    }

    /** What the database keeps of an acknowledged commit when its process is killed. Writes nothing. */
    public Durability durability() {
        return database().durability();
    }

    /**
     * The isolation level that the data source's connections come at, as SQL calls it. Cartable's own transactions run at READ
     * COMMITTED all the same. Inside a host's transaction of a higher level, sessions are neither admitted nor recorded.
     */
    public String isolation() {
        return database().isolation();
    }

    /** Says otherwise than the defaults. Used by one thread. */
    public static final class Builder {
        private final DataSource dataSource;
        private String prefix = "cartable_";
        private @Nullable String schema;
        private SchemaMode mode = SchemaMode.EMBEDDED;
        private RosterOwnership roster = RosterOwnership.TABLES;
        private boolean durable = true;
        private int attempts = Retries.ATTEMPTS;
        private @Nullable Transactions transactions;

        private Builder(DataSource dataSource) {
            this.dataSource = requireNonNull(dataSource, "dataSource");
        }

        /** What the names of all relations begin with: 1 to 30 of {@code a-z 0-9 _}. Default {@code cartable_}. */
        public Builder prefix(String prefix) {
            this.prefix = requireNonNull(prefix, "prefix");
            return this;
        }

        /**
         * The schema that the relations are in, which has to exist. Default: where they were created, among the schemas of the
         * connection's search path; at first the current one.
         */
        public Builder schema(String schema) {
            this.schema = requireNonNull(schema, "schema");
            return this;
        }

        /** What to do about the tables. Default {@link SchemaMode#EMBEDDED}. */
        public Builder schemaMode(SchemaMode mode) {
            this.mode = requireNonNull(mode, "mode");
            return this;
        }

        /**
         * Whether the host defines the roster's relations as views, or Cartable keeps them as tables. Default
         * {@link RosterOwnership#TABLES}. {@link #build} checks them and refuses what does not agree, with the SQL to run; with
         * views it does so in every mode.
         */
        public Builder roster(RosterOwnership ownership) {
            this.roster = requireNonNull(ownership, "ownership");
            return this;
        }

        /**
         * Whether H2 has to write each commit to its file before it is acknowledged. Default true. False only for a database
         * that is thrown away, since a killed process loses the last half second.
         */
        public Builder durable(boolean durable) {
            this.durable = durable;
            return this;
        }

        /**
         * How often a transaction of Cartable's own is tried when others are in its way: deadlocks, serialisation failures and
         * locks that are not given in time. It waits a random time between two attempts. A transaction that was joined is
         * never repeated. Default 10; 1 for never again.
         */
        public Builder attempts(int attempts) {
            this.attempts = attempts;
            return this;
        }

        /** Where transactions come from. Default: the data source, with {@link #durable} and {@link #attempts} as set here. */
        public Builder transactions(Transactions transactions) {
            this.transactions = requireNonNull(transactions, "transactions");
            return this;
        }

        /**
         * The stores.
         *
         * @throws JdbcStoreException if the database cannot be reached, is neither H2 nor PostgreSQL, lacks something in mode
         *     {@link SchemaMode#VALIDATE}, has no such schema, has Cartable's tables in another schema, or has a roster that
         *     cannot be read; nothing is written
         */
        public JdbcStores build() {
            Dialect dialect;
            Names names;
            RosterCheck check;
            WriteThrough writeThrough;
            try (Connection connection = dataSource.getConnection()) {
                dialect = Dialects.of(connection);
                boolean creates = mode == SchemaMode.MIGRATE || (mode == SchemaMode.EMBEDDED && dialect.embedded());
                names = new SchemaFinder(connection, dialect, prefix).names(schema, creates);
                check = new RosterCheck(names, roster);
                if (roster == RosterOwnership.VIEWS || mode != SchemaMode.NEVER) {
                    RosterCheck.require(check.look(connection, false));
                    RosterCheck.require(check.lookAtRecords(connection, false));
                }
                writeThrough = new WriteThrough(dataSource, durable && dialect.embedded());
                if (mode != SchemaMode.NEVER) {
                    writeThrough.require(connection);
                }
            } catch (SQLException e) {
                throw Failures.of(e);
            }
            Schema tables = new Schema(dataSource, dialect, names, roster);
            switch (mode) {
                case EMBEDDED -> {
                    if (dialect.embedded()) {
                        tables.migrate();
                    }
                }
                case MIGRATE -> tables.migrate();
                case VALIDATE -> tables.validate();
                case NEVER -> {}
            }
            JdbcStores stores = new JdbcStores(
                    new Database(transactions, dataSource, writeThrough, new Retries(attempts), dialect, names),
                    tables,
                    check);
            if (LOG.isInfoEnabled() && mode != SchemaMode.NEVER) {
                LOG.info("The roster is in {}: {}", roster.name().toLowerCase(Locale.ROOT), stores.rosterRelations());
                stores.logMissing();
            }
            return stores;
        }
    }
}
