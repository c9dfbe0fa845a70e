package dev.cartable.cli.message;

import dev.cartable.cli.frame.Answer;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.MessageOptions;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.DispatchNotices.Report.Halt;
import dev.cartable.notice.DispatchNotices.Report.Problem;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.SendingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code messages send}. */
@picocli.CommandLine.Command(name = "send")
final class SendCommand extends Command {
    private static final int SHOWN = 10;

    @Option(names = "--retry")
    private boolean retry;

    @Override
    protected Exit run(Frame frame) {
        String mailTo = frame.options().mailTo();
        return mailTo == null ? send(frame) : sendTest(frame, mailTo);
    }

    /** A person who sends by hand may have corrected the settings; a job that runs every minute has not. */
    private Exit send(Frame frame) {
        Report report = frame.report();
        try (Host host = Host.sending(frame)) {
            // A server that is left alone says nothing about a folder.
            boolean files = Host.mailing(frame).smtp().isEmpty();
            if (retry || files || frame.around().questions()) {
                host.cartable().notices().dispatch().resume();
            }
            DispatchNotices.Report sent = host.cartable().notices().dispatch().drain();
            host.cartable().notices().receipts().settle(() -> false);
            Map<String, Long> counts = new LinkedHashMap<>(sent.values());
            Map<NoticeState, Long> left = host.cartable().notices().unfinished();
            counts.put("waiting", left.getOrDefault(NoticeState.QUEUED, 0L));
            report.say(sent.sent() == 0 ? "send.none" : "send.done", Map.of("sent", sent.sent()));
            report.counts(counts);
            problems(report, sent.problems());
            report.field("deferredUntil", sent.deferredUntil());
            if (sent.deferredUntil() != null) {
                report.afterwards(
                        "send.deferred",
                        Map.of("deferred", sent.deferred(), "until", time(frame, sent.deferredUntil())));
            }
            silence(report, sent);
            halts(frame, sent);
            place(frame, sent.sent());
            if (MessageOptions.speak(frame) instanceof SendingMode.Only only) {
                report.afterwards("send.only", Map.of("address", only));
            }
            long held = left.getOrDefault(NoticeState.HELD, 0L);
            if (held > 0) {
                report.afterwards("send.held", Map.of("held", held));
            }
            return exit(sent, held);
        }
    }

    private static void silence(Report report, DispatchNotices.Report sent) {
        DispatchNotices.Silence silence = sent.silence();
        report.field("silence", silence == null ? null : silence.reason());
        if (silence != null) {
            report.afterwards("silence." + silence.reason(), Map.of());
        }
    }

    /** The reason is there already if messages were put back for it. */
    private static void halts(Frame frame, DispatchNotices.Report sent) {
        Report report = frame.report();
        report.hiddenRows("halts");
        for (Halt halt : sent.halts()) {
            boolean known = sent.problems().stream()
                    .anyMatch(problem -> problem.reason().equals(halt.reason()));
            report.hiddenRows("halts")
                    .add(Row.of("channel", halt.channel())
                            .and("reason", halt.reason())
                            .and("until", halt.until()));
            report.afterwards(
                    halt.until() == null ? "send.no-courier" : known ? "send.paused" : "send.paused-because",
                    Map.of(
                            "channel",
                            halt.channel(),
                            "reason",
                            new Answer(halt.reason()),
                            "until",
                            halt.until() == null ? "" : time(frame, halt.until())));
        }
    }

    private static String time(Frame frame, Instant at) {
        return frame.words().time(at);
    }

    /** A channel that is down is more than single messages that failed, and both are more than messages that are held. */
    private static Exit exit(DispatchNotices.Report sent, long held) {
        if (sent.silence() != null) {
            return Exit.HELD;
        }
        if (!sent.halts().isEmpty()) {
            return Exit.DEGRADED;
        }
        if (!sent.isClean()) {
            return Exit.PARTLY;
        }
        return held > 0 ? Exit.HELD : Exit.DONE;
    }

    private static Exit sendTest(Frame frame, String address) {
        Report report = frame.report();
        try (Host host = Host.testing(frame)) {
            CommandException.address(frame.words(), address);
            MessageOptions.requireSpeak(frame, address);
            DispatchNotices.Silence silence =
                    host.cartable().notices().silence().orElse(null);
            if (silence != null) {
                throw CommandException.ended(
                        Exit.HELD, silence.reason().name(), frame.words().text("silence." + silence.reason()));
            }
            DispatchNotices.TestReport done =
                    host.cartable().notices().dispatch().sendTest(address);
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("testMails", done.handed());
            counts.put("failed", done.notHanded());
            counts.put("skipped", done.skipped());
            report.counts(counts);
            problems(report, done.problems());
            report.say("send.test-delivered", Map.of("handed", done.handed(), "address", address));
            place(frame, done.handed());
            if (!done.stopped().isEmpty()) {
                throw CommandException.ended(
                        Exit.DEGRADED, "CHANNEL_DOWN", frame.words().answer(done.stopped()));
            }
            return Exit.ofFailures(done.notHanded());
        }
    }

    /** A notice that is no longer true was left out on purpose; the others are errors. Each reason is printed once. */
    private static void problems(Report report, List<Problem> problems) {
        report.hiddenRows("skips");
        report.hiddenRows("errors");
        problems.stream()
                .limit(SHOWN)
                .forEach(problem -> report.afterwards(
                        "send.problem",
                        Map.of(
                                "notices", problem.notices(),
                                "reason", new Answer(problem.reason()),
                                "notice", problem.notice())));
        for (Problem problem : problems) {
            if (problem.state() == NoticeState.SUPPRESSED) {
                report.hiddenRows("skips")
                        .add(Row.of("guardian", null)
                                .and("reason", problem.state())
                                .and("detail", problem.reason())
                                .and("notice", problem.notice())
                                .and("notices", problem.notices()));
            } else {
                report.hiddenRows("errors")
                        .add(Row.error(problem.reason(), problem.state())
                                .and("notice", problem.notice())
                                .and("notices", problem.notices()));
            }
        }
    }

    private static void place(Frame frame, long written) {
        if (Host.mailing(frame).smtp().isEmpty()) {
            String folder = Host.mailing(frame).folder().toString();
            frame.report().field("outbox", folder);
            if (written > 0) {
                frame.report().afterwards("send.folder", Map.of("folder", folder));
            }
        }
    }
}
