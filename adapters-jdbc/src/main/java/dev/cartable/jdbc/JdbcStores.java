package dev.cartable.jdbc;

import static java.util.Objects.requireNonNull;

import dev.cartable.Stores;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.Activations;
import dev.cartable.account.port.FailedSignIns;
import dev.cartable.account.port.Tombstones;
import dev.cartable.account.port.UsernameLedger;
import dev.cartable.alert.port.AlertStore;
import dev.cartable.jdbc.account.JdbcAccountStore;
import dev.cartable.jdbc.account.JdbcActivations;
import dev.cartable.jdbc.account.JdbcFailedSignIns;
import dev.cartable.jdbc.account.JdbcTombstones;
import dev.cartable.jdbc.account.JdbcUsernameLedger;
import dev.cartable.jdbc.alert.JdbcAlertStore;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.database.Retries;
import dev.cartable.jdbc.database.WriteThrough;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.Dialects;
import dev.cartable.jdbc.notice.JdbcInbox;
import dev.cartable.jdbc.notice.JdbcOutbox;
import dev.cartable.jdbc.notice.JdbcTemplates;
import dev.cartable.jdbc.privacy.JdbcPersonalData;
import dev.cartable.jdbc.privacy.JdbcRetention;
import dev.cartable.jdbc.quota.JdbcLegacyUsageSource;
import dev.cartable.jdbc.quota.JdbcMigrationStore;
import dev.cartable.jdbc.quota.JdbcProfileStore;
import dev.cartable.jdbc.quota.JdbcSessionStore;
import dev.cartable.jdbc.quota.JdbcUsageLedger;
import dev.cartable.jdbc.quota.JdbcUsageStatistics;
import dev.cartable.jdbc.quota.JdbcUsageStore;
import dev.cartable.jdbc.schema.RosterCheck;
import dev.cartable.jdbc.schema.Schema;
import dev.cartable.jdbc.schema.SchemaFinder;
import dev.cartable.jdbc.school.JdbcRoster;
import dev.cartable.jdbc.school.JdbcRosterStore;
import dev.cartable.jdbc.school.JdbcUserStore;
import dev.cartable.jdbc.school.JdbcUsers;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.task.JdbcOccurrenceStore;
import dev.cartable.jdbc.work.JdbcHostKeys;
import dev.cartable.jdbc.work.JdbcInstances;
import dev.cartable.jdbc.work.JdbcLeases;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.TemplateStore;
import dev.cartable.privacy.port.PersonalData;
import dev.cartable.privacy.port.RetentionStore;
import dev.cartable.quota.port.LegacyUsageSource;
import dev.cartable.quota.port.MigrationStore;
import dev.cartable.quota.port.ProfileStore;
import dev.cartable.quota.port.SessionStore;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.RosterStore;
import dev.cartable.school.port.UserStore;
import dev.cartable.school.port.Users;
import dev.cartable.task.port.OccurrenceStore;
import dev.cartable.work.HostKeyStore;
import dev.cartable.work.InstanceStore;
import dev.cartable.work.Leases;
import dev.cartable.work.UnitOfWork;
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
public final class JdbcStores implements Stores {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcStores.class);

    private final Database database;
    private final Schema schema;
    private final RosterCheck rosterCheck;
    private final Leases leases;
    private final AccountStore accounts;
    private final Activations activations;
    private final UsernameLedger usernames;
    private final Tombstones tombstones;
    private final HostKeyStore hostKeys;
    private final FailedSignIns failedSignIns;
    private final Outbox outbox;
    private final Inbox inbox;
    private final TemplateStore templates;
    private final InstanceStore instances;
    private final Roster roster;
    private final RosterStore rosterStore;
    private final Users users;
    private final UserStore userStore;
    private final ProfileStore profiles;
    private final UsageStore usage;
    private final SessionStore sessions;
    private final UsageLedger usageLedger;
    private final UsageStatistics usageStatistics;
    private final MigrationStore migrations;
    private final AlertStore alerts;
    private final PersonalData personalData;
    private final RetentionStore retention;
    private final OccurrenceStore occurrences;

    private JdbcStores(Database database, Schema schema, RosterCheck rosterCheck) {
        this.database = database;
        this.schema = schema;
        this.rosterCheck = rosterCheck;
        this.leases = new JdbcLeases(database);
        this.accounts = new JdbcAccountStore(database);
        this.activations = new JdbcActivations(database);
        this.usernames = new JdbcUsernameLedger(database);
        this.tombstones = new JdbcTombstones(database);
        this.hostKeys = new JdbcHostKeys(database);
        this.failedSignIns = new JdbcFailedSignIns(database);
        this.outbox = new JdbcOutbox(database);
        this.inbox = new JdbcInbox(database);
        this.templates = new JdbcTemplates(database);
        this.instances = new JdbcInstances(database);
        this.roster = new JdbcRoster(database);
        this.rosterStore = new JdbcRosterStore(database);
        this.users = new JdbcUsers(database);
        this.userStore = new JdbcUserStore(database);
        this.profiles = new JdbcProfileStore(database);
        this.usage = new JdbcUsageStore(database);
        this.sessions = new JdbcSessionStore(database);
        this.usageLedger = new JdbcUsageLedger(database);
        this.usageStatistics = new JdbcUsageStatistics(database);
        this.migrations = new JdbcMigrationStore(database);
        this.alerts = new JdbcAlertStore(database);
        this.personalData = new JdbcPersonalData(database);
        this.retention = new JdbcRetention(database);
        this.occurrences = new JdbcOccurrenceStore(database);
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
        return new JdbcStores(database.joining(connection), schema, rosterCheck);
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
        return new JdbcLegacyUsageSource(database, relation);
    }

    /**
     * The table that the module cartable-db-scheduler keeps its executions in, with its schema, as SQL has it. Whoever else uses
     * db-scheduler in the same database has a table of their own.
     */
    public String engineTable() {
        return database.names().qualified("engine_task");
    }

    /** Where the tables stand. Writes nothing. */
    public SchemaState schema() {
        return schema.state();
    }

    /** The roster's relations as the database has them: kinds, rows, and what has to be changed. Writes nothing. */
    public List<RosterRelation> rosterRelations() {
        return database.<List<RosterRelation>>readBare(connection -> rosterCheck.look(connection, true));
    }

    /** What the database keeps of an acknowledged commit when its process is killed. Writes nothing. */
    public Durability durability() {
        return database.durability();
    }

    /**
     * The isolation level that the data source's connections come at, as SQL calls it. Cartable's own transactions run at READ
     * COMMITTED all the same. Inside a host's transaction of a higher level, sessions are neither admitted nor recorded.
     */
    public String isolation() {
        return database.isolation();
    }

    @Override
    public UnitOfWork unitOfWork() {
        return database;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public AccountStore accounts() {
        return accounts;
    }

    @Override
    public Activations activations() {
        return activations;
    }

    @Override
    public UsernameLedger usernames() {
        return usernames;
    }

    @Override
    public Tombstones tombstones() {
        return tombstones;
    }

    @Override
    public HostKeyStore hostKeys() {
        return hostKeys;
    }

    @Override
    public FailedSignIns failedSignIns() {
        return failedSignIns;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public InstanceStore instances() {
        return instances;
    }

    @Override
    public TemplateStore templates() {
        return templates;
    }

    @Override
    public Roster roster() {
        return roster;
    }

    @Override
    public RosterStore rosterStore() {
        return rosterStore;
    }

    @Override
    public Users users() {
        return users;
    }

    @Override
    public UserStore userStore() {
        return userStore;
    }

    @Override
    public ProfileStore profiles() {
        return profiles;
    }

    @Override
    public UsageStore usage() {
        return usage;
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public UsageLedger usageLedger() {
        return usageLedger;
    }

    @Override
    public UsageStatistics usageStatistics() {
        return usageStatistics;
    }

    @Override
    public MigrationStore migrations() {
        return migrations;
    }

    @Override
    public AlertStore alerts() {
        return alerts;
    }

    @Override
    public PersonalData personalData() {
        return personalData;
    }

    @Override
    public RetentionStore retention() {
        return retention;
    }

    @Override
    public OccurrenceStore occurrences() {
        return occurrences;
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
            }
            return stores;
        }
    }
}
