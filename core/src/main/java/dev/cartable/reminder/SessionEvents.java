package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Enclosures.CalendarEvent;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.work.internal.Sha256;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Study sessions as events for a pupil's calendar. An event keeps its id, and its sequence grows with each change that was sent. */
final class SessionEvents {
    /** The state of a session that does not take place. */
    static final String CANCELLED = "cancelled";

    private static final List<Kind> KINDS =
            List.of(ReminderKinds.SESSION, ReminderKinds.EVE, ReminderKinds.SESSION_CHANGE);

    private static final int HEX = 16;
    private static final long VERSION_8 = 0x8000L;

    private final ReminderStore ledger;
    private final ReminderSettings settings;
    private final ZoneId zone;

    SessionEvents(ReminderStore ledger, ReminderSettings settings, ZoneId zone) {
        this.ledger = requireNonNull(ledger, "ledger");
        this.settings = requireNonNull(settings, "settings");
        this.zone = requireNonNull(zone, "zone");
    }

    /** A session that takes place, for a message about it. */
    CalendarEvent of(StudySession session, Notice notice) {
        String link = settings.link("sessions", session.id());
        return new CalendarEvent(
                uid(session.pupil(), session.id()),
                sequence(session.pupil(), session.id(), session.startsAt().toString()),
                notice.queuedAt(),
                session.startsAt().atZone(zone),
                Duration.ofMinutes(session.minutes()),
                session.topic(),
                session.goal(),
                link.isEmpty() ? null : URI.create(link),
                false);
    }

    /**
     * A session that does not take place.
     *
     * @param start as the pupil knows it
     * @param topic empty if it is not known any more
     */
    CalendarEvent cancelled(PupilId pupil, String id, LocalDateTime start, String topic, Notice notice) {
        return new CalendarEvent(
                uid(pupil, id),
                sequence(pupil, id, CANCELLED),
                notice.queuedAt(),
                start.atZone(zone),
                Duration.ofMinutes(1),
                topic,
                null,
                null,
                true);
    }

    /** The messages about these sessions that may have arrived, by session, the oldest first. */
    Map<String, List<ReminderEntry>> sent(Collection<String> ids) {
        Map<String, List<ReminderEntry>> sent = new HashMap<>();
        for (Kind kind : KINDS) {
            Set<Subject> subjects =
                    ids.stream().map(id -> ReminderPlanner.subject(kind, id)).collect(Collectors.toSet());
            ledger.about(kind, subjects, null).stream()
                    .filter(ReminderEntry::mayHaveArrived)
                    .forEach(entry -> sent.computeIfAbsent(entry.subject().id(), id -> new ArrayList<>())
                            .add(entry));
        }
        sent.values().forEach(entries -> entries.sort(Comparator.comparing(ReminderEntry::decidedAt)));
        return sent;
    }

    /** How often the session has changed for the pupil, if it is in this state now. */
    private int sequence(PupilId pupil, String id, String state) {
        String last = null;
        int states = 0;
        for (ReminderEntry entry : sent(List.of(id)).getOrDefault(id, List.of())) {
            if (entry.pupil().equals(pupil) && !state(entry).equals(last)) {
                last = state(entry);
                states++;
            }
        }
        return state.equals(last) ? states - 1 : states;
    }

    /** The state that a message was about: the start, or {@link #CANCELLED}. */
    static String state(ReminderEntry entry) {
        String revision = ReminderNotice.withoutNumber(entry.revision());
        return entry.kind().equals(ReminderKinds.SESSION_CHANGE)
                ? revision.substring(revision.indexOf(':') + 1)
                : revision;
    }

    /** A UUID of version 8 (RFC 9562), derived from whose session it is. */
    private static UUID uid(PupilId pupil, String id) {
        String hex = Sha256.hex(List.of("study session", pupil.value(), id));
        long high = Long.parseUnsignedLong(hex.substring(0, HEX), HEX);
        long low = Long.parseUnsignedLong(hex.substring(HEX, 2 * HEX), HEX);
        return new UUID((high & ~0xF000L) | VERSION_8, (low & ~(3L << 62)) | (1L << 63));
    }
}
