package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Answer;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Words;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lines of the ledger of reminders as rows of a list. */
final class ReminderRows {
    private ReminderRows() {}

    /** What a run decides about a candidate for a person. */
    static Row row(Frame frame, ReminderEntry entry) {
        return row(frame, entry, entry.reason());
    }

    /** What was decided, and what became of it. */
    static Row row(Frame frame, ReminderLine line) {
        ReminderEntry entry = line.entry();
        boolean sent = entry.state() == NoticeState.SENT;
        return row(frame, entry, entry.reason() == null && !sent ? line.answer() : entry.reason())
                .and("changedAt", line.changedAt());
    }

    /** The latest decision first; those of one run by kind and person. */
    static List<ReminderLine> sorted(Stream<ReminderLine> lines) {
        return lines.sorted(Comparator.comparing(
                                (ReminderLine line) -> line.entry().day())
                        .thenComparing(line -> line.entry().decidedAt())
                        .reversed()
                        .thenComparing(line -> line.entry().kind().name())
                        .thenComparing(line -> line.entry().pupil())
                        .thenComparing(line -> String.valueOf(line.entry().recipient())))
                .toList();
    }

    private static Row row(Frame frame, ReminderEntry entry, @Nullable String reason) {
        Row row = Row.of("kind", entry.kind().name())
                .and("pupil", entry.pupil())
                .and("subject", entry.subject().id())
                .and("revision", entry.revision())
                .and("slot", entry.slot())
                .and("recipient", entry.recipient())
                .and("channel", entry.channel())
                .and("outcome", entry.outcome())
                .and("state", entry.state())
                .and("reason", Answer.of(reason))
                .and("notice", entry.notice())
                .and("day", entry.day())
                .and("decidedAt", entry.decidedAt());
        return frame.isJson() ? row : withWords(frame.words(), row, entry, reason);
    }

    private static Row withWords(Words words, Row row, ReminderEntry entry, @Nullable String reason) {
        Recipient recipient = entry.recipient();
        Object person = recipient == null ? entry.pupil() : id(recipient);
        String end = entry.state() == null
                ? words.text("outcome." + entry.outcome())
                : words.code(entry.state().name());
        return row.and("date", "")
                .and("what", RuleChoice.text(words, entry.kind()))
                .and("people", person.equals(entry.pupil()) ? List.of(person) : List.of(person, entry.pupil()))
                .and(
                        "end",
                        reason == null
                                ? end
                                : words.text(
                                        "outcome.because", Map.of("outcome", end, "reason", reason(words, reason))));
    }

    /** The id alone: it gets the person's name beside it. */
    private static Object id(Recipient recipient) {
        return switch (recipient.type()) {
            case "guardian" -> new GuardianId(recipient.id());
            case "pupil" -> new PupilId(recipient.id());
            case "user" -> new UserId(recipient.id());
            default -> recipient;
        };
    }

    /** Why there was no reminder, in people's words; a rule's own words stay as they are. */
    static String reason(Words words, String reason) {
        String key = "why." + reason;
        return words.has(key) ? words.text(key) : words.answer(reason);
    }
}
