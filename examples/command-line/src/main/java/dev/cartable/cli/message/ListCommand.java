package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Rows;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code messages list}. Ids alone, no addresses. */
@picocli.CommandLine.Command(name = "list")
final class ListCommand extends Command {
    @Mixin
    private MessageFilter filter = new MessageFilter();

    @Option(names = "--limit", paramLabel = "N")
    private int limit = 100;

    @Override
    protected Exit run(Frame frame) {
        CommandException.atLeast(frame.words(), "--limit", 1, limit);
        NoticeFilter matching = filter.filter(frame.words());
        Rows rows = frame.report().allRows("messages");
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            try (Stream<Notice.Entry> entries = host.cartable().notices().list(matching)) {
                entries.limit(limit).forEach(entry -> rows.add(MessageRows.row(entry)));
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
}
