package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.ReadHistory.Explanation.Silence;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.Entitlements;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Viewer;
import dev.cartable.school.model.Viewer.GuardianViewer;
import dev.cartable.school.model.Viewer.PupilViewer;
import dev.cartable.school.model.Viewer.StaffViewer;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that shows what became of reminders: who got what, when and how it ended, and why there was none. What a viewer may see
 * is what {@link Entitlements} says. Of a pupil whom they may see, pupils and guardians read what went to the pupil or to themselves, and
 * not what went to other guardians or what other guardians wrote. Reads only; safe for use by several threads.
 */
public final class ReadHistory {
    private static final int AT_ONCE = 500;

    private final ReminderParts parts;
    private final ReminderStore store;
    private final Entitlements entitlements;
    private final Map<Kind, ReminderRule<?>> rules = new TreeMap<>(Comparator.comparing(Kind::name));

    ReadHistory(ReminderParts parts, Collection<ReminderRule<?>> rules) {
        this.parts = requireNonNull(parts, "parts");
        this.store = parts.reminderStores().reminders();
        this.entitlements = parts.entitlements();
        rules.forEach(rule -> this.rules.put(rule.kind(), rule));
    }

    /**
     * What a viewer may see of the entries that a filter lets through: the latest day first, read on demand. Close the stream.
     *
     * @throws CartableException of the code UNKNOWN_PUPIL if the filter names a pupil whom the viewer may not see
     */
    public Stream<ReminderLine> read(Viewer viewer, ReminderFilter filter) {
        LocalDate today = today();
        ReminderFilter allowed = filter;
        if (filter.pupils() != null) {
            requireVisible(viewer, filter.pupils(), today);
        } else {
            Optional<Set<PupilId>> own = entitlements.own(viewer, today);
            if (own.isPresent()) {
                allowed = filter.about(own.get());
            }
        }
        Stream<ReminderLine> lines = store.history(allowed);
        if (viewer instanceof StaffViewer && filter.pupils() == null) {
            return Chunks.stream(lines, AT_ONCE)
                    .flatMap(chunk -> visible(viewer, chunk, today))
                    .onClose(lines::close);
        }
        return lines.filter(line -> mayRead(viewer, line));
    }

    private Stream<ReminderLine> visible(Viewer viewer, List<ReminderLine> chunk, LocalDate today) {
        Set<PupilId> pupils = chunk.stream().map(line -> line.entry().pupil()).collect(Collectors.toSet());
        Set<PupilId> visible = entitlements.visible(viewer, pupils, today);
        return chunk.stream().filter(line -> visible.contains(line.entry().pupil()));
    }

    private static boolean mayRead(Viewer viewer, ReminderLine line) {
        ReminderEntry entry = line.entry();
        boolean toPupil = Recipient.pupil(entry.pupil()).equals(entry.recipient());
        if (viewer instanceof GuardianViewer guardian) {
            Recipient self = Recipient.guardian(guardian.id());
            return self.equals(entry.recipient())
                    || (toPupil && (entry.author() == null || self.equals(entry.author())));
        }
        return !(viewer instanceof PupilViewer) || toPupil;
    }

    private void requireVisible(Viewer viewer, Set<PupilId> pupils, LocalDate today) {
        Set<PupilId> visible = entitlements.visible(viewer, pupils, today);
        pupils.stream()
                .filter(pupil -> !visible.contains(pupil))
                .min(Comparator.comparing(PupilId::value))
                .ifPresent(pupil -> {
                    throw new UnknownPupilException(pupil);
                });
    }

    /**
     * Why people were reminded about a pupil on a day, or were not. For staff and administrators.
     *
     * @throws CartableException of the code UNKNOWN_PUPIL if the viewer may not see the pupil, or is a pupil or a guardian
     */
    public Explanation why(Viewer viewer, PupilId pupil, LocalDate day) {
        if (viewer instanceof GuardianViewer || viewer instanceof PupilViewer) {
            throw new UnknownPupilException(pupil);
        }
        requireVisible(viewer, Set.of(pupil), today());
        Pupil enrolled = parts.roster().pupils(Set.of(pupil)).get(pupil);
        List<ReminderLine> lines;
        try (Stream<ReminderLine> all =
                store.history(ReminderFilter.days(day, day).about(pupil))) {
            lines = all.toList();
        }
        Set<Kind> found = lines.stream().map(line -> line.entry().kind()).collect(Collectors.toSet());
        Map<Kind, Silence> silent = new TreeMap<>(Comparator.comparing(Kind::name));
        List<Kind> without =
                rules.keySet().stream().filter(kind -> !found.contains(kind)).toList();
        Set<Kind> asked = store.askedAt(without, day).keySet();
        silent.putAll(
                silences(without.stream().filter(kind -> !asked.contains(kind)).toList(), day));
        asked.forEach(kind -> silent.put(
                kind, isSilentHoliday(requireNonNull(rules.get(kind)), day) ? Silence.HOLIDAY : Silence.NOTHING_FOUND));
        ReminderKinds.RULES.stream()
                .filter(kind -> !rules.containsKey(kind) && !found.contains(kind))
                .forEach(kind -> silent.put(kind, Silence.NO_SOURCE));
        return new Explanation(pupil, day, enrolled != null && enrolled.active(), lines, silent);
    }

    /** Why rules were not asked for a day. */
    private Map<Kind, Silence> silences(List<Kind> kinds, LocalDate day) {
        if (kinds.isEmpty()) {
            return Map.of();
        }
        Map<Kind, Instant> times = parts.lastTimes(
                kinds.stream().map(kind -> requireNonNull(rules.get(kind))).toList());
        Map<Kind, LocalDate> live = store.liveSince(kinds);
        Map<Kind, Silence> silences = new HashMap<>();
        kinds.forEach(kind -> silences.put(kind, silence(times.get(kind), live.get(kind), day)));
        return silences;
    }

    private Silence silence(@Nullable Instant time, @Nullable LocalDate live, LocalDate day) {
        if (time == null) {
            return Silence.OFF;
        }
        if (day.isAfter(parts.school().today(time)) && !day.isBefore(today())) {
            return Silence.NOT_YET;
        }
        return live == null || day.isBefore(live) ? Silence.NOT_LIVE : Silence.NOT_RUN;
    }

    private boolean isSilentHoliday(ReminderRule<?> rule, LocalDate day) {
        return !rule.inHolidays() && parts.cachedCalendar().calendar().isHoliday(day);
    }

    private LocalDate today() {
        Instant now = parts.time().instant();
        return parts.school().today(now);
    }

    /**
     * Why people were reminded about a pupil on a day, or were not.
     *
     * @param day the day of the rules' times, in the school's zone
     * @param enrolled whether the pupil is enrolled now
     * @param lines what was decided, the latest first
     * @param silent why there is no line of a kind, for each rule without one
     */
    public record Explanation(
            PupilId pupil, LocalDate day, boolean enrolled, List<ReminderLine> lines, Map<Kind, Silence> silent) {
        public Explanation {
            requireNonNull(pupil, "pupil");
            requireNonNull(day, "day");
            lines = List.copyOf(lines);
            silent = Collections.unmodifiableMap(new LinkedHashMap<>(silent));
        }

        /** Why a rule has decided nothing about a pupil on a day. The names are stable: programs may rely on them. */
        public enum Silence {
            /** The host gives no data of that sort. */
            NO_SOURCE,
            /** The rule is off. */
            OFF,
            /** The rule's time has not come. */
            NOT_YET,
            /** The rule was run for the first time after that day. */
            NOT_LIVE,
            /** It was a day of the school's holidays, on which the rule is silent. */
            HOLIDAY,
            /** The rule was not run for that day: no task ran, or nothing was due then. */
            NOT_RUN,
            /** The rule has found nothing about the pupil. */
            NOTHING_FOUND
        }
    }
}
