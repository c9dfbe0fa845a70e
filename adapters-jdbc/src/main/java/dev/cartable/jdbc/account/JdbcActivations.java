package dev.cartable.jdbc.account;

import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.Activation.TokenHash;
import dev.cartable.account.port.Activations;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** One-time links in the table {@code activation}. */
public final class JdbcActivations implements Activations {
    private static final Columns<Activation> COLUMNS = Columns.of(
            Column.of(
                    "token_sha256", Type.TEXT, activation -> activation.token().hex()),
            Column.of(
                    "account_id", Type.UUID, activation -> activation.account().value()),
            Column.of("revision", Type.INT, Activation::revision),
            Column.of("expires_at", Type.TIME, Activation::expiresAt),
            Column.of("used_at", Type.TIME, Activation::usedAt),
            Column.of("code_issued_at", Type.TIME, activation -> ifAny(activation.code(), PhoneCode::issuedAt)),
            Column.of("code_expires_at", Type.TIME, activation -> ifAny(activation.code(), PhoneCode::expiresAt)),
            Column.of("code_tries", Type.INT, activation -> {
                PhoneCode code = activation.code();
                return code == null ? 0 : code.tries();
            }));

    private final Database database;
    private final String forget;
    private final String revokeUnused;
    private final String issue;
    private final String redeem;
    private final String find;
    private final String latest;
    private final String lock;
    private final String writeCode;

    public JdbcActivations(Database database) {
        this.database = database;
        this.forget = database.sql("DELETE FROM {activation} WHERE account_id = ANY(:accounts)");
        this.revokeUnused = database.sql("DELETE FROM {activation} WHERE used_at IS NULL");
        this.issue = database.dialect().insert(database.names().qualified("activation"), COLUMNS);
        this.redeem = database.sql("""
                UPDATE {activation} SET used_at = :now
                WHERE token_sha256 = :token AND used_at IS NULL AND expires_at > :now""");
        this.find = database.sql("SELECT * FROM {activation} WHERE token_sha256 = :token");
        this.latest = database.sql("""
                SELECT t.* FROM {KEYS(UUID accounts)} {JOIN(activation t ON t.account_id = u.k)}
                ORDER BY t.revision""");
        this.lock = database.sql("SELECT * FROM {activation} WHERE account_id = :account FOR UPDATE");
        this.writeCode = database.sql("""
                UPDATE {activation}
                SET code_issued_at = :issuedAt, code_expires_at = :expiresAt, code_tries = :tries
                WHERE token_sha256 = :token""");
    }

    @Override
    public void issue(Tx tx, Collection<Activation> activations) {
        Map<AccountId, Activation> last = new LinkedHashMap<>();
        activations.forEach(activation -> last.put(activation.account(), activation));
        database.write(tx, h -> {
            if (!last.isEmpty()) {
                h.createUpdate(forget)
                        .bind("accounts", Arrays.of(Type.UUID, last.keySet(), AccountId::value))
                        .execute();
                database.dialect().insert(h, issue, COLUMNS, last.values());
            }
            return last.size();
        });
    }

    @Override
    public boolean redeem(Tx tx, TokenHash token, Instant now) {
        return database.<Boolean>write(
                tx,
                h -> h.createUpdate(redeem)
                                .bind("token", token.hex())
                                .bind("now", Type.time(now))
                                .execute()
                        == 1);
    }

    @Override
    public Optional<Activation> find(TokenHash token) {
        return database.read(h -> h.createQuery(find)
                .bind("token", token.hex())
                .map(JdbcActivations::read)
                .findOne());
    }

    @Override
    public Map<AccountId, Activation> latest(Collection<AccountId> accounts) {
        Map<AccountId, Activation> found = new HashMap<>();
        if (!accounts.isEmpty()) {
            database.read(h -> h.createQuery(latest)
                            .bind("accounts", Arrays.of(Type.UUID, accounts, AccountId::value))
                            .map(JdbcActivations::read)
                            .list())
                    .forEach(activation -> found.put(activation.account(), activation));
        }
        return found;
    }

    @Override
    public int revokeUnused(Tx tx) {
        return database.<Integer>write(tx, h -> h.createUpdate(revokeUnused).execute());
    }

    @Override
    public Optional<Activation> lock(Tx tx, AccountId account) {
        return database.<Optional<Activation>>write(
                tx,
                h -> h.createQuery(lock).bind("account", account.value()).map(JdbcActivations::read).list().stream()
                        .max(Comparator.comparing(Activation::revision)));
    }

    @Override
    public void writeCode(Tx tx, TokenHash token, PhoneCode code) {
        Instant expiresAt = code.expiresAt();
        database.write(
                tx,
                h -> h.createUpdate(writeCode)
                        .bind("token", token.hex())
                        .bind("issuedAt", Type.time(code.issuedAt()))
                        .bindByType("expiresAt", expiresAt == null ? null : Type.time(expiresAt), OffsetDateTime.class)
                        .bind("tries", code.tries())
                        .execute());
    }

    @Override
    public void revoke(Tx tx, AccountId account) {
        database.write(
                tx,
                h -> h.createUpdate(forget)
                        .bind("accounts", Arrays.of(Type.UUID, List.of(account), AccountId::value))
                        .execute());
    }

    private static Activation read(ResultSet row, StatementContext context) throws SQLException {
        return new Activation(
                new TokenHash(row.getString("token_sha256")),
                new AccountId(Rows.uuid(row, "account_id")),
                row.getInt("revision"),
                Rows.time(row, "expires_at"),
                Rows.timeOrNull(row, "used_at"),
                code(row));
    }

    private static @Nullable PhoneCode code(ResultSet row) throws SQLException {
        Instant issuedAt = Rows.timeOrNull(row, "code_issued_at");
        return issuedAt == null
                ? null
                : new PhoneCode(issuedAt, Rows.timeOrNull(row, "code_expires_at"), row.getInt("code_tries"));
    }

    private static @Nullable Instant ifAny(@Nullable PhoneCode code, Function<PhoneCode, @Nullable Instant> value) {
        return code == null ? null : value.apply(code);
    }
}
