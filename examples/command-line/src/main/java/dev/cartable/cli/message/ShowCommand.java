package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** {@code messages show}: one message by its id. No address. */
@picocli.CommandLine.Command(name = "show")
final class ShowCommand extends Command {
    @Parameters(paramLabel = "MESSAGE")
    private String id = "";

    @Override
    protected Exit run(Frame frame) {
        try (Host host = Host.reading(frame)) {
            Notice.Entry entry = id().flatMap(known -> host.cartable().notices().find(known))
                    .orElseThrow(() -> CommandException.failed(
                            "UNKNOWN_MESSAGE", frame.words().text("error.unknown-message", "message", id)));
            Map<String, @Nullable Object> fields = fields(entry);
            fields.forEach(frame.report()::field);
            fields.put("recipient", frame.report().named(fields.get("recipient")));
            frame.report().say("messages.one", fields);
            if (entry.reason() != null) {
                frame.report().say("messages.reason", fields);
            }
            return Exit.DONE;
        }
    }

    private Optional<NoticeId> id() {
        try {
            return Optional.of(new NoticeId(UUID.fromString(id.strip())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, @Nullable Object> fields(Notice.Entry entry) {
        Map<String, @Nullable Object> fields = MessageRows.fields(entry);
        fields.put("subject", entry.notice().subject());
        fields.put("changedAt", entry.changedAt());
        return fields;
    }
}
