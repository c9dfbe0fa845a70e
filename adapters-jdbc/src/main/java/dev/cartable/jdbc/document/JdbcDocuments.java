package dev.cartable.jdbc.document;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.DocumentStore;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Which documents were made, in the table {@code document}. */
public final class JdbcDocuments implements DocumentStore {
    private static final List<String> KEY = List.of("pupil_id", "kind", "school_year", "term", "revision");

    /** Before all ids, which are time-ordered. */
    private static final UUID FIRST = new UUID(0, 0);

    private static final Columns<StoredDocument> COLUMNS = Columns.of(
            Column.of("id", Type.UUID, document -> document.id().value()),
            Column.of("kind", Type.TEXT, document -> document.kind().name()),
            Column.of("pupil_id", Type.TEXT, document -> document.pupil().value()),
            Column.of(
                    "promotion_id", Type.TEXT, document -> document.promotion().value()),
            Column.of("school_year", Type.TEXT, document -> document.term().year()),
            Column.of("term", Type.TEXT, document -> document.term().name()),
            Column.of("revision", Type.INT, StoredDocument::revision),
            Column.of("sha256", Type.TEXT, StoredDocument::sha256),
            Column.of("content_digest", Type.TEXT, StoredDocument::contentDigest),
            Column.of(
                    "code",
                    Type.TEXT,
                    document -> document.code() == null ? null : document.code().text()),
            Column.of("printed_pupil", Type.TEXT, document -> document.printed().pupil()),
            Column.of(
                    "printed_promotion",
                    Type.TEXT,
                    document -> document.printed().promotion()),
            Column.of(
                    "printed_average",
                    Type.DECIMAL,
                    document -> document.printed().average()),
            Column.of(
                    "printed_out_of",
                    Type.DECIMAL,
                    document -> document.printed().outOf()),
            Column.of("created_at", Type.TIME, StoredDocument::createdAt),
            Column.of(
                    "replaced_by",
                    Type.UUID,
                    document -> document.replacedBy() == null
                            ? null
                            : document.replacedBy().value()));

    private final Database database;
    private final String add;
    private final String replace;
    private final String latest;
    private final String ofPupil;
    private final String ofTerm;
    private final String all;
    private final String byCode;
    private final String withdrawn;
    private final String classTerms;
    private final String stored;
    private final String shared;

    public JdbcDocuments(Database database) {
        this.database = database;
        this.add = database.dialect().insertNew(database.names().qualified("document"), COLUMNS, KEY, "id");
        this.replace = database.sql("""
                UPDATE {document} SET replaced_by = :by WHERE pupil_id = :pupil AND kind = :kind
                    AND school_year = :year AND term = :term AND revision = :revision""");
        this.latest = database.sql("""
                SELECT * FROM {document} WHERE pupil_id = ANY(:pupils) AND kind = :kind
                    AND school_year = :year AND term = :term ORDER BY revision""");
        this.ofPupil = database.sql(
                "SELECT * FROM {document} WHERE pupil_id = :pupil ORDER BY school_year, term, kind, revision");
        this.ofTerm = database.sql("""
                SELECT * FROM {document} WHERE kind = :kind AND school_year = :year AND term = :term
                    AND (pupil_id > :pupil OR (pupil_id = :pupil AND revision > :revision))
                ORDER BY pupil_id, revision {PAGE}""");
        this.all = database.sql("SELECT * FROM {document} WHERE id > :last ORDER BY id {PAGE}");
        this.byCode = database.sql("SELECT * FROM {document} WHERE code = :code");
        this.withdrawn = database.sql("SELECT withdrawn_at FROM {withdrawn_document} WHERE code = :code");
        this.classTerms = database.sql("""
                SELECT DISTINCT promotion_id, school_year, term FROM {document}
                WHERE kind = :kind AND created_at >= :since""");
        this.stored = database.sql("SELECT DISTINCT sha256 FROM {document} WHERE sha256 = ANY(:files)");
        this.shared = database.sql(
                "SELECT DISTINCT sha256 FROM {document} WHERE sha256 = ANY(:files) AND pupil_id <> :pupil");
    }

    @Override
    public Set<DocumentId> add(Tx tx, Collection<StoredDocument> documents) {
        if (documents.isEmpty()) {
            return Set.of();
        }
        return database.<Set<DocumentId>>write(tx, h -> {
            Set<DocumentId> added = new HashSet<>();
            database.dialect()
                    .insertNew(h, add, COLUMNS, List.copyOf(documents), UUID.class)
                    .forEach(id -> added.add(new DocumentId(id)));
            List<StoredDocument> replacing = documents.stream()
                    .filter(document -> document.revision() > 1 && added.contains(document.id()))
                    .toList();
            if (!replacing.isEmpty()) {
                PreparedBatch batch = h.prepareBatch(replace);
                replacing.forEach(document -> batch.bind("by", document.id().value())
                        .bind("pupil", document.pupil().value())
                        .bind("kind", document.kind().name())
                        .bind("year", document.term().year())
                        .bind("term", document.term().name())
                        .bind("revision", document.revision() - 1)
                        .add());
                batch.execute();
            }
            return added;
        });
    }

    @Override
    public Map<PupilId, StoredDocument> latest(DocumentKind kind, Term term, Collection<PupilId> pupils) {
        Map<PupilId, StoredDocument> found = new HashMap<>();
        if (!pupils.isEmpty()) {
            database.read(h -> h.createQuery(latest)
                            .bind("pupils", Arrays.texts(pupils))
                            .bind("kind", kind.name())
                            .bind("year", term.year())
                            .bind("term", term.name())
                            .map(JdbcDocuments::read)
                            .list())
                    .forEach(document -> found.put(document.pupil(), document));
        }
        return found;
    }

    @Override
    public List<StoredDocument> of(PupilId pupil) {
        return database.read(h -> h.createQuery(ofPupil)
                .bind("pupil", pupil.value())
                .map(JdbcDocuments::read)
                .list());
    }

    @Override
    public Stream<StoredDocument> of(DocumentKind kind, Term term) {
        return Pages.stream(last -> page(kind, term, last));
    }

    private List<StoredDocument> page(DocumentKind kind, Term term, @Nullable StoredDocument last) {
        return database.read(h -> h.createQuery(ofTerm)
                .bind("kind", kind.name())
                .bind("year", term.year())
                .bind("term", term.name())
                .bind("pupil", last == null ? "" : last.pupil().value())
                .bind("revision", last == null ? 0 : last.revision())
                .map(JdbcDocuments::read)
                .list());
    }

    @Override
    public Stream<StoredDocument> all() {
        return Pages.stream(last -> database.read(h -> h.createQuery(all)
                .bind("last", last == null ? FIRST : last.id().value())
                .map(JdbcDocuments::read)
                .list()));
    }

    @Override
    public Set<ClassTerm> classTerms(DocumentKind kind, Instant since) {
        return Set.copyOf(database.read(h -> h.createQuery(classTerms)
                .bind("kind", kind.name())
                .bind("since", Type.time(since))
                .map((row, context) -> new ClassTerm(
                        new PromotionId(row.getString("promotion_id")),
                        new Term(row.getString("school_year"), row.getString("term"))))
                .list()));
    }

    @Override
    public Optional<StoredDocument> byCode(DocumentCode code) {
        return database.read(h -> h.createQuery(byCode)
                .bind("code", code.text())
                .map(JdbcDocuments::read)
                .findOne());
    }

    @Override
    public Optional<Instant> withdrawn(DocumentCode code) {
        return database.read(h -> h.createQuery(withdrawn)
                .bind("code", code.text())
                .map((row, context) -> Rows.time(row, "withdrawn_at"))
                .findOne());
    }

    @Override
    public Set<String> stored(Collection<String> sha256) {
        return sha256.isEmpty()
                ? Set.of()
                : Set.copyOf(database.read(h -> h.createQuery(stored)
                        .bind("files", Arrays.texts(sha256))
                        .mapTo(String.class)
                        .list()));
    }

    @Override
    public Set<String> sharedWithOthers(PupilId pupil, Collection<String> sha256) {
        return sha256.isEmpty()
                ? Set.of()
                : Set.copyOf(database.read(h -> h.createQuery(shared)
                        .bind("files", Arrays.texts(sha256))
                        .bind("pupil", pupil.value())
                        .mapTo(String.class)
                        .list()));
    }

    private static StoredDocument read(ResultSet row, StatementContext context) throws SQLException {
        UUID replacedBy = row.getObject("replaced_by", UUID.class);
        String code = row.getString("code");
        return new StoredDocument(
                new DocumentId(Rows.uuid(row, "id")),
                DocumentKind.valueOf(row.getString("kind")),
                new PupilId(row.getString("pupil_id")),
                new PromotionId(row.getString("promotion_id")),
                new Term(row.getString("school_year"), row.getString("term")),
                row.getInt("revision"),
                row.getString("sha256"),
                row.getString("content_digest"),
                code == null ? null : new DocumentCode(code),
                new StoredDocument.Printed(
                        row.getString("printed_pupil"),
                        row.getString("printed_promotion"),
                        row.getBigDecimal("printed_average"),
                        row.getBigDecimal("printed_out_of")),
                Rows.time(row, "created_at"),
                replacedBy == null ? null : new DocumentId(replacedBy));
    }
}
