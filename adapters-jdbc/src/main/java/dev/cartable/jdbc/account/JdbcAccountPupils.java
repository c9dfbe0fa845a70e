package dev.cartable.jdbc.account;

import dev.cartable.account.model.AccountId;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.PupilId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which pupils an account sees: the table {@code account_pupil}. A link that ended and comes back begins anew. */
final class JdbcAccountPupils {
    private static final List<String> KEY = List.of("account_id", "pupil_id");
    private static final Columns<Link> COLUMNS = Columns.of(
            Column.of("account_id", Type.UUID, link -> link.account().value()),
            Column.of("pupil_id", Type.TEXT, link -> link.pupil().value()),
            Column.of("started_at", Type.TIME, Link::startedAt),
            Column.of("ended_at", Type.TIME, Link::endedAt));
    private static final Columns<Link> ENDED = COLUMNS.without(List.of("started_at"));

    private final Dialect dialect;
    private final String current;
    private final String all;
    private final String start;
    private final String restart;
    private final String end;

    JdbcAccountPupils(Database database) {
        this.dialect = database.dialect();
        String table = database.names().qualified("account_pupil");
        this.all = database.sql("""
                SELECT t.account_id, t.pupil_id, t.ended_at FROM {KEYS(UUID accounts)} {JOIN(account_pupil t ON t.account_id = u.k)}""");
        this.current = database.sql("""
                SELECT t.account_id, t.pupil_id FROM {KEYS(UUID accounts)} {JOIN(account_pupil t ON t.account_id = u.k)}
                WHERE t.ended_at IS NULL""");
        this.start = dialect.insert(table, COLUMNS);
        this.restart = dialect.update(table, COLUMNS, KEY, "started_at = u.started_at, ended_at = NULL");
        this.end = dialect.update(table, ENDED, KEY, "ended_at = u.ended_at");
    }

    Map<AccountId, Set<PupilId>> current(Handle handle, Collection<AccountId> accounts) {
        Map<AccountId, Set<PupilId>> found = new HashMap<>();
        handle.createQuery(current)
                .bind("accounts", Arrays.of(Type.UUID, accounts, AccountId::value))
                .map((row, context) -> new Link(
                        new AccountId(Rows.uuid(row, "account_id")),
                        new PupilId(row.getString("pupil_id")),
                        null,
                        null))
                .forEach(link -> found.computeIfAbsent(link.account(), account -> new TreeSet<>())
                        .add(link.pupil()));
        return found;
    }

    /** Starts and ends what is needed; returns how many links that were. */
    int link(Handle handle, Map<AccountId, Set<PupilId>> wanted, Instant now) {
        if (wanted.isEmpty()) {
            return 0;
        }
        Map<AccountId, Map<PupilId, Boolean>> known = known(handle, wanted.keySet());
        List<Link> started = new ArrayList<>();
        List<Link> restarted = new ArrayList<>();
        List<Link> ended = new ArrayList<>();
        wanted.forEach((account, pupils) -> {
            Map<PupilId, Boolean> before = known.getOrDefault(account, Map.of());
            for (PupilId pupil : pupils) {
                Boolean holds = before.get(pupil);
                if (holds == null) {
                    started.add(new Link(account, pupil, now, null));
                } else if (!holds) {
                    restarted.add(new Link(account, pupil, now, null));
                }
            }
            before.forEach((pupil, holds) -> {
                if (holds && !pupils.contains(pupil)) {
                    ended.add(new Link(account, pupil, null, now));
                }
            });
        });
        dialect.insert(handle, start, COLUMNS, started);
        update(handle, restart, COLUMNS, restarted);
        update(handle, end, ENDED, ended);
        return started.size() + restarted.size() + ended.size();
    }

    /** Every link that the accounts have or had, and whether it holds. */
    private Map<AccountId, Map<PupilId, Boolean>> known(Handle handle, Collection<AccountId> accounts) {
        Map<AccountId, Map<PupilId, Boolean>> found = new HashMap<>();
        handle.createQuery(all)
                .bind("accounts", Arrays.of(Type.UUID, accounts, AccountId::value))
                .map((row, context) -> new Link(
                        new AccountId(Rows.uuid(row, "account_id")),
                        new PupilId(row.getString("pupil_id")),
                        null,
                        Rows.timeOrNull(row, "ended_at")))
                .forEach(link -> found.computeIfAbsent(link.account(), account -> new HashMap<>())
                        .put(link.pupil(), link.endedAt() == null));
        return found;
    }

    private static void update(Handle handle, String sql, Columns<Link> columns, List<Link> links) {
        if (!links.isEmpty()) {
            columns.bind(handle.createUpdate(sql), links).execute();
        }
    }

    private record Link(
            AccountId account,
            PupilId pupil,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}
}
