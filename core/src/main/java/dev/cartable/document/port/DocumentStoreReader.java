package dev.cartable.document.port;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads which documents were made. Safe for use by several threads. */
interface DocumentStoreReader {
    /** The highest revision of each of these keys; keys without one are not in it. */
    Map<DocumentKey, StoredDocument> latest(Collection<DocumentKey> keys);

    /** All documents about a pupil, by term, kind, invoice, payment, payer and revision. */
    List<StoredDocument> of(PupilId pupil);

    /** All documents whose payer is a guardian, by id. */
    List<StoredDocument> of(GuardianId payer);

    /** All report cards of a term, by pupil and revision. Close the stream. */
    Stream<StoredDocument> of(Term term);

    /** The current documents of these kinds that were made at {@code since} or later, by id. Close the stream. */
    Stream<StoredDocument> current(Collection<DocumentKind> kinds, Instant since);

    /** All documents, by id. Close the stream. */
    Stream<StoredDocument> all();

    /** The document with this id; empty if there is none. */
    Optional<StoredDocument> find(DocumentId id);

    /** The document with this code; empty if there is none. */
    Optional<StoredDocument> byCode(DocumentCode code);

    /** When the document with this code was deleted because a person was erased; empty if it was not. */
    Optional<Instant> withdrawn(DocumentCode code);

    /** The classes and terms of which a report card was made at {@code since} or later. */
    Set<ClassTerm> classTerms(Instant since);

    /** Those of these files that documents are stored in. */
    Set<String> stored(Collection<String> sha256);

    /** Those of these files that other documents than these are stored in, too. */
    Set<String> sharedWithOthers(Collection<DocumentId> documents, Collection<String> sha256);
}
