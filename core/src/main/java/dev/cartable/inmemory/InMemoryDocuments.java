package dev.cartable.inmemory;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.DocumentStore;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which documents were made, in memory. Safe for use by several threads. */
final class InMemoryDocuments implements DocumentStore {
    private static final Comparator<Key> ORDER = Comparator.<Key, String>comparing(
                    key -> key.pupil().value())
            .thenComparing(Key::term)
            .thenComparing(Key::kind)
            .thenComparing(Key::revision);

    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<Key, StoredDocument> documents;
    private final InMemoryTable<DocumentCode, Instant> withdrawn;

    InMemoryDocuments(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        this.documents = new InMemoryTable<>(unitOfWork, ORDER);
        this.withdrawn = new InMemoryTable<>(unitOfWork, Comparator.comparing(DocumentCode::text));
    }

    private record Key(PupilId pupil, Term term, DocumentKind kind, int revision) {
        static Key of(StoredDocument document) {
            return new Key(document.pupil(), document.term(), document.kind(), document.revision());
        }

        Key before() {
            return new Key(pupil, term, kind, revision - 1);
        }
    }

    @Override
    public Set<DocumentId> add(Tx tx, Collection<StoredDocument> added) {
        unitOfWork.own(tx);
        Set<DocumentId> ids = new HashSet<>();
        for (StoredDocument document : added) {
            Key key = Key.of(document);
            if (documents.putIfAbsent(tx, key, document)) {
                ids.add(document.id());
                StoredDocument before = documents.get(key.before());
                if (before != null) {
                    documents.put(tx, key.before(), before.replacedBy(document.id()));
                }
            }
        }
        return ids;
    }

    @Override
    public Map<PupilId, StoredDocument> latest(DocumentKind kind, Term term, Collection<PupilId> pupils) {
        Set<PupilId> asked = Set.copyOf(pupils);
        Map<PupilId, StoredDocument> latest = new HashMap<>();
        of(kind, term)
                .filter(document -> asked.contains(document.pupil()))
                .forEach(document -> latest.put(document.pupil(), document));
        return latest;
    }

    @Override
    public List<StoredDocument> of(PupilId pupil) {
        return documents.all().stream()
                .filter(document -> document.pupil().equals(pupil))
                .toList();
    }

    @Override
    public Stream<StoredDocument> of(DocumentKind kind, Term term) {
        return documents.all().stream()
                .filter(document -> document.kind() == kind && document.term().equals(term));
    }

    @Override
    public Set<ClassTerm> classTerms(DocumentKind kind, Instant since) {
        return documents.all().stream()
                .filter(document ->
                        document.kind() == kind && !document.createdAt().isBefore(since))
                .map(StoredDocument::classTerm)
                .collect(Collectors.toSet());
    }

    @Override
    public Set<String> stored(Collection<String> sha256) {
        return files(sha256, document -> true);
    }

    @Override
    public Set<String> sharedWithOthers(PupilId pupil, Collection<String> sha256) {
        return files(sha256, document -> !document.pupil().equals(pupil));
    }

    private Set<String> files(Collection<String> asked, Predicate<StoredDocument> of) {
        Set<String> files = Set.copyOf(asked);
        return documents.all().stream()
                .filter(of)
                .map(StoredDocument::sha256)
                .filter(files::contains)
                .collect(Collectors.toSet());
    }

    @Override
    public Stream<StoredDocument> all() {
        return documents.all().stream()
                .sorted(Comparator.comparing(document -> document.id().toString()));
    }

    @Override
    public Optional<StoredDocument> byCode(DocumentCode code) {
        return documents.all().stream()
                .filter(document -> code.equals(document.code()))
                .findFirst();
    }

    @Override
    public Optional<Instant> withdrawn(DocumentCode code) {
        return Optional.ofNullable(withdrawn.among(Set.of(code)).get(code));
    }

    /** Removes all documents about a pupil, and keeps their codes as withdrawn ones. Returns how many there were. */
    int forget(Tx tx, PupilId pupil, Instant now) {
        for (StoredDocument document : of(pupil)) {
            if (document.code() != null) {
                withdrawn.putIfAbsent(tx, document.code(), now);
            }
        }
        return documents.removeWhere(tx, document -> document.pupil().equals(pupil), Integer.MAX_VALUE);
    }
}
