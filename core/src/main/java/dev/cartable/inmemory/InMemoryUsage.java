package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UsageChange;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counted use in memory. Safe for use by several threads. */
final class InMemoryUsage implements UsageStore {
    private static final List<Level> LEVELS = List.of(Level.USER, Level.PROMOTION, Level.DEFAULT);

    private final InMemoryUnitOfWork unitOfWork;
    private final Users users;
    private final InMemoryProfiles profiles;
    private final InMemoryTable<UserId, Usage> usages;
    private final InMemoryTable<UserId, NavigableMap<LocalDate, Traffic>> days;
    private final InMemoryTable<UsageEvent.Key, UsageEvent> events;
    private final InMemoryTable<FirstUse, Instant> firstUses;
    private final InMemoryTable<UUID, UsageAdjustment> adjustments;

    /** One row at most. */
    private final InMemoryTable<Boolean, Instant> forgotten;

    /** Nothing has been used yet. All of one unit of work. */
    public InMemoryUsage(InMemoryUnitOfWork unitOfWork, Users users, InMemoryProfiles profiles) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.users = requireNonNull(users, "users");
        this.profiles = requireNonNull(profiles, "profiles");
        this.usages = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.days = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.events = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.firstUses = new InMemoryTable<>(
                unitOfWork, Comparator.comparing(FirstUse::assignment).thenComparing(FirstUse::user));
        this.forgotten = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.adjustments = new InMemoryTable<>(unitOfWork, Comparator.comparing(UUID::toString));
    }

    @Override
    public Map<UserId, UserQuota> userQuotas(Collection<UserId> ids) {
        return unitOfWork.read(() -> {
            Map<UserId, UserQuota> found = new LinkedHashMap<>();
            users.byId(ids).forEach((id, user) -> found.put(id, new UserQuota(user, candidates(user), usages.get(id))));
            return found;
        });
    }

    private List<Candidate> candidates(User user) {
        return LEVELS.stream()
                .flatMap(level -> level.holder(user).stream())
                .flatMap(holder -> candidate(holder, user.id()).stream())
                .toList();
    }

    private Optional<Candidate> candidate(Holder holder, @Nullable UserId user) {
        return profiles.held(holder).map(held -> {
            boolean byUse = held.profile().validity().start() == Validity.Start.FIRST_USE;
            Instant firstUse = user == null || !byUse
                    ? null
                    : firstUses.get(new FirstUse(user, held.assignment().id()));
            return new Candidate(held.assignment(), held.profile(), firstUse);
        });
    }

    @Override
    public Map<Holder, Candidate> assigned(Collection<Holder> holders) {
        return unitOfWork.read(() -> {
            Map<Holder, Candidate> found = new LinkedHashMap<>();
            holders.forEach(holder -> candidate(holder, null).ifPresent(candidate -> found.put(holder, candidate)));
            return found;
        });
    }

    @Override
    public Stream<UserQuota> activeUserQuotas() {
        return userQuotas(usages.all().stream()
                        .filter(Usage::active)
                        .map(Usage::user)
                        .toList())
                .values()
                .stream()
                .sorted(Comparator.comparing(userQuota -> userQuota.user().id()));
    }

    @Override
    public Stream<Usage> all() {
        return usages.all().stream();
    }

    @Override
    public Map<UserId, Usage> lock(Tx tx, Collection<UserId> ids) {
        unitOfWork.own(tx);
        return usages.among(ids);
    }

    @Override
    public Set<UserId> open(Tx tx, Collection<Usage> opened) {
        unitOfWork.own(tx);
        Set<UserId> fresh = new LinkedHashSet<>();
        for (Usage usage : opened) {
            if (usages.putIfAbsent(tx, usage.user(), usage)) {
                fresh.add(usage.user());
            }
        }
        return fresh;
    }

    @Override
    public void put(Tx tx, Collection<Usage> changed) {
        unitOfWork.own(tx);
        changed.forEach(usage -> usages.put(tx, usage.user(), usage));
    }

    @Override
    public Set<UsageEvent.Key> count(Tx tx, Collection<Charge> charges) {
        unitOfWork.own(tx);
        Set<UsageEvent.Key> counted = new LinkedHashSet<>();
        for (Charge charge : charges) {
            UsageEvent event = charge.event();
            if (events.putIfAbsent(tx, event.key(), event)) {
                Usage usage = usages.get(event.user());
                UsageChange change = UsageChange.of(charge);
                usages.put(tx, event.user(), (usage == null ? first(change) : usage).plus(change));
                add(tx, event.user(), charge.keys().date(), change.amount());
                counted.add(event.key());
            }
        }
        return counted;
    }

    @Override
    public void change(Tx tx, Collection<UsageChange> changes) {
        unitOfWork.own(tx);
        changes.stream()
                .collect(Collectors.groupingBy(UsageChange::user, TreeMap::new, Collectors.toList()))
                .forEach((user, ofUser) -> {
                    Usage usage = usages.get(user);
                    UsageChange first = ofUser.get(0);
                    usages.put(tx, user, (usage == null ? first(first) : usage).plus(ofUser));
                    ofUser.stream()
                            .collect(Collectors.groupingBy(
                                    change -> change.keys().date(), TreeMap::new, Collectors.toList()))
                            .forEach((day, onDay) -> add(
                                    tx,
                                    user,
                                    day,
                                    onDay.stream().map(UsageChange::amount).reduce(TrafficSum.ZERO, TrafficSum::plus)));
                });
    }

    /** What a user without usage begins with. */
    private static Usage first(UsageChange change) {
        return Usage.none(change.user(), change.assignment(), change.keys().withCycle(null));
    }

    private void add(Tx tx, UserId user, LocalDate day, TrafficSum amount) {
        NavigableMap<LocalDate, Traffic> before = days.get(user);
        NavigableMap<LocalDate, Traffic> after = before == null ? new TreeMap<>() : new TreeMap<>(before);
        Traffic changed = after.getOrDefault(day, Traffic.NONE).plus(amount);
        if (changed.isNone()) {
            after.remove(day);
        } else {
            after.put(day, changed);
        }
        days.put(tx, user, after);
    }

    @Override
    public void firstUses(Tx tx, Map<FirstUse, Instant> at) {
        unitOfWork.own(tx);
        at.forEach((use, time) -> {
            Instant known = firstUses.get(use);
            if (known == null || time.isBefore(known)) {
                firstUses.put(tx, use, time);
            }
        });
    }

    @Override
    public Map<FirstUse, Instant> firstUses(Collection<FirstUse> uses) {
        return firstUses.among(uses);
    }

    @Override
    public Map<UserId, NavigableMap<LocalDate, Traffic>> days(
            Collection<UserId> wanted, LocalDate first, LocalDate last) {
        Map<UserId, NavigableMap<LocalDate, Traffic>> found = new LinkedHashMap<>();
        for (UserId user : wanted) {
            NavigableMap<LocalDate, Traffic> known = days.get(user);
            if (known != null && !first.isAfter(last)) {
                NavigableMap<LocalDate, Traffic> used = new TreeMap<>(known.subMap(first, true, last, true));
                if (!used.isEmpty()) {
                    found.put(user, used);
                }
            }
        }
        return found;
    }

    @Override
    public Map<UsageEvent.Key, UsageEvent> known(Collection<UsageEvent.Key> wanted) {
        return events.among(Set.copyOf(wanted));
    }

    @Override
    public void adjust(Tx tx, Collection<UsageAdjustment> noted) {
        unitOfWork.own(tx);
        noted.forEach(adjustment -> adjustments.put(tx, adjustment.id(), adjustment));
    }

    @Override
    public Stream<UsageAdjustment> adjustments(UserId user) {
        return adjustments.all().stream()
                .filter(adjustment -> adjustment.user().equals(user))
                .sorted(Comparator.comparing(UsageAdjustment::at));
    }

    @Override
    public long eventsBefore(Instant before) {
        return events.all().stream()
                .filter(event -> event.at().isBefore(before))
                .count();
    }

    @Override
    public Optional<Instant> forgottenBefore() {
        return Optional.ofNullable(forgotten.get(true));
    }

    @Override
    public int forgetEvents(Tx tx, Instant before, int max) {
        unitOfWork.own(tx);
        if (forgottenBefore().filter(known -> !known.isBefore(before)).isEmpty()) {
            forgotten.put(tx, true, before);
        }
        List<UsageEvent> old = events.all().stream()
                .filter(event -> event.at().isBefore(before))
                .limit(max)
                .toList();
        old.forEach(event -> events.remove(tx, event.key()));
        return old.size();
    }

    /**
     * Removes some days before an instant; counts them only, without a transaction.
     *
     * @param isOver whether nothing of a user is proven any more by what was used until an instant
     */
    int forgetDays(@Nullable Tx tx, Instant before, int max, BiPredicate<UserId, Instant> isOver) {
        int removed = 0;
        for (UserId user : days.keys()) {
            NavigableMap<LocalDate, Traffic> left = new TreeMap<>(requireNonNull(days.get(user)));
            for (LocalDate day : List.copyOf(left.keySet())) {
                Instant over = day.plusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant();
                if (over.isBefore(before) && isOver.test(user, over) && removed < max) {
                    left.remove(day);
                    removed++;
                }
            }
            if (tx != null) {
                days.put(tx, user, left);
            }
        }
        return removed;
    }

    boolean hasDaysBefore(UserId user, Instant before) {
        NavigableMap<LocalDate, Traffic> known = days.get(user);
        return known != null
                && known.keySet().stream()
                        .anyMatch(day -> day.plusDays(2)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant()
                                .isBefore(before));
    }

    /** Everybody of whom anything is stored. */
    Set<UserId> known() {
        return unitOfWork.read(() -> {
            Set<UserId> known = new TreeSet<>(usages.keys());
            known.addAll(days.keys());
            events.all().forEach(event -> known.add(event.user()));
            adjustments.all().forEach(adjustment -> known.add(adjustment.user()));
            return known;
        });
    }

    /** All that is stored of a user, and nothing of others. */
    UserLedger ledger(UserId user, UserLedger.Span span, List<Session.DayUsage> sessions) {
        return unitOfWork.read(() -> {
            UserLedger.Builder ledger = UserLedger.of(user, span);
            Usage usage = usages.get(user);
            if (usage != null) {
                ledger.usage(usage);
            }
            adjustments(user).forEach(ledger::adjusted);
            NavigableMap<LocalDate, Traffic> ofUser = days.get(user);
            if (ofUser != null) {
                ofUser.forEach((day, traffic) -> ledger.day(day, TrafficSum.of(traffic)));
            }
            events.all().stream()
                    .filter(event -> event.user().equals(user) && !event.at().isBefore(span.since()))
                    .forEach(event -> ledger.reported(event.at(), TrafficSum.of(event.traffic())));
            sessions.forEach(use -> ledger.reported(use.day(), use.amount()));
            return ledger.build();
        });
    }

    /** Overwrites the records of some days. */
    void putDays(Tx tx, UserId user, Map<LocalDate, Traffic> changed) {
        NavigableMap<LocalDate, Traffic> before = days.get(user);
        NavigableMap<LocalDate, Traffic> after = before == null ? new TreeMap<>() : new TreeMap<>(before);
        changed.forEach((day, traffic) -> {
            if (traffic.isNone()) {
                after.remove(day);
            } else {
                after.put(day, traffic);
            }
        });
        days.put(tx, user, after);
    }
}
