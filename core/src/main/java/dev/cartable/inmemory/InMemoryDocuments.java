package dev.cartable.inmemory;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.document.port.DocumentStore;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.GuardianId;
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
                    key -> key.of().pupil().value())
            .thenComparing(key -> key.of().term(), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(key -> key.of().kind().name())
            .thenComparing(key -> key.of().invoice())
            .thenComparing(key -> key.of().payment())
            .thenComparing(key -> key.of().payer())
            .thenComparing(Key::revision);

    private static final Comparator<StoredDocument> BY_ID =
            Comparator.comparing(document -> document.id().toString());

    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<Key, StoredDocument> documents;
    private final InMemoryTable<DocumentCode, Instant> withdrawn;

    InMemoryDocuments(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        this.documents = new InMemoryTable<>(unitOfWork, ORDER);
        this.withdrawn = new InMemoryTable<>(unitOfWork, Comparator.comparing(DocumentCode::text));
    }

    private record Key(DocumentKey of, int revision) {
        static Key of(StoredDocument document) {
            return new Key(document.key(), document.revision());
        }

        Key before() {
            return new Key(of, revision - 1);
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
    public Map<DocumentKey, StoredDocument> latest(Collection<DocumentKey> keys) {
        Set<DocumentKey> asked = Set.copyOf(keys);
        Map<DocumentKey, StoredDocument> latest = new HashMap<>();
        matching(document -> asked.contains(document.key())).forEach(document -> latest.put(document.key(), document));
        return latest;
    }

    private Stream<StoredDocument> matching(Predicate<StoredDocument> condition) {
        return documents.all().stream().filter(condition);
    }

    @Override
    public List<StoredDocument> of(PupilId pupil) {
        return matching(document -> document.pupil().equals(pupil)).toList();
    }

    @Override
    public List<StoredDocument> of(GuardianId payer) {
        return matching(document -> isFor(document, payer)).sorted(BY_ID).toList();
    }

    private static boolean isFor(StoredDocument document, GuardianId payer) {
        return document.facts() instanceof BillFacts bill && payer.equals(bill.guardian());
    }

    @Override
    public Stream<StoredDocument> of(Term term) {
        return matching(document -> term.equals(document.key().term()));
    }

    @Override
    public Stream<StoredDocument> current(Collection<DocumentKind> kinds, Instant since) {
        return matching(document -> kinds.contains(document.kind())
                        && document.replacedBy() == null
                        && !document.createdAt().isBefore(since))
                .sorted(BY_ID);
    }

    @Override
    public Set<ClassTerm> classTerms(Instant since) {
        return matching(document -> !document.createdAt().isBefore(since))
                .flatMap(document ->
                        document.facts() instanceof ReportCardFacts card ? Stream.of(card.classTerm()) : Stream.empty())
                .collect(Collectors.toSet());
    }

    @Override
    public Set<String> stored(Collection<String> sha256) {
        return files(sha256, document -> true);
    }

    @Override
    public Set<String> sharedWithOthers(Collection<DocumentId> documents, Collection<String> sha256) {
        Set<DocumentId> these = Set.copyOf(documents);
        return files(sha256, document -> !these.contains(document.id()));
    }

    private Set<String> files(Collection<String> asked, Predicate<StoredDocument> of) {
        Set<String> files = Set.copyOf(asked);
        return matching(of).map(StoredDocument::sha256).filter(files::contains).collect(Collectors.toSet());
    }

    @Override
    public Stream<StoredDocument> all() {
        return documents.all().stream().sorted(BY_ID);
    }

    @Override
    public Optional<StoredDocument> find(DocumentId id) {
        return matching(document -> document.id().equals(id)).findFirst();
    }

    @Override
    public Optional<StoredDocument> byCode(DocumentCode code) {
        return matching(document -> code.equals(document.code())).findFirst();
    }

    @Override
    public Optional<Instant> withdrawn(DocumentCode code) {
        return Optional.ofNullable(withdrawn.among(Set.of(code)).get(code));
    }

    /**
     * Removes the documents about a pupil but those for another person, who are named in them, and keeps the codes as withdrawn ones.
     * Those that stay do not name the pupil any more. Returns how many were changed.
     */
    int forget(Tx tx, PupilId pupil, Instant now) {
        int changed = 0;
        for (StoredDocument document : of(pupil)) {
            if (document.facts() instanceof BillFacts bill
                    && !bill.key().payer().isEmpty()) {
                if (!bill.pupilName().isEmpty()) {
                    documents.put(tx, Key.of(document), document.with(bill.withoutPupilName()));
                    changed++;
                }
            } else {
                changed += withdraw(tx, document, now);
            }
        }
        return changed;
    }

    /** Removes the documents for a guardian who pays, and keeps their codes as withdrawn ones. Returns how many there were. */
    int forget(Tx tx, GuardianId payer, Instant now) {
        return of(payer).stream()
                .mapToInt(document -> withdraw(tx, document, now))
                .sum();
    }

    private int withdraw(Tx tx, StoredDocument document, Instant now) {
        if (document.code() != null) {
            withdrawn.putIfAbsent(tx, document.code(), now);
        }
        return documents.removeWhere(tx, one -> one.id().equals(document.id()), Integer.MAX_VALUE);
    }
}
