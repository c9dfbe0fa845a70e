package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.notice.DecideAnswers;
import dev.cartable.notice.DecideAnswers.Decided;
import dev.cartable.notice.DecideAnswers.Problem;
import dev.cartable.notice.DecideAnswers.Refused;
import dev.cartable.notice.DecideAnswers.Result;
import dev.cartable.notice.model.AnswerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** {@code answers accept} and {@code answers reject}. */
abstract class DecideAnswersCommand extends Command {
    @Parameters(paramLabel = "ID", arity = "1..*")
    private List<String> named = List.of();

    /** Decides about one answer. */
    abstract Result decide(DecideAnswers answers, AnswerId id, String actor);

    /** Accepts answers. */
    @picocli.CommandLine.Command(name = "accept")
    static final class Accept extends DecideAnswersCommand {
        @Override
        Result decide(DecideAnswers answers, AnswerId id, String actor) {
            return answers.accept(id, actor);
        }
    }

    /** Rejects answers. */
    @picocli.CommandLine.Command(name = "reject")
    static final class Reject extends DecideAnswersCommand {
        @Override
        Result decide(DecideAnswers answers, AnswerId id, String actor) {
            return answers.reject(id, actor);
        }
    }

    @Override
    protected final Exit run(Frame frame) {
        frame.report().rows("answers");
        frame.report().rows("errors");
        long decided = 0;
        try (Host host = Host.changing(frame)) {
            DecideAnswers answers = host.cartable().notices().answers();
            for (String one : named) {
                Result result = id(one).map(id -> decide(answers, id, frame.actor()))
                        .orElseGet(() -> new Refused(Problem.UNKNOWN_ANSWER));
                if (result instanceof Decided done) {
                    decided++;
                    frame.report().rows("answers").add(ListAnswersCommand.row(frame, done.answer()));
                } else if (result instanceof Refused refused) {
                    String reason = frame.words().text("answers." + refused.problem(), Map.of("answer", one));
                    frame.report().rows("errors").add(Row.error(reason, refused.problem()));
                }
            }
        }
        frame.report().counts(Map.of("input", (long) named.size(), "decided", decided));
        return decided == named.size() ? Exit.DONE : decided == 0 ? Exit.FAILED : Exit.PARTLY;
    }

    private static Optional<AnswerId> id(String text) {
        try {
            return Optional.of(AnswerId.of(text.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
