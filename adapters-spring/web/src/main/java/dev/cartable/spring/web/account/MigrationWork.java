package dev.cartable.spring.web.account;

import dev.cartable.account.Accounts;
import dev.cartable.account.MigrateAccounts;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.LegacyAccounts;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.RowError;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.BulkWork;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.work.Plan;
import dev.cartable.work.RunReport;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The taking over of accounts from an older system: {@code accounts} is a list of objects with {@code guardian}, {@code username}, {@code
 * passwordHash} and {@code lastSignInAt}. A school with more accounts than a body holds sends several.
 */
final class MigrationWork {
    private MigrationWork() {}

    /**
     * What is done about one row; without a reason and a code, it is taken over.
     *
     * @param row which it is, from 1, where it cannot be taken over; otherwise 0
     */
    private record Step(
            long row,
            String guardian,
            @Nullable String username,
            AccountStep.@Nullable Reason reason,
            @Nullable String code) {
        String key() {
            return row + " " + guardian + " " + username;
        }
    }

    static BulkWork<?> read(Accounts accounts, Body body) {
        List<LegacyAccounts.Row> rows = new ArrayList<>();
        body.optional("accounts", value -> {
            if (!(value instanceof List<?> list)) {
                return body.refuse("accounts", "NO_LIST_OF_ACCOUNTS", Map.of());
            }
            for (Object each : list) {
                LegacyAccounts.LegacyAccount account = each instanceof Map<?, ?> fields ? account(fields) : null;
                if (account == null) {
                    return body.refuse("accounts", "NO_LIST_OF_ACCOUNTS", Map.of());
                }
                rows.add(new LegacyAccounts.Row.Usable(account, rows.size() + 1L));
            }
            return rows;
        });
        if (rows.isEmpty()) {
            throw body.refused("accounts", "NO_LIST_OF_ACCOUNTS", Map.of());
        }
        MigrateAccounts migrate = accounts.migrate();
        LegacyAccounts source = new Source(List.copyOf(rows));
        return BulkWork.of(
                () -> plan(migrate, source),
                (approved, each) ->
                        migrate.apply(source, approved, new Listener(each)).counts(),
                Step::key,
                step -> Row.of("guardian", step.guardian())
                        .and("username", step.username())
                        .and("reason", step.reason())
                        .and("row", step.row() == 0 ? null : step.row())
                        .and("code", step.code()));
    }

    private static Plan<LegacyAccounts, MigrateAccounts.Counts, Step> plan(
            MigrateAccounts migrate, LegacyAccounts source) {
        List<Step> steps = new ArrayList<>();
        RunReport<MigrateAccounts.Counts> planned = migrate.plan(source, new Listener(steps::add));
        return new Plan<>(source, planned.counts(), planned.digest(), steps::stream);
    }

    /** Null if it is none. */
    private static LegacyAccounts.@Nullable LegacyAccount account(Map<?, ?> fields) {
        try {
            if (!List.of("guardian", "username", "passwordHash", "lastSignInAt").containsAll(fields.keySet())
                    || !(fields.get("guardian") instanceof String guardian)
                    || !(fields.get("username") instanceof String username)) {
                return null;
            }
            String hash = text(fields.get("passwordHash"));
            String last = text(fields.get("lastSignInAt"));
            return new LegacyAccounts.LegacyAccount(
                    new GuardianId(guardian),
                    new Username(username),
                    hash == null || hash.isEmpty() || hash.startsWith("!") ? null : hash,
                    last == null ? null : instant(last));
        } catch (IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException("no text");
        }
        return (String) value;
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private record Source(List<LegacyAccounts.Row> rows) implements LegacyAccounts {
        @Override
        public String name() {
            return "request";
        }

        @Override
        public long read(Consumer<? super LegacyAccounts.Row> each) {
            rows.forEach(each);
            return rows.size();
        }
    }

    private record Listener(Consumer<? super Step> each) implements MigrateAccounts.Listener {
        @Override
        public void migrated(GuardianId guardian, Username username) {
            each.accept(new Step(0, guardian.value(), username.value(), null, null));
        }

        @Override
        public void skipped(GuardianId guardian, AccountStep.Reason reason) {
            each.accept(new Step(0, guardian.value(), null, reason, null));
        }

        @Override
        public void failed(RowError error) {
            each.accept(new Step(error.line(), error.facts().getOrDefault("guardian", ""), null, null, error.code()));
        }
    }
}
