package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.Stores;
import dev.cartable.account.AccountPlan;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.mail.JakartaMailCourier;
import dev.cartable.mail.SmtpSettings;
import dev.cartable.notice.port.Courier;
import dev.cartable.work.HostKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Locale;
import javax.sql.DataSource;

/** A school in a database: its tables, its roster, and Cartable over them. */
final class School {
    private static final HostKey KEY =
            HostKey.of("a key for benchmarks, known to all!!".getBytes(StandardCharsets.US_ASCII));
    /** What a program says of the school. */
    static final dev.cartable.school.model.School NAMED =
            new dev.cartable.school.model.School("Cartable", ZoneOffset.UTC, Locale.FRENCH);

    /** To a mail server, where nothing else is set. */
    static final int USUAL_CONNECTIONS = 2;

    private static final int BATCH = 1_000;

    private School() {}

    /** Cartable over the database, without a courier. */
    static Cartable cartable(DataSource source) {
        return builder(source).build();
    }

    /** The same, to be added to. */
    static CartableBuilder builder(DataSource source) {
        return builder(JdbcStores.builder(source).schemaMode(SchemaMode.MIGRATE).build());
    }

    /** Cartable over other stores, to be added to. */
    static CartableBuilder builder(Stores stores) {
        return Cartable.builder().stores(stores).key(KEY).zone(ZoneOffset.UTC).anyThread(true);
    }

    /** Sends mail to the server at a port of this machine. */
    static Courier courier(int port, int connections) {
        return JakartaMailCourier.smtp(SmtpSettings.builder("127.0.0.1")
                .port(port)
                .localHost("localhost")
                .connections(connections)
                .build());
    }

    /** Makes accounts for everyone; returns what was done. */
    static AccountPlan.Counts generate(DataSource source) {
        return cartable(source)
                .accounts()
                .generate()
                .run(GenerationRequest.everyone(), step -> {})
                .counts();
    }

    /** An empty database with Cartable's tables. */
    static Place empty(Engine engine) throws Exception {
        Place place = engine.fresh();
        try (Pool pool = place.open()) {
            JdbcStores.builder(pool.source()).schemaMode(SchemaMode.MIGRATE).build();
        }
        return place;
    }

    /** A database with a roster of so many guardians, 3 pupils for 4 of them, and 3 links for 2 of them. */
    static Place withRoster(Engine engine, int guardians, People people) throws Exception {
        Place place = empty(engine);
        int pupils = Math.max(guardians * 3 / 4, 2);
        try (Pool pool = place.openForBatches();
                Connection connection = pool.connection()) {
            connection.setAutoCommit(false);
            fill(
                    connection,
                    "INSERT INTO cartable_pupil (id, given_name, family_name) VALUES (?, ?, ?)",
                    pupils,
                    (row, i) -> {
                        row.setString(1, pupil(i));
                        row.setString(2, People.ORDINARY.given(i));
                        row.setString(3, People.ORDINARY.family(i));
                        row.addBatch();
                    });
            fill(
                    connection,
                    "INSERT INTO cartable_guardian (id, given_name, family_name, email) VALUES (?, ?, ?, ?)",
                    guardians,
                    (row, i) -> {
                        row.setString(1, guardian(i));
                        row.setString(2, people.given(i));
                        row.setString(3, people.family(i));
                        row.setString(4, people.hasAddress(i) ? guardian(i) + "@example.org" : null);
                        row.addBatch();
                    });
            fill(
                    connection,
                    "INSERT INTO cartable_guardianship (guardian_id, pupil_id, relation) VALUES (?, ?, 'FATHER')",
                    guardians,
                    (row, i) -> {
                        for (int child = 0; child <= i % 2; child++) {
                            row.setString(1, guardian(i));
                            row.setString(2, pupil((i + child) % pupils));
                            row.addBatch();
                        }
                    });
        }
        return place;
    }

    private static void fill(Connection connection, String sql, int count, Filling filling) throws SQLException {
        try (PreparedStatement row = connection.prepareStatement(sql)) {
            for (int i = 0; i < count; i++) {
                filling.add(row, i);
                if ((i + 1) % BATCH == 0) {
                    row.executeBatch();
                }
            }
            row.executeBatch();
            connection.commit();
        }
    }

    static String guardian(int number) {
        return String.format("g%07d", number);
    }

    private static String pupil(int number) {
        return String.format("p%07d", number);
    }

    /** Adds what belongs to one number. */
    private interface Filling {
        void add(PreparedStatement row, int number) throws SQLException;
    }
}
