package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.DocumentPass.Decision;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.work.Lease;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.Chunks;
import dev.cartable.work.internal.ContentDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One pass over documents of one sort: which are missing, out of date or lost. Their files are put into the vault first, outside any
 * transaction; one transaction then writes the rows of a chunk.
 *
 * @param <T> what a document shows
 */
abstract class DocumentPass<T extends Record> implements BulkPass<T, Decision<T>, DocumentCounts> {
    /** So few that a run's lease is renewed often, since rendering takes its time. */
    static final int CHUNK = 50;

    /** Where rendering is slow, the lease is renewed between documents, too. */
    private static final Duration KEPT = Lease.TTL.dividedBy(4);

    private final DocumentParts parts;
    private final DocumentType<T> type;
    private final Map<DocumentAction, Long> counts = new EnumMap<>(DocumentAction.class);
    private final ContentDigest digest = new ContentDigest();

    DocumentPass(DocumentParts parts, DocumentType<T> type) {
        this.parts = requireNonNull(parts, "parts");
        this.type = requireNonNull(type, "type");
    }

    /**
     * What is done about a document.
     *
     * @param shown with its revision
     * @param contentDigest of what is written in it
     */
    record Decision<T>(
            T shown,
            DocumentKey key,
            int revision,
            String contentDigest,
            DocumentAction action,
            @Nullable StoredDocument stored,
            @Nullable String detail) {
        Decision<T> as(DocumentAction other, @Nullable String why) {
            return new Decision<>(shown, key, revision, contentDigest, other, stored, why);
        }
    }

    /** All that is looked at, in a stable order. Close the stream. */
    abstract Stream<T> items();

    /** Those of these about a person who was erased. */
    abstract Set<DocumentKey> erased(List<T> chunk);

    /** Adds what the run was asked for. */
    abstract void addRequest(ContentDigest all);

    /** Everything decided anew. Close the stream. */
    Stream<Decision<T>> decisions() {
        Stream<T> items = items();
        return Chunks.stream(items, CHUNK)
                .flatMap(chunk -> decide(chunk).stream())
                .onClose(items::close);
    }

    @Override
    public int chunk() {
        return CHUNK;
    }

    @Override
    public void read(Consumer<? super T> items) {
        try (Stream<T> all = items()) {
            all.forEach(items);
        }
    }

    @Override
    public List<Decision<T>> decide(List<T> chunk) {
        Map<DocumentKey, StoredDocument> stored =
                latest(chunk.stream().map(type::key).toList());
        Set<String> there = there(stored.values());
        Set<DocumentKey> erased = erased(chunk);
        return chunk.stream()
                .map(shown -> {
                    DocumentKey key = type.key(shown);
                    return decide(shown, key, stored.get(key), there, erased.contains(key));
                })
                .toList();
    }

    private Map<DocumentKey, StoredDocument> latest(List<DocumentKey> keys) {
        return parts.documentStores().documents().latest(keys);
    }

    private Set<String> there(Collection<StoredDocument> stored) {
        try {
            return parts.documentVault()
                    .present(stored.stream().map(StoredDocument::sha256).collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new UncheckedIOException("the files of documents cannot be looked for: " + e.getMessage(), e);
        }
    }

    private Decision<T> decide(
            T shown, DocumentKey key, @Nullable StoredDocument stored, Set<String> there, boolean erased) {
        String contents = type.contents(shown);
        if (erased) {
            return new Decision<>(shown, key, 0, contents, DocumentAction.SKIP, null, null);
        }
        if (stored == null) {
            return new Decision<>(type.withRevision(shown, 1), key, 1, contents, DocumentAction.CREATE, null, null);
        }
        boolean same = stored.contentDigest().equals(contents);
        int revision = same ? stored.revision() : stored.revision() + 1;
        DocumentAction action = !same
                ? DocumentAction.REVISE
                : there.contains(stored.sha256()) ? DocumentAction.KEEP : DocumentAction.REMAKE;
        return new Decision<>(type.withRevision(shown, revision), key, revision, contents, action, stored, null);
    }

    @Override
    public boolean writes(Decision<T> decision) {
        return switch (decision.action()) {
            case CREATE, REVISE, REMAKE -> true;
            case KEEP, SKIP, FAIL -> false;
        };
    }

    @Override
    public boolean keeps(Decision<T> decision) {
        return decision.action() == DocumentAction.KEEP;
    }

    @Override
    public List<Decision<T>> write(List<Decision<T>> decisions, UnitOfWork transactions) {
        DocumentMaker<T> maker = new DocumentMaker<>(parts, type);
        List<Decision<T>> done = new ArrayList<>(decisions);
        Map<DocumentKey, StoredDocument> made = new HashMap<>();
        long kept = System.nanoTime();
        for (int i = 0; i < done.size(); i++) {
            if (System.nanoTime() - kept > KEPT.toNanos()) {
                transactions.run(tx -> {});
                kept = System.nanoTime();
            }
            try {
                Decision<T> decision = remade(maker, done.get(i));
                done.set(i, decision);
                if (decision.action() != DocumentAction.REMAKE) {
                    made.put(
                            decision.key(),
                            maker.stored(decision.shown(), decision.revision(), decision.contentDigest()));
                }
            } catch (DocumentMaker.CannotRender e) {
                done.set(i, done.get(i).as(DocumentAction.FAIL, e.getMessage()));
            }
        }
        if (made.isEmpty()) {
            return done;
        }
        Set<DocumentId> added = transactions.<Set<DocumentId>>call(
                tx -> parts.documentStores().documents().add(tx, made.values()));
        Set<DocumentKey> lost = new HashSet<>();
        made.forEach((key, document) -> {
            if (!added.contains(document.id())) {
                lost.add(key);
            }
        });
        return lost.isEmpty() ? done : settled(done, lost);
    }

    /** A lost file is put back under its name. Where the renderer writes other bytes than it did then, it is another revision. */
    private Decision<T> remade(DocumentMaker<T> maker, Decision<T> decision) {
        StoredDocument stored = decision.stored();
        if (decision.action() != DocumentAction.REMAKE
                || stored == null
                || maker.remake(stored, decision.shown()).isPresent()) {
            return decision;
        }
        int next = stored.revision() + 1;
        return new Decision<>(
                type.withRevision(decision.shown(), next),
                decision.key(),
                next,
                decision.contentDigest(),
                DocumentAction.REVISE,
                stored,
                null);
    }

    /** Another run has stored the same revision of these meanwhile: the unique key has decided. */
    private List<Decision<T>> settled(List<Decision<T>> decisions, Set<DocumentKey> lost) {
        Map<DocumentKey, StoredDocument> stored = latest(List.copyOf(lost));
        return decisions.stream()
                .map(decision -> {
                    StoredDocument other = stored.get(decision.key());
                    if (!lost.contains(decision.key()) || decision.action() == DocumentAction.FAIL) {
                        return decision;
                    }
                    return other != null && other.contentDigest().equals(decision.contentDigest())
                            ? decision.as(DocumentAction.KEEP, null)
                            : decision.as(DocumentAction.FAIL, "another run has stored other contents meanwhile");
                })
                .toList();
    }

    @Override
    public Decision<T> failed(Decision<T> decision, RuntimeException failure) {
        return decision.as(DocumentAction.FAIL, String.valueOf(failure.getMessage()));
    }

    @Override
    public void take(Decision<T> decision) {
        counts.merge(decision.action(), 1L, Long::sum);
        digest.add(decision.key(), decision.action(), decision.revision(), decision.contentDigest());
    }

    private long count(DocumentAction action) {
        return counts.getOrDefault(action, 0L);
    }

    @Override
    public DocumentCounts counts() {
        return new DocumentCounts(
                counts.values().stream().mapToLong(Long::longValue).sum(),
                count(DocumentAction.CREATE),
                count(DocumentAction.REVISE),
                count(DocumentAction.REMAKE),
                count(DocumentAction.KEEP),
                count(DocumentAction.SKIP),
                count(DocumentAction.FAIL));
    }

    @Override
    public PlanDigest digest() {
        ContentDigest all = new ContentDigest();
        all.addAll(digest);
        addRequest(all);
        return all.digest();
    }
}
