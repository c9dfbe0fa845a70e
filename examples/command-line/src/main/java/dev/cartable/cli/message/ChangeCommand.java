package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.notice.ChangeNotices;
import dev.cartable.notice.ChangeNotices.Selection;
import dev.cartable.notice.ChangeNotices.Step;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code messages retry}, {@code cancel} and {@code release}: by id, or all that meet conditions. */
abstract class ChangeCommand extends Command {
    private final String name;
    private final Function<Notices, ChangeNotices> use;
    private final boolean isFinal;

    @Parameters(paramLabel = "MESSAGE", arity = "0..*")
    private List<String> named = List.of();

    @Mixin
    private MessageFilter filter = new MessageFilter();

    @Option(names = "--all")
    private boolean all;

    @Option(names = "--dry-run")
    private boolean dryRun;

    /** @param isFinal whether what was done cannot be taken back */
    ChangeCommand(String name, Function<Notices, ChangeNotices> use, boolean isFinal) {
        this.name = name;
        this.use = use;
        this.isFinal = isFinal;
    }

    @Override
    protected final Exit run(Frame frame) {
        Selection selection = selection(frame);
        Report report = frame.report();
        report.field("dryRun", dryRun);
        report.rows("messages");
        report.rows("errors");
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            ChangeNotices changing = use.apply(host.cartable().notices());
            checkState(frame, changing, selection);
            if (!dryRun && !agreed(frame, changing, selection)) {
                report.say("not-agreed");
                return Exit.FAILED;
            }
            Consumer<Step> each = step -> add(frame, step);
            ChangeNotices.Counts counts = dryRun ? changing.plan(selection, each) : changing.run(selection, each);
            report.counts(counts);
            if (dryRun) {
                report.afterwards("nothing-written", Map.of());
            } else if (counts.changed() > 0 && !isFinal) {
                report.afterwards("messages.next", Map.of());
            }
            boolean none = counts.changed() == 0 && counts.skipped() > 0;
            return none ? Exit.FAILED : Exit.ofFailures(counts.skipped());
        }
    }

    /** Everything is never meant by saying nothing. */
    private Selection selection(Frame frame) {
        NoticeFilter matching = filter.filter(frame.words());
        boolean conditions = !matching.equals(NoticeFilter.all());
        int ways = (named.isEmpty() ? 0 : 1) + (conditions ? 1 : 0) + (all ? 1 : 0);
        if (ways != 1) {
            throw CommandException.usage(frame.words().text("error.select-messages"));
        }
        return named.isEmpty()
                ? Selection.matching(matching)
                : Selection.ids(named.stream().map(id -> id(frame, id)).toList());
    }

    private static void checkState(Frame frame, ChangeNotices changing, Selection selection) {
        NoticeState state = selection instanceof Selection.Matching matching
                ? matching.filter().state()
                : null;
        if (state != null && !changing.states().contains(state)) {
            throw CommandException.usage(frame.words()
                    .text(
                            "error.choice",
                            Map.of(
                                    "option",
                                    "--state",
                                    "value",
                                    word(state),
                                    "allowed",
                                    changing.states().stream()
                                            .map(ChangeCommand::word)
                                            .collect(Collectors.joining(", ")))));
        }
    }

    private static String word(NoticeState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static NoticeId id(Frame frame, String text) {
        try {
            return new NoticeId(UUID.fromString(text.strip()));
        } catch (IllegalArgumentException e) {
            throw CommandException.failed(
                    "UNKNOWN_MESSAGE", frame.words().text("error.unknown-message", "message", text));
        }
    }

    private boolean agreed(Frame frame, ChangeNotices changing, Selection selection) {
        if (isFinal ? !frame.needsConsent() : !frame.asks()) {
            return true;
        }
        long changed = changing.plan(selection, step -> {}).changed();
        String key = "messages." + name + ".ask";
        Map<String, Long> values = Map.of("changed", changed);
        return changed == 0 || (isFinal ? frame.consents(key, values) : frame.agreed(key, values));
    }

    private static void add(Frame frame, Step step) {
        Notice.Entry entry = step.entry();
        if (step.refusal() == null && entry != null) {
            frame.report().rows("messages").add(MessageRows.row(entry));
        } else {
            String reason = frame.words()
                    .text(
                            "messages.refused." + step.refusal(),
                            Map.of("message", step.notice(), "state", entry == null ? "" : entry.state()));
            frame.report()
                    .rows("errors")
                    .add(Row.error(reason, step.refusal())
                            .and("notice", step.notice().toString()));
        }
    }
}
