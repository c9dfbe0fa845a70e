package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * By which further channels a person is notified where the channels of a kind do not reach them: if none of those could be addressed, or
 * if each of them has failed for good. One after the other, until one reaches the person. Immutable: {@link #with} returns another one.
 */
public record Fallbacks(List<Channel> channels, Map<Kind, List<Channel>> byKind) {
    /** No further channels. */
    public static final Fallbacks NONE = new Fallbacks(List.of(), Map.of());

    /**
     * Short messages, for every kind that {@linkplain dev.cartable.notice.port.NoticeType#canFallBack may}. A channel that no courier serves,
     * or by which the person has no address, is passed over.
     */
    public static Fallbacks defaults() {
        return of(Channel.SMS);
    }

    public Fallbacks {
        channels = List.copyOf(channels);
        Map<Kind, List<Channel>> copy = new HashMap<>();
        byKind.forEach((kind, some) -> copy.put(requireNonNull(kind, "kind"), List.copyOf(some)));
        byKind = Map.copyOf(copy);
    }

    /** These channels in this order, for every kind. */
    public static Fallbacks of(Channel... channels) {
        return new Fallbacks(List.of(channels), Map.of());
    }

    /** As these, with other channels for one kind; none for no further channel. */
    public Fallbacks with(Kind kind, Channel... some) {
        Map<Kind, List<Channel>> changed = new HashMap<>(byKind);
        changed.put(kind, List.of(some));
        return new Fallbacks(channels, changed);
    }

    /** The further channels of a kind, in their order. */
    public List<Channel> of(Kind kind) {
        return byKind.getOrDefault(kind, channels);
    }

    /** As {@link #of(Kind)}, without those that the notice is planned for already. */
    public List<Channel> after(Kind kind, Collection<Channel> planned) {
        List<Channel> further = new ArrayList<>(of(kind));
        further.removeAll(planned);
        return further;
    }
}
