package dev.cartable.quota.port;

import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.port.UsageStore.UserQuota;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads counted use. Safe for use by several threads. */
interface UsageStoreReader {
    /**
     * What is stored about these users, each read in one piece: the user, the profiles assigned to them on the levels
     * {@code USER}, {@code PROMOTION} and {@code DEFAULT}, and their usage. Unknown users are left out.
     */
    Map<UserId, UserQuota> userQuotas(Collection<UserId> users);

    /**
     * What {@link #userQuotas} returns, of all users that the host knows and whose usage is active, in the order of their ids,
     * read on demand. Close the stream.
     */
    Stream<UserQuota> activeUserQuotas();

    /** The usage of all users that have any, in the order of their ids, read on demand. Close the stream. */
    Stream<Usage> all();

    /** When the first uses were that were noted; those that were not are left out. */
    Map<UsageStore.FirstUse, Instant> firstUses(Collection<UsageStore.FirstUse> uses);

    /**
     * The days on which users have used something, more than no bytes, from the first day to the last one given, in their
     * order. Users without any are left out.
     */
    Map<UserId, NavigableMap<LocalDate, Traffic>> days(Collection<UserId> users, LocalDate first, LocalDate last);

    /** As {@link #days(Collection, LocalDate, LocalDate)}, of one user. */
    default NavigableMap<LocalDate, Traffic> days(UserId user, LocalDate first, LocalDate last) {
        return days(List.of(user), first, last).getOrDefault(user, Collections.emptyNavigableMap());
    }

    /** The corrections of a user's counters, the oldest first, read on demand. Close the stream. */
    Stream<UsageAdjustment> adjustments(UserId user);

    /** What was counted under these keys, as far as that is remembered, with times to the microsecond. */
    Map<UsageEvent.Key, UsageEvent> known(Collection<UsageEvent.Key> events);

    /** How many events that happened before {@code before} are remembered. */
    long eventsBefore(Instant before);

    /** The latest instant that events from before it may have been forgotten; empty if none ever were. */
    Optional<Instant> forgottenBefore();

    /**
     * The profiles assigned to these holders, for levels that a host has added. A holder there stands for many users, so no
     * candidate has a first use: {@link #firstUses(Collection)} says when each user's was.
     */
    Map<Holder, Candidate> assigned(Collection<Holder> holders);
}
