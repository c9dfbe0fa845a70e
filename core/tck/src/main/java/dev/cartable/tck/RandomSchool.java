package dev.cartable.tck;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.internal.SessionTimeline;
import dev.cartable.quota.internal.UsageIncrement;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A school in which things happen by chance: use, late and repeated, sessions, profiles of all kinds that come and go, resets,
 * repairs, time.
 */
final class RandomSchool {
    /** Has a day of 23 hours in March and one of 25 in October. */
    static final ZoneId ZONE = ZoneId.of("Europe/Paris");

    private static final List<PromotionId> PROMOTIONS =
            List.of(new PromotionId("L1"), new PromotionId("L2"), new PromotionId("L3"));
    private static final List<Validity> VALIDITIES = List.of(
            Validity.unlimited(),
            Validity.days(3),
            Validity.days(30),
            Validity.daysFromFirstUse(2),
            Validity.months(1),
            Validity.term());

    private final Stores stores;
    private final Random random;
    private final Cartable cartable;
    private final RandomSessions sessions;
    private final List<Profile> profiles = new ArrayList<>();
    private final List<User> users = new ArrayList<>();
    private final List<UsageEvent> events = new ArrayList<>();
    private final Map<UsageEvent.Key, UsageEvent> counted = new HashMap<>();
    private Instant now = Instant.parse("2026-10-20T09:30:00Z");
    private boolean huge;

    RandomSchool(Stores stores, long seed) {
        this(stores, seed, QuotaSettings.defaults());
    }

    RandomSchool(Stores stores, long seed, QuotaSettings settings) {
        this.stores = stores;
        this.random = new Random(seed);
        this.cartable = Cartable.builder()
                .stores(stores)
                .zone(ZONE)
                .calendar(RandomSchool::calendar)
                .time(() -> now)
                .quotas(settings)
                .build();
        this.sessions = new RandomSessions(stores, cartable, random);
        stores.unitOfWork()
                .run(tx -> stores.rosterStore()
                        .savePromotions(
                                tx,
                                PROMOTIONS.stream()
                                        .map(id -> new Promotion(id, id.value()))
                                        .toList()));
        for (int i = 0; i < 12; i++) {
            users.add(new User(new UserId("user-" + i), "name " + i, null, null, promotion(), random.nextInt(8) > 0));
        }
        stores.unitOfWork().run(tx -> stores.userStore().save(tx, users));
        for (int i = 0; i < 8; i++) {
            profiles.add(profile(i));
        }
    }

    /** Two terms with holidays between them. */
    private static SchoolCalendar calendar() {
        return SchoolCalendar.of(List.of(
                new CalendarPeriod(
                        CalendarPeriod.Type.TERM, "first", LocalDate.of(2026, 9, 1), LocalDate.of(2026, 10, 31)),
                new CalendarPeriod(
                        CalendarPeriod.Type.TERM, "second", LocalDate.of(2026, 11, 9), LocalDate.of(2026, 12, 18))));
    }

    private PromotionId promotion() {
        return PROMOTIONS.get(random.nextInt(PROMOTIONS.size()));
    }

    private Profile profile(int number) {
        return cartable.quotas().profiles().add("Profile " + (random.nextBoolean() ? "É" : "e") + number, profile -> {
            for (Window window : Window.values()) {
                profile.limits(
                        window,
                        new Profile.Limits(limit(), random.nextInt(4) == 0 ? limit() : Limit.notSet(), Limit.notSet()));
            }
            return profile.limited(random.nextInt(4) > 0)
                    .active(random.nextInt(5) > 0)
                    .validity(VALIDITIES.get(random.nextInt(VALIDITIES.size())));
        });
    }

    private Limit limit() {
        return switch (random.nextInt(6)) {
            case 0 -> Limit.notSet();
            case 1 -> Limit.unlimited();
            case 2 -> Limit.atMost(0);
            default -> Limit.atMost(DataSize.ofBytes(1 + random.nextInt(4_000)));
        };
    }

    /** From now on, what is used is now and then near the end of what can be counted. */
    void hugeUse() {
        huge = true;
    }

    Cartable cartable() {
        return cartable;
    }

    UsageStore usage() {
        return stores.usage();
    }

    Instant now() {
        return now;
    }

    List<User> users() {
        return users;
    }

    List<Profile> profiles() {
        return profiles;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void set(Instant instant) {
        now = instant;
    }

    /** Lets so many things happen. */
    void live(int things) {
        for (int i = 0; i < things; i++) {
            something();
        }
    }

    private void something() {
        switch (random.nextInt(28)) {
            case 0, 1 -> cartable.quotas().assign(holder(), any(profiles).id(), "chance");
            case 2 -> cartable.quotas().unassign(holder(), "chance");
            case 3 ->
                cartable.quotas()
                        .profiles()
                        .change(any(profiles).id(), profile -> profile.active(random.nextInt(4) > 0));
            case 4, 5, 6, 7 -> pass(Duration.ofMinutes(random.nextInt(60 * 30)));
            case 8 -> reset(random.nextInt(3) == 0);
            case 9 -> changePromotion();
            case 10 -> {
                if (!events.isEmpty()) {
                    record(List.of(any(events)));
                }
            }
            case 11, 12, 13, 14, 15, 16, 17 -> sessions.something(users, now);
            case 18 -> cartable.quotas().audit().run(null, "chance", finding -> {});
            case 19 -> cartable.quotas().forgetEvents().run();
            default -> use();
        }
    }

    private void use() {
        List<UsageEvent> batch = new ArrayList<>();
        int size = 1 + random.nextInt(4);
        for (int i = 0; i < size; i++) {
            Duration late = random.nextInt(3) == 0
                    ? Duration.ofMinutes(random.nextInt(60 * 24 * 9))
                    : Duration.ofSeconds(random.nextInt(900) - 240L);
            batch.add(new UsageEvent(
                    new EventId("event-" + (events.size() + i)),
                    any(users).id(),
                    new Traffic(bytes(), bytes()),
                    now.minus(late)));
        }
        events.addAll(batch);
        record(batch);
    }

    private void record(List<UsageEvent> batch) {
        Set<UsageEvent.Key> fresh = cartable.quotas().record(batch).counted();
        batch.stream().filter(event -> fresh.contains(event.key())).forEach(event -> counted.put(event.key(), event));
    }

    /**
     * What every user has used on each day, by all that was ever reported of sessions, worked out from nothing.
     */
    Map<UserId, NavigableMap<LocalDate, Traffic>> days() {
        Map<UserId, NavigableMap<LocalDate, Traffic>> days = new HashMap<>();
        counted.values().forEach(event -> add(days, event.user(), event.at(), event.traffic()));
        sessions.readings().stream()
                .collect(Collectors.groupingBy(SessionReading::key))
                .forEach((key, readings) -> SessionTimeline.of(
                                null, readings, sessions.events(), QuotaSettings.LINE_SPEED)
                        .increments()
                        .forEach(increment -> increment
                                .split(midnights(increment))
                                .forEach(part -> add(days, key.user(), part.from(), part.traffic()))));
        return days;
    }

    private static List<Instant> midnights(UsageIncrement increment) {
        return LocalDate.ofInstant(increment.from(), ZONE)
                .datesUntil(LocalDate.ofInstant(increment.to(), ZONE).plusDays(1))
                .map(day -> day.atStartOfDay(ZONE).toInstant())
                .toList();
    }

    private static void add(
            Map<UserId, NavigableMap<LocalDate, Traffic>> days, UserId user, Instant at, Traffic traffic) {
        if (!traffic.isNone()) {
            days.computeIfAbsent(user, any -> new TreeMap<>())
                    .merge(LocalDate.ofInstant(at, ZONE), traffic, Traffic::plus);
        }
    }

    private long bytes() {
        return huge && random.nextInt(3) == 0 ? Traffic.MAX / (1 + random.nextInt(3)) : random.nextInt(600);
    }

    private void reset(boolean all) {
        EnumSet<Window> windows = EnumSet.of(any(List.of(Window.values())), any(List.of(Window.values())));
        cartable.quotas()
                .reset()
                .run(
                        new ResetUsage.Request(windows, all ? null : any(users).id(), random.nextBoolean(), "chance"),
                        step -> {});
    }

    private void changePromotion() {
        int which = random.nextInt(users.size());
        User before = users.get(which);
        User after = new User(
                before.id(),
                before.userName(),
                before.email(),
                before.language(),
                random.nextInt(4) == 0 ? null : promotion(),
                random.nextInt(8) > 0);
        users.set(which, after);
        stores.unitOfWork().run(tx -> stores.userStore().save(tx, List.of(after)));
    }

    private Holder holder() {
        return switch (random.nextInt(5)) {
            case 0 -> Holder.DEFAULT;
            case 1, 2 -> Holder.of(promotion());
            default -> Holder.of(any(users).id());
        };
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
