package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Consumption;
import dev.cartable.quota.model.Consumption.Conflict;
import dev.cartable.quota.model.Consumption.Denied;
import dev.cartable.quota.model.Consumption.Granted;
import dev.cartable.quota.model.Consumption.UnknownUser;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowAllowance;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageStore.FirstUse;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.RequestBatcher;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The use case that counts use before it happens, and only if there is headroom for it: check and count are one, so that however
 * many ask at once, on however many nodes, no limit is passed. {@link RecordUsage} is for what has been used already.
 *
 * <p>Where the stores may be used on any thread, those who ask at the same moment are answered in one transaction, in the order
 * in which they came; otherwise each caller's own thread answers in a transaction of its own. A caller inside a transaction of
 * the host is answered in that one. Safe for use by several threads and nodes.
 */
final class ConsumeUsage {
    private static final int MOST_AT_ONCE = 500;

    private final QuotaPorts ports;
    private final QuotaReader reader;
    private final AssignmentSync assignmentSync;
    private final InstantSource time;
    private final boolean anyThread;
    private final RequestBatcher<Wish, Consumption> together = new RequestBatcher<>(this::answer, MOST_AT_ONCE);

    /**
     * The use case.
     *
     * @param anyThread whether one caller's thread may use the stores for others
     */
    ConsumeUsage(
            QuotaPorts ports, QuotaSettings settings, WindowCalendar calendar, InstantSource time, boolean anyThread) {
        this.ports = requireNonNull(ports, "ports");
        this.reader = new QuotaReader(ports, settings, calendar);
        this.assignmentSync = new AssignmentSync(ports.usage(), reader);
        this.time = requireNonNull(time, "time");
        this.anyThread = anyThread;
    }

    private record Wish(EventId event, UserId user, Traffic traffic) {
        Wish {
            requireNonNull(event, "event");
            requireNonNull(user, "user");
            requireNonNull(traffic, "traffic");
        }

        UsageEvent.Key key() {
            return new UsageEvent.Key(user, event);
        }

        /** What follows from what counts under its key; when it was asked before does not matter. */
        Consumption repeating(UsageEvent earlier) {
            return traffic.equals(earlier.traffic()) ? new Granted(event, true) : new Conflict(event, earlier);
        }
    }

    /**
     * Asks to use something now. What is granted is counted; asked again under the same id, it is granted again and counts once.
     * If other bytes were counted for the user under the id, the answer is a {@link Conflict}.
     *
     * <p>There is headroom for it if no limit of the profile that serves, with its grace, is passed by it. A profile that throttles
     * has headroom for everything.
     */
    Consumption consume(UserId user, Traffic traffic, EventId event) {
        Wish wish = new Wish(event, user, traffic);
        return !anyThread || ports.unitOfWork().joins() ? answer(List.of(wish)).get(0) : together.call(wish);
    }

    private List<Consumption> answer(List<Wish> wishes) {
        Instant now = time.instant();
        Set<UserId> users = wishes.stream().map(Wish::user).collect(Collectors.toSet());
        List<Consumption> answers = ports.unitOfWork().call(tx -> {
            Map<UserId, ResolvedProfile> known = reader.locked(tx, users, now);
            return AssignmentSync.isDue(known.values()) ? List.of() : answer(tx, wishes, known, now);
        });
        if (!answers.isEmpty()) {
            return answers;
        }
        // First there has to be a row to lock, of the assignment that serves now.
        assignmentSync.sync(ports.unitOfWork(), reader.of(users, now).values(), now);
        return ports.unitOfWork().call(tx -> answer(tx, wishes, reader.locked(tx, users, now), now));
    }

    /** For users whose usage is locked. */
    private List<Consumption> answer(Tx tx, List<Wish> wishes, Map<UserId, ResolvedProfile> known, Instant now) {
        Tentative tentative = tentative(wishes, known, now);
        if (!tentative.firstUses().isEmpty()) {
            ports.usage().firstUses(tx, tentative.firstUses());
        }
        Set<UsageEvent.Key> counted = tentative.charges().isEmpty()
                ? Set.of()
                : ports.usage().count(tx, tentative.charges().values());
        List<Consumption> answers = tentative.answers();
        Set<UsageEvent.Key> asked = new HashSet<>();
        for (int i = 0; i < wishes.size(); i++) {
            UsageEvent.Key key = wishes.get(i).key();
            if (!(answers.get(i) instanceof UnknownUser) && !counted.contains(key)) {
                asked.add(key);
            }
        }
        if (!asked.isEmpty()) {
            reconsider(tx, wishes, tentative, ports.usage().known(asked), now);
        }
        return answers;
    }

    /**
     * Corrects the answers about what had been counted before. Requests that were denied because it took headroom are decided again.
     */
    private void reconsider(
            Tx tx, List<Wish> wishes, Tentative tentative, Map<UsageEvent.Key, UsageEvent> before, Instant now) {
        List<Consumption> answers = tentative.answers();
        Set<UserId> withMoreRoom = before.keySet().stream()
                .filter(tentative.charges()::containsKey)
                .map(UsageEvent.Key::user)
                .collect(Collectors.toSet());
        List<Integer> again = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            Wish wish = wishes.get(i);
            UsageEvent earlier = before.get(wish.key());
            if (earlier != null) {
                answers.set(i, wish.repeating(earlier));
            } else if (answers.get(i) instanceof Denied && withMoreRoom.contains(wish.user())) {
                again.add(i);
            }
        }
        if (!again.isEmpty()) {
            List<Consumption> second =
                    answer(tx, again.stream().map(wishes::get).toList(), reader.of(withMoreRoom, now), now);
            for (int i = 0; i < again.size(); i++) {
                answers.set(again.get(i), second.get(i));
            }
        }
    }

    /** What follows from the counters, as if no event had been recorded before. */
    private record Tentative(
            List<Consumption> answers, Map<UsageEvent.Key, Charge> charges, Map<FirstUse, Instant> firstUses) {}

    private Tentative tentative(List<Wish> wishes, Map<UserId, ResolvedProfile> known, Instant now) {
        Map<UserId, UserInBatch> byUser = new HashMap<>();
        known.forEach((user, resolved) -> byUser.put(user, new UserInBatch(resolved, reader.allowance(resolved, now))));
        Tentative tentative = new Tentative(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Wish wish : wishes) {
            UserInBatch user = byUser.get(wish.user());
            Charge earlier = tentative.charges().get(wish.key());
            tentative
                    .answers()
                    .add(
                            user == null
                                    ? new UnknownUser(wish.event())
                                    : earlier != null
                                            ? wish.repeating(earlier.event())
                                            : decide(wish, user, tentative, now));
        }
        return tentative;
    }

    private Consumption decide(Wish wish, UserInBatch user, Tentative tentative, Instant now) {
        List<Window> full = user.full(wish.traffic());
        if (!user.allowance.isServed() || !full.isEmpty()) {
            return new Denied(wish.event(), user.allowance, full);
        }
        UsageEvent event = new UsageEvent(wish.event(), wish.user(), wish.traffic(), now);
        tentative.charges().put(wish.key(), reader.charge(event, user.resolved, now));
        QuotaReader.firstUse(event, user.resolved)
                .ifPresent(use -> tentative.firstUses().put(use, now));
        user.use(wish.traffic());
        return new Granted(wish.event(), false);
    }

    /** How a user stands within one batch. */
    private static final class UserInBatch {
        final ResolvedProfile resolved;
        final Allowance allowance;
        private List<WindowAllowance> windows;

        UserInBatch(ResolvedProfile resolved, Allowance allowance) {
            this.resolved = resolved;
            this.allowance = allowance;
            this.windows = allowance.windows();
        }

        /** The windows without headroom; none where the profile throttles instead. */
        List<Window> full(Traffic more) {
            Candidate effective = resolved.resolution().effective();
            if (effective == null || effective.profile().limitPolicy().throttleTo() != null) {
                return List.of();
            }
            int grace = effective.profile().limitPolicy().gracePercent();
            return windows.stream()
                    .filter(window -> !window.hasRoomFor(more, grace))
                    .map(WindowAllowance::window)
                    .toList();
        }

        void use(Traffic more) {
            windows = windows.stream().map(window -> window.plus(more)).toList();
        }
    }
}
