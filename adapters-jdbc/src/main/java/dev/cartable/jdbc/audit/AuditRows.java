package dev.cartable.jdbc.audit;

import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditEntry.Proof;
import dev.cartable.audit.model.AuditEntry.Seal;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rows of {@code audit_entry} and {@code audit_end}. */
final class AuditRows {
    static final Columns<AuditEntry> ENTRIES = Columns.of(
            Column.of("entry_number", Type.LONG, AuditEntry::number),
            Column.of("recorded_at", Type.TIME, AuditEntry::at),
            Column.of("deed", Type.TEXT, AuditEntry::deed),
            Column.of("outcome", Type.TEXT, AuditEntry::outcome),
            Column.of("subject", Type.TEXT, AuditEntry::subject),
            Column.of("digest", Type.TEXT, AuditEntry::digest),
            Column.of("counts", Type.TEXT, AuditEntry::counts),
            Column.of("actor", Type.TEXT, AuditEntry::actor),
            Column.of("via", Type.TEXT, AuditEntry::via),
            Column.of("origin", Type.TEXT, AuditEntry::from),
            Column.of("actor_salt", Type.TEXT, entry -> entry.actorProof().salt()),
            Column.of("actor_hash", Type.TEXT, entry -> entry.actorProof().hash()),
            Column.of("actor_erased_by", Type.LONG, entry -> entry.actorProof().erasedBy()),
            Column.of("subject_salt", Type.TEXT, entry -> entry.subjectProof().salt()),
            Column.of("subject_hash", Type.TEXT, entry -> entry.subjectProof().hash()),
            Column.of(
                    "subject_erased_by",
                    Type.LONG,
                    entry -> entry.subjectProof().erasedBy()),
            Column.of("hash", Type.TEXT, AuditEntry::hash),
            Column.of("seal_key", Type.TEXT, entry -> key(entry.seal())),
            Column.of("seal", Type.TEXT, entry -> hmac(entry.seal())));

    static final Columns<AuditHead> ENDS = Columns.of(
            Column.of("id", Type.INT, end -> 1),
            Column.of("entry_number", Type.LONG, AuditHead::number),
            Column.of("hash", Type.TEXT, AuditHead::hash),
            Column.of("seal_key", Type.TEXT, end -> key(end.seal())),
            Column.of("seal", Type.TEXT, end -> hmac(end.seal())));

    private AuditRows() {}

    static AuditEntry entry(ResultSet row, StatementContext context) throws SQLException {
        return new AuditEntry(
                row.getLong("entry_number"),
                Rows.time(row, "recorded_at"),
                row.getString("deed"),
                row.getString("outcome"),
                row.getString("subject"),
                row.getString("digest"),
                row.getString("counts"),
                row.getString("actor"),
                row.getString("via"),
                row.getString("origin"),
                new Proof(row.getString("actor_salt"), row.getString("actor_hash"), row.getLong("actor_erased_by")),
                new Proof(
                        row.getString("subject_salt"), row.getString("subject_hash"), row.getLong("subject_erased_by")),
                row.getString("hash"),
                seal(row));
    }

    static AuditHead end(ResultSet row, StatementContext context) throws SQLException {
        return new AuditHead(row.getLong("entry_number"), row.getString("hash"), seal(row));
    }

    private static @Nullable Seal seal(ResultSet row) throws SQLException {
        String key = row.getString("seal_key");
        String hmac = row.getString("seal");
        return key == null || hmac == null ? null : new Seal(key, hmac);
    }

    private static @Nullable String key(@Nullable Seal seal) {
        return seal == null ? null : seal.key();
    }

    private static @Nullable String hmac(@Nullable Seal seal) {
        return seal == null ? null : seal.hmac();
    }
}
