package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.assignment;
import static dev.cartable.tck.SampleQuotas.charge;
import static dev.cartable.tck.SampleQuotas.event;
import static dev.cartable.tck.SampleQuotas.holder;
import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.UserId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What four users use in some weeks, at random, and what has to be stored of it in the end, found by looking at all of it at
 * once. Two of them have usage from the start, and one of these is also charged under another assignment.
 */
record Story(List<Charge> charges, Map<UserId, Usage> opened) {
    private static final int EVENTS = 40;
    private static final int USERS = 4;

    /** Another story for each number. */
    static Story of(Random random, int number) {
        int first = number * USERS;
        List<Assignment> assignments = many(USERS + 1, i -> assignment(first + number + i, holder(first + i)));
        List<Charge> charges = many(EVENTS, i -> {
            int user = random.nextInt(USERS);
            Assignment to = switch (user) {
                case 2 -> null;
                case 3 -> assignments.get(random.nextBoolean() ? 3 : 4);
                default -> assignments.get(user);
            };
            return random(random, number * EVENTS + i, first + user, to);
        });
        Traffic before = new Traffic(3, Traffic.MAX - 100);
        Map<UserId, Usage> opened = Stream.of(0, 3)
                .collect(Collectors.toMap(
                        i -> userId(first + i), i -> SampleQuotas.usage(first + i, assignments.get(i), before)));
        return new Story(charges, opened);
    }

    private static Charge random(Random random, int number, int user, @Nullable Assignment to) {
        Instant at = NOW.plus(Duration.ofHours(random.nextInt(-600, 200)));
        long bytes = random.nextInt(4) == 0 ? 0 : random.nextInt(1_000);
        UsageEvent small = event(number, user, bytes, at);
        UsageEvent event = random.nextInt(20) > 0
                ? small
                : new UsageEvent(small.id(), small.user(), new Traffic(Traffic.MAX - bytes, 1), at);
        Instant cycle =
                to == null || random.nextInt(4) == 0 ? null : NOW.plus(Duration.ofDays(10L * random.nextInt(-2, 2)));
        return charge(event, cycle, to);
    }

    List<UserId> users() {
        return charges.stream().map(charge -> charge.event().user()).distinct().toList();
    }

    /** All of it in some order, some of it several times, one by one, in batches, or all at once. */
    List<List<Charge>> told(Random random, int number) {
        List<Charge> all = new ArrayList<>();
        charges.forEach(charge -> all.addAll(Collections.nCopies(1 + random.nextInt(3), charge)));
        Collections.shuffle(all, random);
        List<List<Charge>> batches = new ArrayList<>();
        int next = 0;
        while (next < all.size()) {
            int size = switch (number % 3) {
                case 0 -> 1;
                case 1 -> 1 + random.nextInt(15);
                default -> all.size();
            };
            int end = Math.min(all.size(), next + size);
            batches.add(all.subList(next, end));
            next = end;
        }
        return batches;
    }

    /** What is stored of a user in the end. */
    Usage usage(UserId user) {
        List<Charge> mine = of(user);
        Usage before = opened.get(user);
        Assignment first = mine.get(0).assignment();
        Usage base = before == null ? Usage.none(user, first, mine.get(0).keys().withCycle(null)) : before;
        List<Charge> cycles = mine.stream()
                .filter(charge -> charge.keys().cycle() != null)
                .filter(charge -> charge.assignment() != null)
                .filter(charge -> Objects.equals(id(charge), base.assignment()))
                .toList();
        return new Usage(
                user,
                base.active(),
                base.assignment(),
                base.profile(),
                PerWindow.of(window -> window == Window.CYCLE
                        ? counter(cycles, window, base.counter(window))
                        : counter(mine, window, before == null ? null : before.counter(window))));
    }

    private static @Nullable UUID id(Charge charge) {
        Assignment to = charge.assignment();
        return to == null ? null : to.id();
    }

    /** The days of a user on which anything was used, and how much. */
    Map<LocalDate, Traffic> days(UserId user) {
        Map<LocalDate, Traffic> days = new TreeMap<>();
        of(user).stream()
                .collect(Collectors.groupingBy(charge -> charge.keys().date()))
                .forEach((day, charges) -> days.put(day, sum(charges, Traffic.NONE)));
        days.values().removeIf(Traffic::isNone);
        return days;
    }

    private List<Charge> of(UserId user) {
        return charges.stream()
                .filter(charge -> charge.event().user().equals(user))
                .toList();
    }

    private static Counter counter(List<Charge> charges, Window window, @Nullable Counter before) {
        Function<Charge, WindowKey> key =
                charge -> Objects.requireNonNull(charge.keys().of(window));
        WindowKey newest = Stream.concat(
                        charges.stream().map(key), Stream.ofNullable(before).map(Counter::key))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<Charge> counted = charges.stream()
                .filter(charge -> key.apply(charge).equals(newest))
                .toList();
        return new Counter(
                newest, sum(counted, before != null && before.key().equals(newest) ? before.traffic() : Traffic.NONE));
    }

    private static Traffic sum(List<Charge> charges, Traffic before) {
        return new Traffic(sum(charges, Traffic::up, before), sum(charges, Traffic::down, before));
    }

    private static long sum(List<Charge> charges, Function<Traffic, Long> bytes, Traffic before) {
        return Stream.concat(
                        Stream.of(before),
                        charges.stream().map(charge -> charge.event().traffic()))
                .map(traffic -> BigInteger.valueOf(bytes.apply(traffic)))
                .reduce(BigInteger.ZERO, BigInteger::add)
                .min(BigInteger.valueOf(Traffic.MAX))
                .longValueExact();
    }
}
