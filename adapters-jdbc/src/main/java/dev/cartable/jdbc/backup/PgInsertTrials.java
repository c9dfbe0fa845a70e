package dev.cartable.jdbc.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** On PostgreSQL a transaction takes back a changed table. */
final class PgInsertTrials extends InsertTrials {
    private static final String CONSTRAINTS = """
            SELECT format('ALTER TABLE %I.%I DROP CONSTRAINT %I CASCADE', n.nspname, c.relname, k.conname)
            FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND k.contype IN ('c', 'u', 'p', 'x', 'f') AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey) AND a.attname = ANY (?))""";
    private static final String INDEXES = """
            SELECT format('DROP INDEX %I.%I CASCADE', n.nspname, x.relname)
            FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
              JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND i.indisunique AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey) AND a.attname = ANY (?))
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid)""";

    PgInsertTrials(Connection connection) {
        super(connection, true);
    }

    @Override
    List<String> relaxing(Connection connection, NumberedTable table) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add("ALTER TABLE " + table.quoted() + " DISABLE TRIGGER USER");
        statements.addAll(statements(connection, CONSTRAINTS, table));
        statements.addAll(statements(connection, INDEXES, table));
        return statements;
    }
}
