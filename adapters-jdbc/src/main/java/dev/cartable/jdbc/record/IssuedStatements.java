package dev.cartable.jdbc.record;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.schema.HostColumn;
import dev.cartable.jdbc.schema.RosterCheck;
import dev.cartable.jdbc.sql.Tokens;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Statements about the invoices that Cartable issues, which are in tables of their own with the same columns. */
final class IssuedStatements implements InvoiceStatements {
    private static final Map<String, String> TABLES = Map.of(
            "{invoice}", "{billing_invoice}",
            "{instalment}", "{billing_instalment}",
            "{payment}", "{billing_payment}",
            "{invoice_line}", "{billing_line}",
            "{invoice_payer}", "{billing_payer}");

    private final Database database;
    private final Map<String, String> statements = new ConcurrentHashMap<>();

    IssuedStatements(Database database) {
        this.database = database;
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public boolean has(Handle handle, String relation) {
        return true;
    }

    @Override
    public String sql(Handle handle, String statement) {
        return statements.computeIfAbsent(statement, this::ready);
    }

    private String ready(String statement) {
        String ready = Tokens.replace(statement, IssuedStatements::words);
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            ready = ready.replace(table.getKey(), table.getValue());
        }
        return database.sql(ready);
    }

    private static @Nullable String words(String token, String argument) {
        if (token.equals("ISSUED")) {
            return argument + ".state <> 'DRAFT'";
        }
        if (!token.equals("COLUMNS")) {
            return null;
        }
        String[] parts = argument.split(" ", 2);
        return RosterCheck.recordColumns(parts[0]).stream()
                .map(HostColumn::name)
                .map(name -> parts[1] + "." + name)
                .collect(Collectors.joining(", "));
    }
}
