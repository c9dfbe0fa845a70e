package dev.cartable.quota;

import dev.cartable.quota.internal.CounterRules;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Resolution;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKeys;
import dev.cartable.quota.port.UsageStore.FirstUse;
import dev.cartable.quota.port.UsageStore.UserQuota;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is stored about users and says which profile serves each. Never writes. */
final class QuotaReader {
    /** The levels that a store reads together with the user; those that a host adds cost one question more, or two. */
    static final Set<String> STORED = Set.of(Level.USER.name(), Level.PROMOTION.name(), Level.DEFAULT.name());

    private static final int CHUNK = 500;

    private final QuotaPorts ports;
    private final QuotaSettings settings;
    private final WindowCalendar calendar;
    private final List<Level> added;
    private volatile @Nullable OpenWindows last;

    QuotaReader(QuotaPorts ports, QuotaSettings settings, WindowCalendar calendar) {
        this.ports = ports;
        this.settings = settings;
        this.calendar = calendar;
        this.added = settings.levels().stream()
                .filter(level -> !STORED.contains(level.name()))
                .toList();
    }

    WindowCalendar calendar() {
        return calendar;
    }

    /** From when on events are remembered at {@code now}. */
    UserLedger.Span span(Instant now) {
        Instant remembered = now.minus(settings.remembered());
        return new UserLedger.Span(
                calendar,
                ports.usage().forgottenBefore().filter(remembered::isBefore).orElse(remembered));
    }

    /** What is stored about a user, and what follows from it at an instant. */
    record ResolvedProfile(UserQuota userQuota, Resolution resolution) {
        UserId user() {
            return userQuota.user().id();
        }

        /** Whether the counters were counted under another assignment than the one that serves. */
        boolean moved() {
            Usage usage = userQuota.usage();
            Candidate effective = resolution.effective();
            return usage != null
                    && effective != null
                    && !(usage.active() && effective.assignment().id().equals(usage.assignment()));
        }

        /** Whether the usage says that a profile serves, and none does. */
        boolean ended() {
            Usage usage = userQuota.usage();
            return usage != null && usage.active() && resolution.effective() == null;
        }
    }

    /** The users that are known, as they stand at {@code now}. */
    Map<UserId, ResolvedProfile> of(Collection<UserId> users, Instant now) {
        return resolve(ports.usage().userQuotas(users), now);
    }

    /** All users whose usage is active, as they stand at {@code now}, read on demand. Close the stream. */
    Stream<ResolvedProfile> active(Instant now) {
        Stream<UserQuota> all = ports.usage().activeUserQuotas();
        return Chunks.stream(all, CHUNK)
                .flatMap(chunk -> resolve(
                        chunk.stream()
                                .collect(Collectors.toMap(
                                        userQuota -> userQuota.user().id(),
                                        Function.identity(),
                                        (one, other) -> one,
                                        LinkedHashMap::new)),
                        now)
                        .values()
                        .stream())
                .onClose(all::close);
    }

    /** The same as {@link #of}, with their usage locked. */
    Map<UserId, ResolvedProfile> locked(Tx tx, Collection<UserId> users, Instant now) {
        return resolve(ports.usage().lockUserQuotas(tx, users), now);
    }

    private Map<UserId, ResolvedProfile> resolve(Map<UserId, UserQuota> userQuotas, Instant now) {
        Map<UserId, Map<String, Candidate>> extra = extra(userQuotas.values());
        Map<UserId, ResolvedProfile> resolved = new LinkedHashMap<>();
        userQuotas.forEach((user, userQuota) -> resolved.put(
                user, new ResolvedProfile(userQuota, resolve(userQuota, extra.getOrDefault(user, Map.of()), now))));
        return resolved;
    }

    private Resolution resolve(UserQuota userQuota, Map<String, Candidate> extra, Instant now) {
        Map<String, Candidate> byLevel = new HashMap<>(extra);
        userQuota.candidates().forEach(candidate -> byLevel.put(candidate.level(), candidate));
        return Resolution.of(settings.levelNames(), byLevel, calendar, now);
    }

    private Map<UserId, Map<String, Candidate>> extra(Collection<UserQuota> userQuotas) {
        if (added.isEmpty()) {
            return Map.of();
        }
        Map<UserId, List<Holder>> holders = userQuotas.stream()
                .collect(Collectors.toMap(
                        s -> s.user().id(),
                        s -> added.stream()
                                .flatMap(level -> level.holder(s.user()).stream())
                                .toList()));
        Map<Holder, Candidate> found = ports.usage()
                .assigned(holders.values().stream().flatMap(List::stream).collect(Collectors.toSet()));
        Map<UserId, List<Candidate>> candidates = new HashMap<>();
        holders.forEach((user, mine) -> candidates.put(
                user, mine.stream().map(found::get).filter(Objects::nonNull).toList()));
        Map<FirstUse, Instant> firstUses = firstUses(candidates);
        Map<UserId, Map<String, Candidate>> byUser = new HashMap<>();
        candidates.forEach((user, mine) -> byUser.put(
                user,
                mine.stream()
                        .map(candidate -> candidate.firstUsed(firstUses.get(firstUse(user, candidate))))
                        .collect(Collectors.toMap(Candidate::level, Function.identity()))));
        return byUser;
    }

    /** Asked only where a validity begins with it. */
    private Map<FirstUse, Instant> firstUses(Map<UserId, List<Candidate>> candidates) {
        Set<FirstUse> wanted = new HashSet<>();
        candidates.forEach((user, mine) -> mine.stream()
                .filter(candidate -> candidate.profile().validity().start() == Validity.Start.FIRST_USE)
                .forEach(candidate -> wanted.add(firstUse(user, candidate))));
        return wanted.isEmpty() ? Map.of() : ports.usage().firstUses(wanted);
    }

    private static FirstUse firstUse(UserId user, Candidate candidate) {
        return new FirstUse(user, candidate.assignment().id());
    }

    /** What a user may use at {@code now}. */
    Allowance allowance(ResolvedProfile user, Instant now) {
        Candidate effective = user.resolution().effective();
        return AllowanceRules.answer(
                user.userQuota(),
                user.resolution(),
                counters(user, open(now).keys()),
                effective == null
                        ? null
                        : profile(effective.profile().limitPolicy().throttleTo()),
                open(now),
                now);
    }

    /** The windows of the present, which are the same for all users and nearly all day. */
    private OpenWindows open(Instant now) {
        OpenWindows open = last;
        if (open == null || !open.covers(now)) {
            open = OpenWindows.of(calendar, now);
            last = open;
        }
        return open;
    }

    private WindowKeys keys(Instant at, Instant now) {
        OpenWindows open = open(now);
        return open.covers(at) ? open.keys() : calendar.keys(at);
    }

    /** The windows that an event is charged to. */
    Charge charge(UsageEvent event, ResolvedProfile user, Instant now) {
        Candidate effective = user.resolution().effective();
        return new Charge(
                event,
                keys(event.at(), now).withCycle(effective == null ? null : cycle(effective, event.at())),
                effective == null ? null : effective.assignment());
    }

    /** What is to be noted if the event is a first use that a validity begins with. */
    static Optional<FirstUse> firstUse(UsageEvent event, ResolvedProfile user) {
        Candidate effective = user.resolution().effective();
        return effective == null
                        || effective.profile().validity().start() != Validity.Start.FIRST_USE
                        || event.at().isBefore(effective.assignment().since())
                ? Optional.empty()
                : Optional.of(firstUse(event.user(), effective));
    }

    /** The start of the cycle that an instant is charged to; null if it was before or between all of them. */
    @Nullable
    Instant cycle(Candidate effective, Instant at) {
        Instant since = effective.assignment().since();
        Validity validity = effective.profile().validity();
        if (validity.start() == Validity.Start.FIRST_USE) {
            return at.isBefore(since) ? null : since;
        }
        return calendar.cycle(validity, since, at)
                .filter(span -> span.contains(at))
                .map(WindowCalendar.Span::start)
                .orElse(null);
    }

    /** What has been used in the windows that are open at {@code now}, under the profile that serves. */
    PerWindow<Traffic> counters(ResolvedProfile user, WindowKeys keys) {
        Usage usage = user.userQuota().usage();
        return CounterRules.current(
                usage,
                keys,
                user.resolution(),
                settings.onChange(),
                settings.onChange() == CounterPolicy.PRORATE && user.moved() && usage != null
                        ? profile(usage.profile())
                        : null);
    }

    /** The profile with this id, if there is one. */
    @Nullable
    Profile profile(@Nullable ProfileId id) {
        return id == null ? null : ports.profiles().byId(List.of(id)).get(id);
    }
}
