package dev.cartable.jdbc.account;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.Username;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The rows of the table {@code account}. */
final class AccountRows {
    static final Columns<Account> COLUMNS = Columns.of(
            Column.of("id", Type.UUID, account -> account.id().value()),
            Column.of("guardian_id", Type.TEXT, account -> account.guardian().value()),
            Column.of("username", Type.TEXT, account -> account.username().value()),
            Column.of("state", Type.TEXT, account -> account.state().name()),
            Column.of("given_name", Type.TEXT, account -> account.name().given()),
            Column.of("family_name", Type.TEXT, account -> account.name().family()),
            Column.of("email", Type.TEXT, AccountRows::email),
            Column.of("language", Type.TEXT, account -> account.language().toLanguageTag()),
            Column.of(
                    "credential_rev", Type.INT, account -> account.credential().revision()),
            Column.of(
                    "credential_origin",
                    Type.TEXT,
                    account -> account.credential().origin().name()),
            Column.of(
                    "password_hash", Type.TEXT, account -> account.credential().passwordHash()),
            Column.of(
                    "password_expires_at",
                    Type.TIME,
                    account -> account.credential().expiresAt()),
            Column.of("source", Type.TEXT, account -> account.source().hex()),
            Column.of("created_at", Type.TIME, Account::createdAt),
            Column.of("activated_at", Type.TIME, Account::activatedAt),
            Column.of("last_sign_in_at", Type.TIME, Account::lastSignInAt),
            Column.of("orphan_since", Type.TIME, Account::orphanSince),
            Column.of("deactivated_at", Type.TIME, Account::deactivatedAt),
            Column.of("deactivation", Type.TEXT, AccountRows::deactivation),
            Column.of("migrated_at", Type.TIME, Account::migratedAt),
            Column.of("version", Type.LONG, Account::version));

    private AccountRows() {}

    private static @Nullable String email(Account account) {
        EmailAddress email = account.email();
        return email == null ? null : email.value();
    }

    private static @Nullable String deactivation(Account account) {
        Account.Deactivation cause = account.deactivation();
        return cause == null ? null : cause.name();
    }

    static Account read(ResultSet row, StatementContext context) throws SQLException {
        String email = row.getString("email");
        String deactivation = row.getString("deactivation");
        return new Account(
                new AccountId(Rows.uuid(row, "id")),
                new GuardianId(row.getString("guardian_id")),
                new Username(row.getString("username")),
                Account.State.valueOf(row.getString("state")),
                new PersonName(row.getString("given_name"), row.getString("family_name")),
                email == null ? null : EmailAddress.of(email),
                Locale.forLanguageTag(row.getString("language")),
                new Credential(
                        row.getInt("credential_rev"),
                        Credential.Origin.valueOf(row.getString("credential_origin")),
                        row.getString("password_hash"),
                        Rows.timeOrNull(row, "password_expires_at")),
                new Account.Fingerprint(row.getString("source")),
                Rows.time(row, "created_at"),
                Rows.timeOrNull(row, "activated_at"),
                Rows.timeOrNull(row, "last_sign_in_at"),
                Rows.timeOrNull(row, "orphan_since"),
                Rows.timeOrNull(row, "deactivated_at"),
                deactivation == null ? null : Account.Deactivation.valueOf(deactivation),
                Rows.timeOrNull(row, "migrated_at"),
                row.getLong("version"));
    }
}
