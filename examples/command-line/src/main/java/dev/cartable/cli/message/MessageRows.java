package dev.cartable.cli.message;

import dev.cartable.cli.frame.Answer;
import dev.cartable.cli.frame.Row;
import dev.cartable.notice.model.Notice;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message as people and programs see it: ids alone, no address. */
final class MessageRows {
    private MessageRows() {}

    static Row row(Notice.Entry entry) {
        Map<String, @Nullable Object> fields = fields(entry);
        Row row = Row.of("id", fields.remove("id"));
        fields.forEach(row::and);
        return row;
    }

    /** The fields of a message by their names; {@code endedAt} is null while it may still be sent. */
    static Map<String, @Nullable Object> fields(Notice.Entry entry) {
        Notice notice = entry.notice();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", notice.id().toString());
        fields.put("kind", notice.kind());
        fields.put("recipient", notice.recipient());
        fields.put("channel", notice.channel());
        fields.put("state", entry.state());
        fields.put("attempts", entry.attempts());
        fields.put("reason", Answer.of(entry.reason()));
        fields.put("queuedAt", notice.queuedAt());
        fields.put("dueAt", notice.dueAt());
        fields.put("endedAt", entry.state().isFinal() ? entry.changedAt() : null);
        return fields;
    }
}
