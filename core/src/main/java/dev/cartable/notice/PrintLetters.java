package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.NoticePreparer.Prepared;
import dev.cartable.notice.NoticePreparer.Ready;
import dev.cartable.notice.NoticePreparer.Untrue;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.notice.port.Renderer;
import dev.cartable.work.Counts;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The use case for people whom no channel has reached: the list of letters of each kind that has {@link Channel#LETTER} among its further
 * channels, which none has by default. A letter waits until a person says that it was printed; whether it arrives is not known. Safe for use by several threads and
 * nodes.
 */
public final class PrintLetters {
    /** The name of a variable that holds the promotion of the pupil whom a notice is about, beside those of templates. */
    public static final String PROMOTION = "promotion_of_pupil";

    private static final int CHUNK = 200;
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final UnitOfWork work;
    private final Outbox outbox;
    private final NoticePreparer preparer;
    private final InstantSource clock;

    PrintLetters(UnitOfWork work, Outbox outbox, NoticePreparer preparer, InstantSource clock) {
        this.work = requireNonNull(work, "work");
        this.outbox = requireNonNull(outbox, "outbox");
        this.preparer = requireNonNull(preparer, "preparer");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * A letter that waits.
     *
     * @param name the person's; empty if the kind has no such variable
     * @param pupil the name of the pupil whom it is about; empty if there is none
     * @param promotion the pupil's; empty if there is none
     * @param subject what it is about, in one line
     */
    public record Letter(
            NoticeId id,
            Kind kind,
            Recipient recipient,
            String name,
            String pupil,
            String promotion,
            Instant queuedAt,
            String subject,
            String text) {
        /** The ids alone: the words are personal. */
        @Override
        public String toString() {
            return "Letter[" + id + " " + kind + " to " + recipient + "]";
        }
    }

    /**
     * What became of the letters.
     *
     * @param printed marked as printed
     * @param suppressed no longer true
     */
    public record Report(long printed, long suppressed) implements Counts {}

    /** Gives the letters that wait, are due and are still true, newest first. Writes nothing. */
    public void list(Consumer<? super Letter> letters) {
        Instant now = clock.instant();
        Renderer words = preparer.rendererForBatch();
        NoticeFilter waiting = NoticeFilter.all().in(NoticeState.QUEUED).by(Channel.LETTER);
        try (Stream<Notice.Entry> history = outbox.history(waiting)) {
            history.map(Notice.Entry::notice)
                    .filter(notice -> !notice.dueAt().isAfter(now))
                    .forEach(notice -> {
                        if (preparer.prepare(notice, words) instanceof Ready ready) {
                            letters.accept(letter(notice, ready));
                        }
                    });
        }
    }

    private static Letter letter(Notice notice, Ready ready) {
        Map<String, String> values = ready.words().variables();
        return new Letter(
                notice.id(),
                notice.kind(),
                notice.recipient(),
                values.getOrDefault("name", ""),
                values.getOrDefault("pupil", ""),
                values.getOrDefault(PROMOTION, ""),
                notice.queuedAt(),
                ready.words().subject(),
                ready.words().text());
    }

    /** Marks letters as printed, those that wait. What is not true by now is marked as well: the paper exists. */
    public Report markPrinted(Collection<NoticeId> letters) {
        Set<NoticeId> named = Set.copyOf(letters);
        return mark(notice -> named.contains(notice.id()), false);
    }

    /** Marks all letters as printed that wait since before an instant, such as that of {@link #list}, and are still true. */
    public Report markPrinted(Instant queuedBefore) {
        return mark(notice -> notice.queuedAt().isBefore(queuedBefore), true);
    }

    private Report mark(Predicate<Notice> meant, boolean checks) {
        work.requireOwn("marking letters as printed");
        List<Claimed> others = new ArrayList<>();
        Report report = new Report(0, 0);
        Instant now = clock.instant();
        try {
            for (List<Claimed> claimed = claim(now); !claimed.isEmpty(); claimed = claim(now)) {
                List<Claimed> ours = new ArrayList<>();
                for (Claimed one : claimed) {
                    (meant.test(one.notice()) ? ours : others).add(one);
                }
                report = settle(ours, checks, now, others, report);
            }
        } finally {
            work.run(tx ->
                    others.forEach(one -> outbox.putBack(tx, one, one.notice().dueAt(), null, false)));
        }
        return report;
    }

    private List<Claimed> claim(Instant now) {
        return work.call(tx -> outbox.claim(tx, Channel.LETTER, CHUNK, Leases.Holder.thisProcess(), LEASE, now));
    }

    private Report settle(List<Claimed> ours, boolean checks, Instant now, List<Claimed> others, Report before) {
        List<Outcome> outcomes = new ArrayList<>();
        Map<NoticeId, Consumer<Tx>> suppressed = new LinkedHashMap<>();
        Renderer words = preparer.rendererForBatch();
        for (Claimed one : ours) {
            Prepared prepared = checks ? preparer.prepare(one.notice(), words) : null;
            if (prepared instanceof Untrue untrue) {
                outcomes.add(new Outcome(one, NoticeState.SUPPRESSED, untrue.reason(), now));
                suppressed.put(
                        one.notice().id(),
                        tx -> preparer.type(one.notice().kind())
                                .ifPresent(type -> type.suppressed(tx, one.notice(), untrue.reason(), now)));
            } else if (prepared == null || prepared instanceof Ready) {
                outcomes.add(new Outcome(one, NoticeState.SENT, NoticeReason.PRINTED.name(), now));
            } else {
                others.add(one);
            }
        }
        return work.<Report>call(tx -> {
            Set<NoticeId> finished = outbox.finish(tx, outcomes);
            List<Consumer<Tx>> consequences = suppressed.entrySet().stream()
                    .filter(one -> finished.contains(one.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            consequences.forEach(consequence -> consequence.accept(tx));
            long untrue = consequences.size();
            return new Report(before.printed() + finished.size() - untrue, before.suppressed() + untrue);
        });
    }
}
