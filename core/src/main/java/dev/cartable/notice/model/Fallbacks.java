package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * By which further channels a person is notified where the channels of a kind do not reach them: if none of those could be addressed, or
 * if each of them has failed for good. One after the other, until one reaches the person. A message in the application's own inbox does not count
 * as reaching them, since nothing says that they open it. Immutable: {@link #with} returns another one.
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

    /**
     * Reads further channels such as {@code sms,letter} for every kind, and behind semicolons those of single kinds:
     * {@code sms,letter;reminder.payment=letter;quota.alert=none}. Without channels for every kind, those are the {@linkplain #defaults
     * default} ones.
     *
     * @throws IllegalArgumentException if it is written otherwise
     */
    public static Fallbacks parse(String text) {
        List<Channel> all = defaults().channels();
        Map<Kind, List<Channel>> some = new HashMap<>();
        for (String entry : text.split(";", -1)) {
            int equals = entry.indexOf('=');
            List<Channel> listed = channels(entry.substring(equals + 1));
            if (equals >= 0) {
                some.put(Kind.of(entry.substring(0, equals).strip()), listed);
            } else if (!entry.isBlank()) {
                all = listed;
            }
        }
        return new Fallbacks(all, some);
    }

    private static List<Channel> channels(String text) {
        return text.strip().equalsIgnoreCase("none") || text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(Channel::of).distinct().toList();
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

    /** As these, with a channel before the others for one kind, unless that has further channels of its own. */
    public Fallbacks startingWith(Kind kind, Channel first) {
        return byKind.containsKey(kind)
                ? this
                : with(
                        kind,
                        Stream.concat(Stream.of(first), channels.stream())
                                .distinct()
                                .toArray(Channel[]::new));
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
