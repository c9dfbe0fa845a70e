package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeAnswer.State;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** {@code answers list}: those that wait for the staff, or all. */
@picocli.CommandLine.Command(name = "list")
final class ListAnswersCommand extends Command {
    @Option(names = "--all")
    private boolean all;

    @Option(names = "--limit", paramLabel = "N")
    private int limit = 100;

    @Override
    protected Exit run(Frame frame) {
        CommandException.atLeast(frame.words(), "--limit", 1, limit);
        Set<State> states = all ? EnumSet.allOf(State.class) : EnumSet.of(State.PENDING);
        Rows rows = frame.report().allRows("answers");
        try (Host host = Host.reading(frame);
                Stream<NoticeAnswer> answers =
                        host.cartable().notices().answers().list(states)) {
            answers.limit(limit).forEach(answer -> rows.add(row(frame, answer)));
            frame.report().counts(Map.of("answers", rows.size()));
            if (rows.size() == 0) {
                frame.report().say("answers.none");
            }
            return Exit.DONE;
        }
    }

    static Row row(Frame frame, NoticeAnswer answer) {
        Row row = Row.of("id", answer.id().toString())
                .and("at", answer.answeredAt())
                .and("type", answer.type())
                .and("kind", answer.kind().name())
                .and("subject", answer.subject().toString())
                .and("pupil", answer.pupil().value())
                .and("recipient", answer.recipient().toString())
                .and("text", answer.text())
                .and("notice", answer.notice().toString())
                .and("state", answer.state())
                .and("decidedAt", answer.decidedAt())
                .and("actor", answer.actor());
        return frame.isJson() ? row : row.and("status", frame.words().text("answers." + answer.state()));
    }
}
