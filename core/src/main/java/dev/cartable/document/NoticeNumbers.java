package dev.cartable.document;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which people have not been notified of documents yet; all others were, or will be. Immutable.
 *
 * @param <P> a person around a document
 * @param next the number that the person's notices will have
 * @param dropped recipients of whose notices all numbers were suppressed, so that none is left
 */
record NoticeNumbers<P>(Map<P, Integer> next, Set<P> dropped) {
    NoticeNumbers {
        next = Map.copyOf(next);
        dropped = Set.copyOf(dropped);
    }

    /** The keys by which a person may be notified for the {@code number}-th time. */
    interface Keys<P> {
        Set<Notice.Key> of(P person, int number);
    }

    /** Reads once for each number for all of these people. */
    static <P> NoticeNumbers<P> read(DocumentParts parts, Collection<P> people, Keys<P> keys) {
        Map<P, Integer> next = new HashMap<>();
        Set<P> open = new HashSet<>(people);
        for (int number = 1; number <= NoticeKeys.MOST && !open.isEmpty(); number++) {
            Map<Notice.Key, P> byKey = new HashMap<>();
            for (P person : open) {
                keys.of(person, number).forEach(key -> byKey.put(key, person));
            }
            Map<P, Set<NoticeState>> states = new HashMap<>();
            parts.noticeStores()
                    .outbox()
                    .states(byKey.keySet())
                    .forEach((key, state) -> states.computeIfAbsent(
                                    Objects.requireNonNull(byKey.get(key)), one -> new HashSet<>())
                            .add(state));
            for (P person : List.copyOf(open)) {
                Set<NoticeState> known = states.getOrDefault(person, Set.of());
                if (known.isEmpty()) {
                    next.put(person, number);
                }
                // Only a person none of whose notices was sent or may be is notified again.
                if (!known.equals(Set.of(NoticeState.SUPPRESSED))) {
                    open.remove(person);
                }
            }
        }
        return new NoticeNumbers<>(next, open);
    }
}
