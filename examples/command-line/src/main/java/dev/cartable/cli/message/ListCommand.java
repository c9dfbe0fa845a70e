package dev.cartable.cli.message;

import dev.cartable.cli.frame.Answer;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeEntry;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.GuardianId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code messages list}. Ids alone, no addresses. */
@picocli.CommandLine.Command(name = "list")
final class ListCommand extends Command {
    @Option(names = "--state", paramLabel = "STATE")
    private @Nullable NoticeState state;

    @Option(names = "--guardian", paramLabel = "ID")
    private @Nullable String guardian;

    @Option(names = "--limit", paramLabel = "N")
    private int limit = 100;

    @Override
    protected Exit run(Frame frame) {
        CommandException.atLeast(frame.words(), "--limit", 1, limit);
        String named = guardian;
        Recipient recipient = named == null
                ? null
                : CommandException.option(
                        frame.words(), "--guardian", named, () -> Recipient.guardian(new GuardianId(named)));
        Rows rows = frame.report().allRows("messages");
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            try (Stream<NoticeEntry> entries = host.cartable().notices().list(state, recipient)) {
                entries.limit(limit).forEach(entry -> rows.add(row(entry)));
            }
            Map<NoticeState, Long> found = host.cartable().notices().counts();
            Map<String, Long> counts = new LinkedHashMap<>();
            for (NoticeState one : NoticeState.values()) {
                counts.put(one.name().toLowerCase(Locale.ROOT), found.getOrDefault(one, 0L));
            }
            frame.report().counts(counts);
            if (rows.size() == 0) {
                frame.report().say("messages.none");
            }
            return Exit.DONE;
        }
    }

    private static Row row(NoticeEntry entry) {
        Notice notice = entry.notice();
        return Row.of("notice", notice.id())
                .and("kind", notice.kind())
                .and("recipient", notice.recipient())
                .and("channel", notice.channel())
                .and("state", entry.state())
                .and("attempts", entry.attempts())
                .and("reason", Answer.of(entry.reason()))
                .and("queuedAt", notice.queuedAt())
                .and("dueAt", notice.dueAt())
                .and("changedAt", entry.changedAt());
    }
}
