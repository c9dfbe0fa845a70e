package dev.cartable.document.port;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.ClassTerm;
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
    /** The highest revision of each of these pupils; pupils without one are not in it. */
    Map<PupilId, StoredDocument> latest(DocumentKind kind, Term term, Collection<PupilId> pupils);

    /** All documents about a pupil, by term, kind and revision. */
    List<StoredDocument> of(PupilId pupil);

    /** All revisions of a kind and term, by pupil and revision. Close the stream. */
    Stream<StoredDocument> of(DocumentKind kind, Term term);

    /** All documents, by id. Close the stream. */
    Stream<StoredDocument> all();

    /** The document with this code; empty if there is none. */
    Optional<StoredDocument> byCode(DocumentCode code);

    /** When the document with this code was deleted because the pupil was erased; empty if it was not. */
    Optional<Instant> withdrawn(DocumentCode code);

    /** The classes and terms of which a document of a kind was made at {@code since} or later. */
    Set<ClassTerm> classTerms(DocumentKind kind, Instant since);

    /** Those of these files that documents are stored in. */
    Set<String> stored(Collection<String> sha256);

    /** Those of these files that documents about other pupils are stored in, too. */
    Set<String> sharedWithOthers(PupilId pupil, Collection<String> sha256);
}
