package dev.cartable.jdbc.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** H2 commits before it changes a table, so the trial needs a copy of the database. */
final class H2InsertTrials extends InsertTrials {
    private static final String CONSTRAINTS = """
            SELECT 'ALTER TABLE "' || REPLACE(k.TABLE_SCHEMA, '"', '""') || '"."' || REPLACE(k.TABLE_NAME, '"', '""')
              || '" DROP CONSTRAINT "' || REPLACE(k.CONSTRAINT_NAME, '"', '""') || '" CASCADE'
            FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS k
            WHERE k.TABLE_SCHEMA = ? AND k.TABLE_NAME = ? AND NOT EXISTS (
              SELECT 1 FROM INFORMATION_SCHEMA.CONSTRAINT_COLUMN_USAGE u
              WHERE u.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND u.CONSTRAINT_NAME = k.CONSTRAINT_NAME
                AND u.TABLE_SCHEMA = k.TABLE_SCHEMA AND u.TABLE_NAME = k.TABLE_NAME AND u.COLUMN_NAME = ANY (?))""";
    private static final String INDEXES = """
            SELECT 'DROP INDEX IF EXISTS "' || REPLACE(i.INDEX_SCHEMA, '"', '""') || '"."' || REPLACE(i.INDEX_NAME, '"', '""') || '"'
            FROM INFORMATION_SCHEMA.INDEXES i
            WHERE i.TABLE_SCHEMA = ? AND i.TABLE_NAME = ? AND i.INDEX_TYPE_NAME LIKE 'UNIQUE%' AND NOT EXISTS (
              SELECT 1 FROM INFORMATION_SCHEMA.INDEX_COLUMNS u
              WHERE u.INDEX_SCHEMA = i.INDEX_SCHEMA AND u.INDEX_NAME = i.INDEX_NAME AND u.COLUMN_NAME = ANY (?))
              AND NOT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS k
                WHERE k.INDEX_SCHEMA = i.INDEX_SCHEMA AND k.INDEX_NAME = i.INDEX_NAME)""";

    H2InsertTrials(Connection connection) {
        super(connection, false);
    }

    @Override
    List<String> relaxing(Connection connection, NumberedTable table) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add("SET REFERENTIAL_INTEGRITY FALSE");
        statements.addAll(statements(connection, CONSTRAINTS, table));
        statements.addAll(statements(connection, INDEXES, table));
        return statements;
    }
}
