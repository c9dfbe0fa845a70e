package dev.cartable.jdbc;

import dev.cartable.jdbc.testing.TestDatabase;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A role of PostgreSQL that owns one database, is no superuser and may not create databases. */
record ConfinedRole(String name, TestDatabase server, PGSimpleDataSource database) {
    static ConfinedRole create() {
        TestDatabase server = TestDatabase.postgresql();
        String role = "confined_" + Long.toString(System.nanoTime(), 36);
        PostgresBackupsTest.execute(server, "CREATE ROLE " + role + " LOGIN NOCREATEDB NOSUPERUSER PASSWORD 'x'");
        PostgresBackupsTest.execute(server, "CREATE DATABASE \"Live-" + role + "\" OWNER " + role);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(server.url().replaceAll("/[^/]*$", "/") + "Live-" + role);
        source.setUser(role);
        source.setPassword("x");
        return new ConfinedRole(role, server, source);
    }

    /** Opens connections of the role. */
    DataSource source() {
        return database;
    }

    /** As a new process would make it. */
    JdbcBackups backups() {
        return JdbcBackups.builder(database).credentials(name, "x").build();
    }

    /** Opens connections of the superuser to the role's database. */
    TestDatabase asSuperuser() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(database.getURL());
        source.setUser(server.user());
        return new TestDatabase(String.valueOf(database.getURL()), server.user(), "", source);
    }
}
