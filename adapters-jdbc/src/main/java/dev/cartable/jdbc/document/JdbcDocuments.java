package dev.cartable.jdbc.document;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentFacts;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKey;
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
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Which documents were made, in the table {@code document}. */
public final class JdbcDocuments implements DocumentStore {
    private static final List<String> KEY =
            List.of("pupil_id", "kind", "school_year", "term", "invoice_id", "payment_id", "payer", "revision");

    /** Before all ids, which are time-ordered. */
    private static final UUID FIRST = new UUID(0, 0);

    private static final Columns<StoredDocument> COLUMNS = Columns.of(
            Column.of("id", Type.UUID, document -> document.id().value()),
            Column.of("kind", Type.TEXT, document -> document.kind().name()),
            Column.of("pupil_id", Type.TEXT, document -> document.pupil().value()),
            Column.of("promotion_id", Type.TEXT, ofCard(card -> card.promotion().value())),
            Column.of("school_year", Type.TEXT, document -> year(document.key())),
            Column.of("term", Type.TEXT, document -> term(document.key())),
            Column.of("invoice_id", Type.TEXT, document -> document.key().invoice()),
            Column.of("payment_id", Type.TEXT, document -> document.key().payment()),
            Column.of("payer", Type.TEXT, document -> document.key().payer()),
            Column.of(
                    "guardian_id",
                    Type.TEXT,
                    ofBill(bill ->
                            bill.guardian() == null ? null : bill.guardian().value())),
            Column.of("revision", Type.INT, StoredDocument::revision),
            Column.of("sha256", Type.TEXT, StoredDocument::sha256),
            Column.of("content_digest", Type.TEXT, StoredDocument::contentDigest),
            Column.of(
                    "code",
                    Type.TEXT,
                    document -> document.code() == null ? null : document.code().text()),
            Column.of("printed_pupil", Type.TEXT, document -> document.facts().pupilName()),
            Column.of("printed_promotion", Type.TEXT, ofCard(ReportCardFacts::promotionName)),
            Column.of("printed_average", Type.DECIMAL, ofCard(ReportCardFacts::average)),
            Column.of("printed_out_of", Type.DECIMAL, ofCard(ReportCardFacts::outOf)),
            Column.of("printed_payer", Type.TEXT, ofBill(BillFacts::payerName)),
            Column.of("printed_number", Type.TEXT, ofBill(BillFacts::number)),
            Column.of("printed_amount", Type.DECIMAL, ofBill(BillFacts::amount)),
            Column.of(
                    "printed_currency",
                    Type.TEXT,
                    ofBill(bill -> bill.currency().getCurrencyCode())),
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
    private final String ofPayer;
    private final String ofTerm;
    private final String current;
    private final String all;
    private final String find;
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
                    AND school_year = :year AND term = :term AND invoice_id = :invoice AND payment_id = :payment
                    AND payer = :payer AND revision = :revision""");
        this.latest = database.sql(
                "SELECT * FROM {document} WHERE pupil_id = ANY(:pupils) AND kind = ANY(:kinds) ORDER BY revision");
        this.ofPupil = database.sql("""
                SELECT * FROM {document} WHERE pupil_id = :pupil
                ORDER BY school_year, term, kind, invoice_id, payment_id, payer, revision""");
        this.ofPayer = database.sql("SELECT * FROM {document} WHERE guardian_id = :payer ORDER BY id");
        this.ofTerm = database.sql("""
                SELECT * FROM {document} WHERE kind = 'REPORT_CARD' AND school_year = :year AND term = :term
                    AND (pupil_id > :pupil OR (pupil_id = :pupil AND revision > :revision))
                ORDER BY pupil_id, revision {PAGE}""");
        this.current = database.sql("""
                SELECT * FROM {document} WHERE id > :last AND kind = ANY(:kinds) AND replaced_by IS NULL
                    AND created_at >= :since ORDER BY id {PAGE}""");
        this.all = database.sql("SELECT * FROM {document} WHERE id > :last ORDER BY id {PAGE}");
        this.find = database.sql("SELECT * FROM {document} WHERE id = :id");
        this.byCode = database.sql("SELECT * FROM {document} WHERE code = :code");
        this.withdrawn = database.sql("SELECT withdrawn_at FROM {withdrawn_document} WHERE code = :code");
        this.classTerms = database.sql("""
                SELECT DISTINCT promotion_id, school_year, term FROM {document}
                WHERE kind = 'REPORT_CARD' AND created_at >= :since""");
        this.stored = database.sql("SELECT DISTINCT sha256 FROM {document} WHERE sha256 = ANY(:files)");
        this.shared = database.sql("SELECT id, sha256 FROM {document} WHERE sha256 = ANY(:files)");
    }

    private static String year(DocumentKey key) {
        return key.term() == null ? "" : key.term().year();
    }

    private static String term(DocumentKey key) {
        return key.term() == null ? "" : key.term().name();
    }

    private static Function<StoredDocument, @Nullable Object> ofCard(
            Function<ReportCardFacts, @Nullable Object> value) {
        return document -> document.facts() instanceof ReportCardFacts card ? value.apply(card) : null;
    }

    private static Function<StoredDocument, @Nullable Object> ofBill(Function<BillFacts, @Nullable Object> value) {
        return document -> document.facts() instanceof BillFacts bill ? value.apply(bill) : null;
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
                        .bind("year", year(document.key()))
                        .bind("term", term(document.key()))
                        .bind("invoice", document.key().invoice())
                        .bind("payment", document.key().payment())
                        .bind("payer", document.key().payer())
                        .bind("revision", document.revision() - 1)
                        .add());
                batch.execute();
            }
            return added;
        });
    }

    @Override
    public Map<DocumentKey, StoredDocument> latest(Collection<DocumentKey> keys) {
        Map<DocumentKey, StoredDocument> found = new HashMap<>();
        if (!keys.isEmpty()) {
            Set<DocumentKey> asked = Set.copyOf(keys);
            database
                    .read(h -> h.createQuery(latest)
                            .bind(
                                    "pupils",
                                    Arrays.texts(asked.stream()
                                            .map(DocumentKey::pupil)
                                            .collect(Collectors.toSet())))
                            .bind(
                                    "kinds",
                                    Arrays.texts(asked.stream()
                                            .map(DocumentKey::kind)
                                            .collect(Collectors.toSet())))
                            .map(JdbcDocuments::read)
                            .list())
                    .stream()
                    .filter(document -> asked.contains(document.key()))
                    .forEach(document -> found.put(document.key(), document));
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
    public List<StoredDocument> of(GuardianId payer) {
        return database.read(h -> h.createQuery(ofPayer)
                .bind("payer", payer.value())
                .map(JdbcDocuments::read)
                .list());
    }

    @Override
    public Stream<StoredDocument> of(Term term) {
        return Pages.stream(last -> page(term, last));
    }

    private List<StoredDocument> page(Term term, @Nullable StoredDocument last) {
        return database.read(h -> h.createQuery(ofTerm)
                .bind("year", term.year())
                .bind("term", term.name())
                .bind("pupil", last == null ? "" : last.pupil().value())
                .bind("revision", last == null ? 0 : last.revision())
                .map(JdbcDocuments::read)
                .list());
    }

    @Override
    public Stream<StoredDocument> current(Collection<DocumentKind> kinds, Instant since) {
        return Pages.stream(last -> database.read(h -> h.createQuery(current)
                .bind("last", last == null ? FIRST : last.id().value())
                .bind("kinds", Arrays.texts(kinds))
                .bind("since", Type.time(since))
                .map(JdbcDocuments::read)
                .list()));
    }

    @Override
    public Stream<StoredDocument> all() {
        return Pages.stream(last -> database.read(h -> h.createQuery(all)
                .bind("last", last == null ? FIRST : last.id().value())
                .map(JdbcDocuments::read)
                .list()));
    }

    @Override
    public Set<ClassTerm> classTerms(Instant since) {
        return Set.copyOf(database.read(h -> h.createQuery(classTerms)
                .bind("since", Type.time(since))
                .map((row, context) -> new ClassTerm(
                        new PromotionId(row.getString("promotion_id")),
                        new Term(row.getString("school_year"), row.getString("term"))))
                .list()));
    }

    @Override
    public Optional<StoredDocument> find(DocumentId id) {
        return database.read(h -> h.createQuery(find)
                .bind("id", id.value())
                .map(JdbcDocuments::read)
                .findOne());
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
    public Set<String> sharedWithOthers(Collection<DocumentId> documents, Collection<String> sha256) {
        if (sha256.isEmpty()) {
            return Set.of();
        }
        Set<DocumentId> these = Set.copyOf(documents);
        Set<String> files = new HashSet<>();
        database.read(h -> h.createQuery(shared)
                        .bind("files", Arrays.texts(sha256))
                        .map((row, context) -> Map.entry(new DocumentId(Rows.uuid(row, "id")), row.getString("sha256")))
                        .list())
                .forEach(row -> {
                    if (!these.contains(row.getKey())) {
                        files.add(row.getValue());
                    }
                });
        return files;
    }

    private static StoredDocument read(ResultSet row, StatementContext context) throws SQLException {
        UUID replacedBy = row.getObject("replaced_by", UUID.class);
        String code = row.getString("code");
        return new StoredDocument(
                new DocumentId(Rows.uuid(row, "id")),
                facts(row),
                row.getInt("revision"),
                row.getString("sha256"),
                row.getString("content_digest"),
                code == null ? null : new DocumentCode(code),
                Rows.time(row, "created_at"),
                replacedBy == null ? null : new DocumentId(replacedBy));
    }

    private static DocumentFacts facts(ResultSet row) throws SQLException {
        DocumentKind kind = DocumentKind.valueOf(row.getString("kind"));
        PupilId pupil = new PupilId(row.getString("pupil_id"));
        return switch (kind) {
            case REPORT_CARD ->
                new ReportCardFacts(
                        pupil,
                        new PromotionId(row.getString("promotion_id")),
                        new Term(row.getString("school_year"), row.getString("term")),
                        row.getString("printed_pupil"),
                        row.getString("printed_promotion"),
                        row.getBigDecimal("printed_average"),
                        row.getBigDecimal("printed_out_of"));
            case INVOICE, CREDIT_NOTE, RECEIPT -> bill(row, kind, pupil);
        };
    }

    private static BillFacts bill(ResultSet row, DocumentKind kind, PupilId pupil) throws SQLException {
        String guardian = row.getString("guardian_id");
        return new BillFacts(
                new DocumentKey(
                        kind,
                        pupil,
                        null,
                        row.getString("invoice_id"),
                        row.getString("payment_id"),
                        row.getString("payer")),
                guardian == null ? null : new GuardianId(guardian),
                row.getString("printed_pupil"),
                row.getString("printed_payer"),
                row.getString("printed_number"),
                row.getBigDecimal("printed_amount"),
                Currency.getInstance(row.getString("printed_currency")));
    }
}
