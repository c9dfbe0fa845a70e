package dev.cartable.cli.message;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Words;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.GuardianId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select messages by what is known of them. */
final class MessageFilter {
    @Option(names = "--state", paramLabel = "STATE")
    private @Nullable NoticeState state;

    @Option(names = "--kind", paramLabel = "KIND")
    private @Nullable String kind;

    @Option(names = "--guardian", paramLabel = "ID")
    private @Nullable String guardian;

    @Option(names = "--recipient", paramLabel = "TYPE:ID")
    private @Nullable String recipient;

    @Option(names = "--queued-before", paramLabel = "INSTANT")
    private @Nullable Instant queuedBefore;

    NoticeFilter filter(Words words) {
        String named = kind;
        Kind ofKind = named == null ? null : CommandException.option(words, "--kind", named, () -> Kind.of(named));
        return new NoticeFilter(state, ofKind, recipient(words), queuedBefore);
    }

    private @Nullable Recipient recipient(Words words) {
        String one = guardian;
        String other = recipient;
        if (one != null && other != null) {
            throw CommandException.usage(
                    words.text("error.both", Map.of("first", "--guardian", "second", "--recipient")));
        }
        if (one != null) {
            return CommandException.option(words, "--guardian", one, () -> Recipient.guardian(new GuardianId(one)));
        }
        return other == null
                ? null
                : CommandException.option(words, "--recipient", other, () -> Recipient.parse(other));
    }
}
