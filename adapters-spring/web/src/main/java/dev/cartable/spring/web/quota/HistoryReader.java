package dev.cartable.spring.web.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Asker.Role;
import dev.cartable.spring.web.internal.Ids;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the history of profiles, newest first, as far as the caller may see it. */
final class HistoryReader {
    private static final int CHUNK = 100;
    private static final Comparator<ProfileChange> NEWEST_FIRST = Comparator.comparing(ProfileChange::at)
            .thenComparing(change -> change.id().toString())
            .reversed();

    private final Quotas quotas;
    private final Users users;
    private final Known known;

    HistoryReader(Quotas quotas, Users users, Known known) {
        this.quotas = requireNonNull(quotas, "quotas");
        this.users = requireNonNull(users, "users");
        this.known = requireNonNull(known, "known");
    }

    /** The entry of a cursor. */
    private record Place(Instant at, UUID id) {
        boolean isBefore(ProfileChange change) {
            int time = change.at().compareTo(at);
            return time < 0 || (time == 0 && change.id().toString().compareTo(id.toString()) < 0);
        }
    }

    static String key(ProfileChange change) {
        return change.at() + " " + change.id();
    }

    /**
     * What follows the cursor. Close the stream.
     *
     * @param holder only of this holder; null for all whom the caller may see
     * @param profile only of the profile of this name; null for all
     */
    Stream<ProfileChange> read(Asker asker, @Nullable Holder holder, @Nullable String profile, PageRequest page) {
        Place after = page.after() == null ? null : place(page.after());
        Optional<Set<UserId>> own = known.ownUsers(asker);
        if (holder != null || asker.is(Role.ADMINISTRATOR)) {
            return after(after, quotas.history(holder, profile));
        }
        if (own.isPresent()) {
            // A person and their children: a few entries each.
            return own.get().stream()
                    .flatMap(user -> quotas.history(Holder.of(user), profile))
                    .filter(change -> after == null || after.isBefore(change))
                    .sorted(NEWEST_FIRST);
        }
        Stream<ProfileChange> all = quotas.history(null, profile);
        return Chunks.stream(after(after, all), CHUNK)
                .flatMap(chunk -> visible(asker, chunk).stream())
                .onClose(all::close);
    }

    private static Stream<ProfileChange> after(@Nullable Place after, Stream<ProfileChange> all) {
        return after == null ? all : all.dropWhile(change -> !after.isBefore(change));
    }

    private List<ProfileChange> visible(Asker asker, List<ProfileChange> changes) {
        Set<UserId> people = changes.stream()
                .filter(change -> change.holder().level().equals(Level.USER.name()))
                .map(change -> new UserId(change.holder().id()))
                .collect(Collectors.toSet());
        Set<PromotionId> promotions = changes.stream()
                .filter(change -> change.holder().level().equals(Level.PROMOTION.name()))
                .map(change -> new PromotionId(change.holder().id()))
                .collect(Collectors.toSet());
        Set<Holder> visible = Stream.concat(
                        known.visible(asker, users.byId(people)).stream().map(Holder::of),
                        known.visiblePromotions(asker, promotions).stream().map(Holder::of))
                .collect(Collectors.toSet());
        return changes.stream()
                .filter(change -> visible.contains(change.holder()))
                .toList();
    }

    private static Place place(String key) {
        String[] parts = key.split(" ", 2);
        try {
            return new Place(
                    Instant.parse(parts[0]), Ids.parse(parts[parts.length - 1]).orElseThrow(PageRequest::badCursor));
        } catch (DateTimeParseException e) {
            throw PageRequest.badCursor();
        }
    }
}
