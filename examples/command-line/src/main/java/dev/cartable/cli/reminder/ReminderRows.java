package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Answer;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Words;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.model.ReminderEntry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines of the ledger of reminders as rows of a list. */
final class ReminderRows {
    private ReminderRows() {}

    /** What a run decides about a candidate for a person. */
    static Row row(Frame frame, ReminderEntry entry) {
        return row(frame, entry, entry.reason());
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
        Recipient pupil = Recipient.pupil(entry.pupil());
        String end = entry.state() == null
                ? words.text("outcome." + entry.outcome())
                : words.code(entry.state().name());
        return row.and("what", RuleChoice.text(words, entry.kind()))
                .and(
                        "people",
                        recipient == null || recipient.equals(pupil) ? List.of(pupil) : List.of(recipient, pupil))
                .and(
                        "end",
                        reason == null
                                ? end
                                : words.text(
                                        "outcome.because", Map.of("outcome", end, "reason", reason(words, reason))));
    }

    /** Why there was no reminder, in people's words; a rule's own words stay as they are. */
    static String reason(Words words, String reason) {
        String key = "why." + reason;
        return words.has(key) ? words.text(key) : words.answer(reason);
    }
}
