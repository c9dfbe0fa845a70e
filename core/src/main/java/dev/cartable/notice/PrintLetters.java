package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.NoticePreparer.Prepared;
import dev.cartable.notice.NoticePreparer.Ready;
import dev.cartable.notice.NoticePreparer.Untrue;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.LetterContent;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.LetterRenderer;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.internal.PromotionNames;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Users;
import dev.cartable.work.Counts;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case for people whom no channel has reached: the list of letters of each kind that has {@link Channel#LETTER} among its further
 * channels, which none has by default. A letter waits until a person says that it was printed; whether it arrives is not known. Safe for use by several threads and
 * nodes.
 */
public final class PrintLetters {
    /** The name of a variable that holds the promotion of the pupil whom a notice is about, beside those of templates. */
    public static final String PROMOTION = "promotion_of_pupil";

    /** The name of a variable that holds the lines of the person's postal address. */
    public static final String ADDRESS = "postal_address";

    private static final int PAGE = 200;
    private static final NoticeFilter WAITING =
            NoticeFilter.all().in(NoticeState.QUEUED).by(Channel.LETTER);

    private final UnitOfWork work;
    private final Outbox outbox;
    private final NoticePreparer preparer;
    private final School school;
    private final Supplier<Users> users;
    private final InstantSource clock;

    PrintLetters(
            UnitOfWork work,
            Outbox outbox,
            NoticePreparer preparer,
            School school,
            Supplier<Users> users,
            InstantSource clock) {
        this.work = requireNonNull(work, "work");
        this.outbox = requireNonNull(outbox, "outbox");
        this.preparer = requireNonNull(preparer, "preparer");
        this.school = requireNonNull(school, "school");
        this.users = requireNonNull(users, "users");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * A letter that waits.
     *
     * @param name the person's; empty if the kind has no such variable
     * @param pupil the name of the pupil whom it is about; empty if there is none
     * @param promotion the pupil's; empty if there is none
     * @param address the lines of the person's postal address; empty if it is not known
     * @param subject what it is about, in one line
     */
    public record Letter(
            NoticeId id,
            Kind kind,
            Recipient recipient,
            String name,
            String pupil,
            String promotion,
            List<String> address,
            Instant queuedAt,
            Locale language,
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
    public record Report(long printed, long suppressed) implements Counts {
        Report plus(Report other) {
            return new Report(printed + other.printed, suppressed + other.suppressed);
        }
    }

    /**
     * Which letters are meant.
     *
     * @param kind those of this kind; null for all
     * @param promotions those about pupils of these promotions; empty for all
     */
    public record Selection(@Nullable Kind kind, Set<PromotionId> promotions) {
        public Selection {
            promotions = Set.copyOf(promotions);
        }

        /** All that wait. */
        public static Selection all() {
            return new Selection(null, Set.of());
        }

        private boolean has(Letter letter) {
            return promotions.isEmpty()
                    || promotions.stream().anyMatch(id -> id.value().equals(letter.promotion()));
        }
    }

    /** Gives the letters that wait, are due and are still true, newest first. Writes nothing. */
    public void list(Consumer<? super Letter> letters) {
        list(Selection.all(), letters);
    }

    /**
     * Puts letters that wait, are due and are still true into a file for a printer, by class, pupil and person. Marks nothing: when the
     * file is stored, call {@link #markPrinted(Collection)} with what this returns. After a crash in between, the letters wait still, and
     * the next file has them again, word for word: on paper, twice is better than never.
     *
     * @param sheets takes the letters; the caller finishes it
     * @return the letters in the file, in its order
     * @throws IOException if the file cannot be written
     */
    public List<NoticeId> write(Selection selection, LetterRenderer.Sheets sheets) throws IOException {
        List<Sheet> found = new ArrayList<>();
        PromotionNames promotions = new PromotionNames(users);
        list(selection, letter -> found.add(new Sheet(letter.id(), content(letter, promotions))));
        found.sort(Comparator.comparing(Sheet::content, LetterContent.inOrder(school.language())));
        List<NoticeId> written = new ArrayList<>();
        for (Sheet sheet : found) {
            sheets.add(sheet.content());
            written.add(sheet.id());
        }
        return written;
    }

    private record Sheet(NoticeId id, LetterContent content) {}

    /** What is for a payer who is no guardian goes home with no pupil, whose family would see it. */
    private LetterContent content(Letter letter, PromotionNames promotions) {
        String promotion = letter.promotion().isEmpty() ? "" : promotions.of(new PromotionId(letter.promotion()));
        boolean isHandedOut = !letter.pupil().isEmpty() && !letter.recipient().isPayer();
        return new LetterContent(
                letter.recipient(),
                letter.name(),
                letter.address(),
                isHandedOut ? List.of(new LetterContent.Bearer(letter.pupil(), promotion)) : List.of(),
                LocalDate.ofInstant(letter.queuedAt(), school.zone()),
                letter.language(),
                letter.subject(),
                letter.text(),
                letter.id().toString());
    }

    /** As {@link #list(Consumer)}, those that are meant. */
    public void list(Selection selection, Consumer<? super Letter> letters) {
        Instant now = clock.instant();
        Renderer words = preparer.rendererForBatch();
        try (Stream<Notice.Entry> history = outbox.history(WAITING.of(selection.kind()))) {
            history.map(Notice.Entry::notice)
                    .filter(notice -> !notice.dueAt().isAfter(now))
                    .forEach(notice -> {
                        if (preparer.prepare(notice, words) instanceof Ready ready) {
                            Letter letter = letter(notice, ready);
                            if (selection.has(letter)) {
                                letters.accept(letter);
                            }
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
                values.getOrDefault(ADDRESS, "").lines().toList(),
                notice.queuedAt(),
                notice.language(),
                ready.words().subject(),
                ready.words().text());
    }

    /** Marks letters as printed, those that wait. What is not true by now is marked as well: the paper exists. */
    public Report markPrinted(Collection<NoticeId> letters) {
        return mark(letters.stream().distinct().map(outbox::find).flatMap(Optional::stream), false);
    }

    /**
     * Marks the letters as printed that {@link #list} had at an instant: those that were queued before and due by then, and are still true.
     * Where one may have become true again since, name the letters.
     */
    public Report markPrinted(Instant listedAt) {
        try (Stream<Notice.Entry> history = outbox.history(WAITING.queuedBefore(listedAt))) {
            return mark(history.filter(entry -> !entry.notice().dueAt().isAfter(listedAt)), true);
        }
    }

    private Report mark(Stream<Notice.Entry> entries, boolean checks) {
        work.requireOwn("marking letters as printed");
        Instant now = clock.instant();
        Iterator<Notice> letters = entries.map(Notice.Entry::notice)
                .filter(notice -> notice.channel().equals(Channel.LETTER)
                        && !notice.dueAt().isAfter(now))
                .iterator();
        Report report = new Report(0, 0);
        while (letters.hasNext()) {
            List<Notice> page = new ArrayList<>();
            while (letters.hasNext() && page.size() < PAGE) {
                page.add(letters.next());
            }
            report = report.plus(mark(page, checks, now));
        }
        return report;
    }

    private Report mark(List<Notice> page, boolean checks, Instant now) {
        Set<NoticeId> printed = new LinkedHashSet<>();
        Map<Notice, String> untrue = new LinkedHashMap<>();
        Renderer words = preparer.rendererForBatch();
        for (Notice letter : page) {
            Prepared prepared = checks ? preparer.prepare(letter, words) : null;
            if (prepared instanceof Untrue no) {
                untrue.put(letter, no.reason());
            } else if (prepared == null || prepared instanceof Ready) {
                printed.add(letter.id());
            }
        }
        return work.<Report>call(tx -> {
            int marked = outbox.end(tx, printed, NoticeState.SENT, NoticeReason.PRINTED.name(), now)
                    .size();
            int suppressed = 0;
            for (Map.Entry<Notice, String> one : untrue.entrySet()) {
                suppressed += suppress(tx, one.getKey(), one.getValue(), now) ? 1 : 0;
            }
            return new Report(marked, suppressed);
        });
    }

    private boolean suppress(Tx tx, Notice letter, String reason, Instant now) {
        boolean suppressed = !outbox.end(tx, List.of(letter.id()), NoticeState.SUPPRESSED, reason, now)
                .isEmpty();
        if (suppressed) {
            preparer.type(letter.kind()).ifPresent(type -> type.suppressed(tx, letter, reason, now));
        }
        return suppressed;
    }
}
