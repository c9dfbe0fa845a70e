package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.Username;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {
    @ParameterizedTest
    @EnumSource
    void whatADatabaseRefusesIsReportedWithoutAValueOfAnyRow(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        JdbcStores stores = JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .build();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE cartable_account ADD CHECK (family_name <> 'Secret')");
        }

        JdbcStoreException refused = catchThrowableOfType(
                JdbcStoreException.class,
                () -> stores.unitOfWork().run(tx -> stores.accounts().insert(tx, List.of(account("g-secret-1")))));

        StringWriter trace = new StringWriter();
        refused.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString())
                .contains("2351")
                .doesNotContain("awa.secret")
                .doesNotContain("Awa")
                .doesNotContain("secret@example.org")
                .doesNotContain("g-secret")
                .doesNotContain("{hash}");
        assertThat(refused.sqlState()).startsWith("2351");
    }

    @ParameterizedTest
    @EnumSource
    void aMissingTableIsNamedWithWhatToDo(TestDatabase.Kind kind) {
        JdbcStores stores = JdbcStores.builder(kind.fresh().dataSource())
                .schemaMode(SchemaMode.NEVER)
                .build();

        JdbcStoreException refused = catchThrowableOfType(
                JdbcStoreException.class, () -> stores.tombstones().among(List.of("a")));

        assertThat(String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT))
                .contains("cartable_tombstone")
                .contains("schemamode.migrate");
    }

    @Test
    void aPoolThatHasNoConnectionToGiveIsADatabaseThatCannotBeReached() {
        DataSource pool = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new SQLTransientConnectionException("request timed out after 1000ms (total=10, active=10)");
                });
        JdbcStoreException refused = catchThrowableOfType(
                JdbcStoreException.class,
                () -> JdbcStores.builder(pool).schemaMode(SchemaMode.NEVER).build());

        assertThat(refused.sqlState()).isEqualTo("08001");
        assertThat(refused).hasMessageContaining("timed out").hasMessageContaining("can be reached");
    }

    private static Account account(String guardian) {
        return Account.open(
                new AccountId(UUID.randomUUID()),
                new GuardianId(guardian),
                new Username("awa.secret"),
                new PersonName("Awa", "Secret"),
                EmailAddress.of("secret@example.org"),
                Locale.FRENCH,
                Credential.none().temporary("{hash}", Instant.EPOCH),
                new Account.Fingerprint("0".repeat(32)),
                Instant.EPOCH);
    }
}
