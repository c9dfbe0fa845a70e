package dev.cartable.spring.web.family;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.notice.model.Kind;
import dev.cartable.reminder.ReadHistory;
import dev.cartable.reminder.RemindPupil;
import dev.cartable.reminder.Reminders;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Viewer;
import dev.cartable.spring.web.AccessPolicy;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.spring.web.internal.Parameters;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.spring.web.internal.SchoolTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What people were reminded of: the latest day first, of the last {@value #DAYS} days unless {@code from} and {@code to} say otherwise. */
@ApiController(docs = FamilyDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/reminders")
final class ReminderController {
    private static final int DAYS = 31;

    private final Reminders reminders;
    private final AccessPolicy policy;
    private final SchoolTime time;

    ReminderController(Reminders reminders, AccessPolicy policy, SchoolTime time) {
        this.reminders = requireNonNull(reminders, "reminders");
        this.policy = requireNonNull(policy, "policy");
        this.time = requireNonNull(time, "time");
    }

    @GetMapping({"", "/"})
    @Requires(Right.SELF)
    Answer list(
            Asker asker,
            PageRequest page,
            @RequestParam(name = "pupil", required = false) @Nullable String pupil,
            @RequestParam(name = "kind", required = false) @Nullable String kind,
            @RequestParam(name = "from", required = false) @Nullable String from,
            @RequestParam(name = "to", required = false) @Nullable String to) {
        LocalDate last = Parameters.day("to", to);
        LocalDate first = Parameters.day("from", from);
        LocalDate end = last == null ? time.today() : last;
        ReminderFilter filter = ReminderFilter.days(first == null ? end.minusDays(DAYS) : first, end);
        if (pupil != null) {
            filter = filter.about(known(asker, pupil));
        }
        if (kind != null) {
            filter = filter.of(Parameters.id(kind, Kind::of)
                    .orElseThrow(() -> ProblemException.of(
                            400,
                            "BAD_PARAMETER",
                            Map.of("parameter", "kind", "value", kind, "expected", "reminder.absence"))));
        }
        return page.answer(
                lines(asker, filter, page).filter(visible(asker)),
                line -> Place.of(line).toString(),
                some -> some.stream().map(ReminderController::row).toList());
    }

    /** Those about one pupil. */
    @GetMapping({"/children/{id}", "/children/{id}/"})
    @Requires(Right.SELF)
    Answer ofChild(
            @PathVariable("id") String id,
            Asker asker,
            PageRequest page,
            @RequestParam(name = "kind", required = false) @Nullable String kind,
            @RequestParam(name = "from", required = false) @Nullable String from,
            @RequestParam(name = "to", required = false) @Nullable String to) {
        return list(asker, page, id, kind, from, to);
    }

    /** What each of the caller's capacities lets them read; a line that two of them show is shown once. */
    private Stream<ReminderLine> lines(Asker asker, ReminderFilter filter, PageRequest page) {
        List<Viewer> viewers = asker.viewers();
        ReadHistory history = reminders.history();
        // An administrator, who comes first, reads all that the others do.
        Stream<ReminderLine> all = viewers.size() == 1 || asker.is(Asker.Role.ADMINISTRATOR)
                ? history.read(viewers.get(0), filter)
                : viewers.stream()
                        .filter(viewer -> filter.pupils() == null || sees(viewer, filter))
                        .flatMap(viewer -> history.read(viewer, filter))
                        .distinct()
                        .sorted(Comparator.comparing(Place::of));
        Place after = page.after() == null ? null : Place.parse(page.after());
        return after == null ? all : all.dropWhile(line -> Place.of(line).compareTo(after) <= 0);
    }

    /** Where a line stands: the latest day first, on a day the latest decision. */
    private record Place(LocalDate day, Instant decidedAt, String key) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(Place::day)
                .thenComparing(Place::decidedAt)
                .thenComparing(Place::key)
                .reversed();

        static Place of(ReminderLine line) {
            ReminderEntry entry = line.entry();
            return new Place(entry.day(), entry.decidedAt(), entry.key().hex());
        }

        static Place parse(String text) {
            String[] parts = text.split(" ", -1);
            try {
                return new Place(LocalDate.parse(parts[0]), Instant.parse(parts[1]), parts[2]);
            } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
                throw PageRequest.badCursor();
            }
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return day + " " + decidedAt + " " + key;
        }
    }

    /** The policy is asked once for each pupil. */
    private Predicate<ReminderLine> visible(Asker asker) {
        Map<PupilId, Boolean> known = new HashMap<>();
        return line -> known.computeIfAbsent(
                line.entry().pupil(),
                pupil -> policy.visiblePupils(asker, Set.of(pupil)).contains(pupil));
    }

    private boolean sees(Viewer viewer, ReminderFilter filter) {
        try (Stream<ReminderLine> lines = reminders.history().read(viewer, filter)) {
            return lines.findFirst().isPresent();
        } catch (CartableException unknown) {
            return false;
        }
    }

    private PupilId known(Asker asker, String id) {
        return Parameters.id(id, PupilId::new)
                .filter(pupil -> policy.visiblePupils(asker, Set.of(pupil)).contains(pupil))
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_PUPIL", "pupil", id));
    }

    private static Row row(ReminderLine line) {
        ReminderEntry entry = line.entry();
        return Row.of("kind", entry.kind().toString())
                .and("pupil", entry.pupil())
                .and("recipient", entry.recipient())
                .and("channel", entry.channel())
                .and("outcome", entry.outcome())
                .and("reason", entry.reason())
                .and("state", entry.state())
                .and("day", entry.day())
                .and("decidedAt", entry.decidedAt())
                .and("notice", entry.notice());
    }

    /** Why people were reminded about a pupil on a day, or were not. */
    @GetMapping({"/why", "/why/"})
    @Requires(Right.EXPLAIN_REMINDERS)
    Answer why(
            Asker asker,
            @RequestParam(name = "pupil", required = false) @Nullable String pupil,
            @RequestParam(name = "day", required = false) @Nullable String day) {
        PupilId known = known(asker, Parameters.required("pupil", pupil));
        LocalDate asked = Parameters.day("day", day);
        Viewer viewer = asker.viewers().stream()
                .filter(each -> each instanceof Viewer.Administrator || each instanceof Viewer.StaffViewer)
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_PUPIL", "pupil", known.value()));
        ReadHistory.Explanation found = reminders.history().why(viewer, known, asked == null ? time.today() : asked);
        return Answer.ok(Row.of("pupil", found.pupil())
                .and("day", found.day())
                .and("enrolled", found.enrolled())
                .and(
                        "lines",
                        found.lines().stream().map(ReminderController::row).toList())
                .and("silent", found.silent()));
    }

    /** A parent's own words to their child; one message for each child and day. */
    @PostMapping({"", "/"})
    @Requires(Right.REMIND_CHILD)
    Answer remind(Asker asker, Body body) {
        String pupil = body.text("pupil", 255);
        String text = body.text("text", 4 * RemindPupil.LONGEST_TEXT);
        body.end();
        GuardianId guardian = asker.guardian();
        if (guardian == null) {
            throw ProblemException.notFound("UNKNOWN_PUPIL", "pupil", pupil);
        }
        RemindPupil.Result result = reminders.remind(guardian, known(asker, pupil), text);
        if (result instanceof RemindPupil.Refused refused) {
            throw refused.problem() == RemindPupil.Problem.NOT_OWN_CHILD
                    ? ProblemException.notFound("UNKNOWN_PUPIL", "pupil", pupil)
                    : ProblemException.of(409, refused.problem().name(), Map.of());
        }
        return Answer.ok(Row.of("notices", ((RemindPupil.Queued) result).notices()));
    }
}
