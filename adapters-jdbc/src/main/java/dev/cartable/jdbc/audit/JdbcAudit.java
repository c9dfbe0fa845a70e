package dev.cartable.jdbc.audit;

import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditFilter;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.audit.port.AuditStore;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The audit trail in the tables {@code audit_entry} and {@code audit_end}. */
public final class JdbcAudit implements AuditStore {
    private static final List<String> KEY = List.of("id");

    private final Database database;
    private final String head;
    private final String lock;
    private final String last;
    private final String after;
    private final String begin;
    private final String add;
    private final String save;

    public JdbcAudit(Database database) {
        this.database = database;
        Dialect dialect = database.dialect();
        String ends = database.names().qualified("audit_end");
        this.head = database.sql("SELECT * FROM {audit_end} WHERE id = 1");
        this.lock = head + " FOR UPDATE";
        this.last = database.sql("SELECT * FROM {audit_entry} ORDER BY entry_number DESC FETCH FIRST 1 ROW ONLY");
        this.after = database.sql("""
                SELECT * FROM {audit_entry} WHERE entry_number > :number ORDER BY entry_number FETCH FIRST :max ROWS ONLY""");
        this.begin = dialect.insertNew(ends, AuditRows.ENDS, KEY, "id");
        this.add = dialect.insertNew(
                database.names().qualified("audit_entry"), AuditRows.ENTRIES, List.of("entry_number"), "entry_number");
        this.save = dialect.update(
                ends, AuditRows.ENDS, KEY, AuditRows.ENDS.without(KEY).set("u"));
    }

    @Override
    public AuditHead head() {
        return database.read(
                h -> h.createQuery(head).map(AuditRows::end).findOne().orElse(AuditHead.none()));
    }

    @Override
    public List<AuditEntry> after(long number, int max) {
        return database.readByIndex(h -> h.createQuery(after)
                .bind("number", number)
                .bind("max", max)
                .map(AuditRows::entry)
                .list());
    }

    @Override
    public List<AuditEntry> before(long number, AuditFilter filter, int max) {
        String conditions = (filter.actor() == null ? "" : " AND actor = :actor")
                + (filter.deed() == null ? "" : " AND deed = :deed")
                + (filter.subject() == null ? "" : " AND subject = :subject")
                + (filter.since() == null ? "" : " AND recorded_at >= :since")
                + (filter.until() == null ? "" : " AND recorded_at < :until");
        String sql = database.sql("""
                SELECT * FROM {audit_entry} WHERE entry_number < :number%s
                ORDER BY entry_number DESC FETCH FIRST :max ROWS ONLY""".formatted(conditions));
        return database.readByIndex(h -> {
            Query query = h.createQuery(sql).bind("number", number).bind("max", max);
            if (filter.actor() != null) {
                query.bind("actor", filter.actor());
            }
            if (filter.deed() != null) {
                query.bind("deed", filter.deed());
            }
            if (filter.subject() != null) {
                query.bind("subject", filter.subject());
            }
            if (filter.since() != null) {
                query.bind("since", Type.time(filter.since()));
            }
            if (filter.until() != null) {
                query.bind("until", Type.time(filter.until()));
            }
            return query.map(AuditRows::entry).list();
        });
    }

    /** Two statements: the second one sees what was committed while the first one waited. */
    @Override
    public End lock(Tx tx) {
        return database.<End>write(tx, h -> {
            Optional<AuditHead> known = locked(h);
            if (known.isEmpty()) {
                database.dialect().insertNew(h, begin, AuditRows.ENDS, List.of(AuditHead.none()), Integer.class);
                known = locked(h);
            }
            return new End(
                    known.orElseThrow(),
                    h.createQuery(last).map(AuditRows::entry).findOne().orElse(null));
        });
    }

    private Optional<AuditHead> locked(Handle handle) {
        return handle.createQuery(lock).map(AuditRows::end).findOne();
    }

    @Override
    public void append(Tx tx, AuditEntry entry, AuditHead end) {
        database.<Integer>write(tx, h -> {
            Set<Long> added = database.dialect().insertNew(h, add, AuditRows.ENTRIES, List.of(entry), Long.class);
            if (added.isEmpty()) {
                throw new IllegalStateException(
                        "the audit trail has an entry " + entry.number() + "; nothing was written");
            }
            return AuditRows.ENDS.bind(h.createUpdate(save), List.of(end)).execute();
        });
    }

    @Override
    public Erased erase(
            Tx tx, Collection<String> names, String pseudonym, Map<String, String> subjects, long erasedBy) {
        return database.<Erased>write(tx, h -> {
            long actors = h.createUpdate(database.sql("""
                            UPDATE {audit_entry} SET actor = :pseudonym, origin = '', actor_salt = NULL,
                                actor_erased_by = :by
                            WHERE actor = ANY(:names) AND actor_salt IS NOT NULL"""))
                    .bind("pseudonym", pseudonym)
                    .bind("by", erasedBy)
                    .bind("names", Arrays.texts(names))
                    .execute();
            long about = 0;
            for (Map.Entry<String, String> subject : new TreeMap<>(subjects).entrySet()) {
                about += h.createUpdate(database.sql("""
                                UPDATE {audit_entry} SET subject = :other, subject_salt = NULL, subject_erased_by = :by
                                WHERE subject = :subject AND subject_salt IS NOT NULL"""))
                        .bind("other", subject.getValue())
                        .bind("by", erasedBy)
                        .bind("subject", subject.getKey())
                        .execute();
            }
            return new Erased(actors, about);
        });
    }
}
