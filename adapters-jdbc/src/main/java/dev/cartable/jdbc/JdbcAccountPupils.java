package dev.cartable.jdbc;

import dev.cartable.account.model.AccountId;
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
    private final String start;
    private final String end;

    JdbcAccountPupils(Database database) {
        this.dialect = database.dialect();
        Names names = database.names();
        String table = names.qualified("account_pupil");
        this.current = "SELECT t.account_id, t.pupil_id FROM " + Type.UUID.keys("accounts") + " JOIN " + table
                + " t ON t.account_id = u.k WHERE t.ended_at IS NULL";
        this.start = dialect.upsert(table, COLUMNS, KEY);
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
        Map<AccountId, Set<PupilId>> known = current(handle, wanted.keySet());
        List<Link> started = new ArrayList<>();
        List<Link> ended = new ArrayList<>();
        wanted.forEach((account, pupils) -> {
            Set<PupilId> before = known.getOrDefault(account, Set.of());
            pupils.stream()
                    .filter(pupil -> !before.contains(pupil))
                    .forEach(pupil -> started.add(new Link(account, pupil, now, null)));
            before.stream()
                    .filter(pupil -> !pupils.contains(pupil))
                    .forEach(pupil -> ended.add(new Link(account, pupil, null, now)));
        });
        dialect.upsert(handle, start, COLUMNS, started);
        if (!ended.isEmpty()) {
            ENDED.bind(handle.createUpdate(end), ended).execute();
        }
        return started.size() + ended.size();
    }

    private record Link(
            AccountId account,
            PupilId pupil,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}
}
