package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.alert.model.Alert.Firing;
import dev.cartable.alert.model.Alert.Type.Measure;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Renderer;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.School;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that looks which alerts fire. Each fires once for a user in a window, however often and on however many nodes it
 * is looked for: the firing and its message are written together, under one key. Of several that a user reaches in one step
 * the user is notified of the highest alone. Safe for use by several threads and nodes.
 */
public final class EvaluateAlerts {
    private static final int CHUNK = 500;

    /**
     * What is so before what is forecast, then the highest percentage, then the highest threshold, then the alert that was made
     * first.
     */
    private static final Comparator<Crossing> HIGHEST = Comparator.<Crossing>comparingInt(
                    crossing -> crossing.alert().type().measure() == Measure.FORECAST ? 0 : 1)
            .thenComparingInt(Crossing::percent)
            .thenComparingInt(crossing -> crossing.alert().threshold())
            .reversed()
            .thenComparing(crossing -> crossing.alert().id());

    private final AlertPorts ports;
    private final NoticeQueue queue;
    private final AlertWords words;
    private final Renderer renderer;
    private final CrossingReader crossingReader;
    private final School school;
    private final Addressing addressing;
    private final InstantSource time;

    EvaluateAlerts(
            AlertPorts ports,
            NoticeQueue queue,
            Renderer renderer,
            WindowCalendar calendar,
            School school,
            Addressing addressing,
            InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.queue = requireNonNull(queue, "queue");
        this.renderer = requireNonNull(renderer, "renderer");
        this.crossingReader = new CrossingReader(ports, calendar);
        this.school = requireNonNull(school, "school");
        this.addressing = requireNonNull(addressing, "addressing");
        this.time = requireNonNull(time, "time");
        this.words = new AlertWords(ports.templates(), school);
    }

    /**
     * A pass in numbers.
     *
     * @param input whose use was looked at
     * @param fired alerts that fired, one for each user, alert and window
     * @param suppressed of those, those without a notice: another alert of the same moment is higher, or the user cannot be
     *     reached
     * @param queued messages that were queued
     */
    public record Counts(long input, long fired, long suppressed, long queued) implements dev.cartable.work.Counts {
        Counts plus(Step step) {
            return new Counts(input, fired + 1, suppressed + (step.notices() == 0 ? 1 : 0), queued + step.notices());
        }

        Counts plusUsers(int more) {
            return new Counts(input + more, fired, suppressed, queued);
        }
    }

    /** What would fire now. Writes nothing. */
    public Counts plan(Consumer<? super Step> each) {
        return pass((alerts, chunk, now) -> decide(alerts, chunk, now).steps(), each);
    }

    /**
     * Fires what is due: writes the firings and queues their messages, chunk by chunk.
     *
     * @param each receives each step after the commit of its chunk
     * @throws IllegalStateException inside a transaction of the host
     */
    public Counts run(Consumer<? super Step> each) {
        ports.unitOfWork().requireOwn("checking alerts");
        return pass(this::fire, each);
    }

    private interface ForChunk {
        List<Step> steps(List<Alert> alerts, List<Allowance> users, Instant now);
    }

    private Counts pass(ForChunk work, Consumer<? super Step> each) {
        Instant now = time.instant();
        Counts counts = new Counts(0, 0, 0, 0);
        List<Alert> alerts = ports.alerts().all().stream().filter(Alert::active).toList();
        try (Stream<Allowance> all = ports.quotas().checkAll()) {
            for (List<Allowance> chunk : (Iterable<List<Allowance>>) () -> Chunks.of(all.iterator(), CHUNK)) {
                counts = counts.plusUsers(chunk.size());
                for (Step step : work.steps(alerts, chunk, now)) {
                    counts = counts.plus(step);
                    each.accept(step);
                }
            }
        }
        return counts;
    }

    private List<Step> fire(List<Alert> alerts, List<Allowance> users, Instant now) {
        Decided decided = decide(alerts, users, now);
        if (decided.firings().isEmpty()) {
            return List.of();
        }
        return ports.unitOfWork().<List<Step>>call(tx -> write(tx, decided));
    }

    /** Only what this node was first to write is notified. */
    private List<Step> write(Tx tx, Decided decided) {
        Set<Crossing.Key> ours = ports.alerts().add(tx, decided.firings());
        List<Notice> notices = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (Step step : decided.steps()) {
            if (ours.contains(step.crossing().key())) {
                steps.add(step);
                notices.addAll(decided.notices().getOrDefault(step.crossing().key(), List.of()));
            }
        }
        queue.add(tx, notices);
        return steps;
    }

    /** What a chunk's users have coming. */
    private record Decided(List<Step> steps, List<Firing> firings, Map<Crossing.Key, List<Notice>> notices) {}

    private Decided decide(List<Alert> alerts, List<Allowance> users, Instant now) {
        Map<UserId, Allowance> allowed = new LinkedHashMap<>();
        users.forEach(allowance -> allowed.put(allowance.user(), allowance));
        Map<UserId, List<Crossing>> crossings = crossingReader.of(alerts, users, now);
        Map<Crossing.Key, Firing> last = last(crossings);
        Decided decided = new Decided(new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        Map<UserId, List<Crossing>> firing = new LinkedHashMap<>();
        crossings.forEach((user, all) -> all.forEach(crossing -> {
            Firing before = last.get(crossing.key());
            boolean fired = before != null && before.isFired();
            if (crossing.reached() && !fired) {
                firing.computeIfAbsent(user, any -> new ArrayList<>()).add(crossing);
            } else if (!crossing.reached() && before != null && fired) {
                decided.firings().add(new Firing(crossing.key(), before.arming() + 1, null, now));
            }
        }));
        Map<UserId, User> known = firing.isEmpty() ? Map.of() : ports.users().byId(firing.keySet());
        Addressing forPage = addressing.forPage(known.values().stream()
                .map(user -> Addressing.Person.of(user, school))
                .toList());
        firing.forEach((user, all) -> {
            User person = known.get(user);
            if (person != null) {
                notify(decided, forPage, person, all, allowed.get(user), last, now);
            }
        });
        return decided;
    }

    /** What fired before, of which most users have nothing at all. */
    private Map<Crossing.Key, Firing> last(Map<UserId, List<Crossing>> crossings) {
        return ports.alerts()
                .last(ports.alerts().everFired(crossings.keySet()).stream()
                        .flatMap(user -> crossings.getOrDefault(user, List.of()).stream())
                        .map(Crossing::key)
                        .toList());
    }

    private void notify(
            Decided decided,
            Addressing forPage,
            User user,
            List<Crossing> crossings,
            @Nullable Allowance allowance,
            Map<Crossing.Key, Firing> last,
            Instant now) {
        if (allowance == null) {
            return;
        }
        Crossing highest = crossings.stream().min(HIGHEST).orElseThrow();
        Locale language = forPage.language(Recipient.user(user.id()), school.languageOf(user.language()));
        for (Crossing crossing : crossings) {
            boolean notified = crossing.equals(highest);
            Map<String, String> facts = words.facts(crossing, allowance, language);
            int arming = Optional.ofNullable(last.get(crossing.key()))
                            .map(Firing::arming)
                            .orElse(0)
                    + 1;
            List<Notice> notices = notified ? notices(forPage, crossing, arming, user, facts, now) : List.of();
            decided.notices().put(crossing.key(), notices);
            decided.firings()
                    .add(new Firing(
                            crossing.key(),
                            arming,
                            notices.isEmpty() ? null : notices.get(0).id(),
                            now));
            decided.steps()
                    .add(new Step(
                            user.id(),
                            crossing,
                            crossing.percent(),
                            message(crossing, user, facts, language),
                            notified,
                            notices.size()));
        }
    }

    private String message(Crossing crossing, User user, Map<String, String> facts, Locale language) {
        Map<String, String> values = AlertWords.named(facts, user);
        String own = words.message(crossing.alert(), language, values);
        return own.isEmpty()
                ? renderer.render(
                                AlertKinds.ALERT,
                                language,
                                Channel.SMS,
                                words.values(values, crossing.alert().type(), own))
                        .text()
                        .strip()
                : own;
    }

    private List<Notice> notices(
            Addressing forPage, Crossing crossing, int arming, User user, Map<String, String> facts, Instant now) {
        Notice.Draft draft = Notice.draft(
                        AlertKinds.ALERT,
                        new Subject("alert", crossing.alert().id().toString()),
                        now)
                .revision(crossing.alert().threshold() + "/" + arming)
                .slot(AlertNotice.slot(crossing))
                .variables(facts);
        return forPage.of(
                                Addressing.Person.of(user, school),
                                AlertKinds.ALERT,
                                crossing.alert().channels())
                        instanceof Addressing.Addressed addressed
                ? addressed.notices(draft)
                : List.of();
    }

    /**
     * An alert that fires, or fired, for a user.
     *
     * @param percent how much is used
     * @param message the words that the user reads
     * @param notified whether the user is notified of this one; false where another of the same moment says more
     * @param notices how many messages are queued for it: one for each channel that reaches the user
     */
    public record Step(UserId user, Crossing crossing, int percent, String message, boolean notified, int notices) {
        public Step {
            requireNonNull(user, "user");
            requireNonNull(crossing, "crossing");
            requireNonNull(message, "message");
        }
    }
}
