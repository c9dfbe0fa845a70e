package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.AlertException.Problem;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.School;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The use case that notifies the supervisors of promotions of which alerts fired on a day: one message for a supervisor, promotion
 * and day, however often and on however many nodes it is asked for, and none where nothing fired. Safe for use by several
 * threads and nodes.
 */
public final class SendSummaries {
    private final AlertPorts ports;
    private final NoticeQueue queue;
    private final SummaryLines summaries;
    private final School school;
    private final Addressing addressing;
    private final InstantSource time;

    SendSummaries(AlertPorts ports, NoticeQueue queue, School school, Addressing addressing, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.queue = requireNonNull(queue, "queue");
        this.school = requireNonNull(school, "school");
        this.addressing = requireNonNull(addressing, "addressing");
        this.time = requireNonNull(time, "time");
        this.summaries = new SummaryLines(ports, school);
    }

    /** The last day that is over, in the school's zone. */
    public LocalDate lastDay() {
        return school.today(time.instant()).minusDays(1);
    }

    /**
     * The messages about a day. Writes nothing.
     *
     * @throws AlertException if the day is not over
     */
    public void plan(LocalDate day, Consumer<? super Summary> each) {
        requireOver(day);
        all(day, false, each);
    }

    /**
     * Queues the messages of a day, those that were not queued before.
     *
     * @param each is called with each summary that is new, after its commit
     * @return how many messages were queued
     * @throws AlertException if the day is not over, so that the summary would not have all of it
     * @throws IllegalStateException inside a transaction of the host
     */
    public long run(LocalDate day, Consumer<? super Summary> each) {
        ports.unitOfWork().requireOwn("sending summaries");
        requireOver(day);
        return all(day, true, each);
    }

    private void requireOver(LocalDate day) {
        LocalDate last = lastDay();
        if (day.isAfter(last)) {
            throw new AlertException(Problem.DAY_NOT_OVER, Map.of("day", day.toString(), "last", last.toString()));
        }
    }

    private long all(LocalDate day, boolean writes, Consumer<? super Summary> each) {
        Map<PromotionId, Set<UserId>> supervisors = ports.alerts().supervisors();
        Map<PromotionId, Promotion> promotions = ports.users().promotions(supervisors.keySet());
        long queued = 0;
        for (Map.Entry<PromotionId, Set<UserId>> entry : supervisors.entrySet()) {
            Promotion promotion = promotions.get(entry.getKey());
            if (promotion != null) {
                queued += promotion(promotion, entry.getValue(), day, writes, each);
            }
        }
        return queued;
    }

    private long promotion(
            Promotion promotion,
            Set<UserId> supervisors,
            LocalDate day,
            boolean writes,
            Consumer<? super Summary> each) {
        List<User> active = ports.users().byId(supervisors).values().stream()
                .filter(User::active)
                .toList();
        SummaryLines.OfDay ofDay = active.isEmpty() ? null : summaries.of(promotion.id(), day);
        if (ofDay == null || ofDay.isEmpty()) {
            return 0;
        }
        Addressing forPage = addressing.forPage(active.stream()
                .map(supervisor -> Addressing.Person.of(supervisor, school))
                .toList());
        long queued = 0;
        for (User supervisor : active) {
            List<String> lines = ofDay.in(
                    forPage.language(Recipient.user(supervisor.id()), school.languageOf(supervisor.language())));
            Notice notice = notice(forPage, promotion, supervisor, day);
            Summary summary = new Summary(promotion, supervisor, day, lines, notice != null);
            if (!writes || notice == null) {
                each.accept(summary);
            } else if (!ports.unitOfWork()
                    .<Set<NoticeId>>call(tx -> queue.add(tx, List.of(notice)))
                    .isEmpty()) {
                queued++;
                each.accept(summary);
            }
        }
        return queued;
    }

    private @Nullable Notice notice(Addressing forPage, Promotion promotion, User supervisor, LocalDate day) {
        Notice.Draft draft = Notice.draft(
                        AlertKinds.SUMMARY,
                        new Subject("promotion", promotion.id().value()),
                        time.instant())
                .slot(day.toString())
                .variables(Map.of("day", day.toString()));
        return forPage.of(Addressing.Person.of(supervisor, school), AlertKinds.SUMMARY, Set.of(Channel.EMAIL))
                        instanceof Addressing.Addressed addressed
                ? addressed.notices(draft).get(0)
                : null;
    }

    /** Who supervises which promotions. */
    public Map<PromotionId, Set<UserId>> supervisors() {
        return ports.alerts().supervisors();
    }

    /**
     * Says who supervises a promotion from now on: these users, and nobody else.
     *
     * @throws AlertException if there is no such promotion or user; nothing was written
     */
    public void supervise(PromotionId promotion, Set<UserId> supervisors) {
        if (ports.users().promotions(Set.of(promotion)).isEmpty()) {
            throw new AlertException(Problem.UNKNOWN_PROMOTION, Map.of("promotion", promotion.value()));
        }
        List<UserId> unknown = new ArrayList<>(supervisors);
        unknown.removeAll(ports.users().byId(supervisors).keySet());
        if (!unknown.isEmpty()) {
            throw new AlertException(
                    Problem.UNKNOWN_USER, Map.of("user", unknown.get(0).value()));
        }
        ports.unitOfWork().run(tx -> ports.alerts().supervise(tx, promotion, supervisors));
    }

    /**
     * What a promotion's supervisor is notified of for one day.
     *
     * @param day the day in the school's zone
     * @param lines one for each alert that fired, by user name and time
     * @param queued whether a message brings it; false where there is no address
     */
    public record Summary(Promotion promotion, User supervisor, LocalDate day, List<String> lines, boolean queued) {
        public Summary {
            requireNonNull(promotion, "promotion");
            requireNonNull(supervisor, "supervisor");
            requireNonNull(day, "day");
            lines = List.copyOf(lines);
        }
    }
}
