package dev.cartable.jdbc;

import static java.util.Objects.requireNonNull;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** The role may not create databases: the restored one is in a transaction of the live one until it is swapped. */
@Tag("systems")
class RestoredInTransactionTest extends RestoredPostgresSchoolTest {
    private @Nullable JdbcBackups backups;

    @Override
    DataSource open() {
        super.open();
        ConfinedRole role = ConfinedRole.create();
        backups = role.backups();
        return role.source();
    }

    @Override
    JdbcBackups backups() {
        return requireNonNull(backups, "backups");
    }
}
