package dev.cartable.cli.trail;

import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditFilter;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code audit list}: the last entries first. */
@picocli.CommandLine.Command(name = "list")
final class ListTrailCommand extends Command {
    @Option(names = "--actor", paramLabel = "NAME")
    private @Nullable String actor;

    @Option(names = "--deed", paramLabel = "DEED")
    private @Nullable String deed;

    @Option(names = "--subject", paramLabel = "TYPE:ID")
    private @Nullable String subject;

    @Option(names = "--since", paramLabel = "INSTANT")
    private @Nullable Instant since;

    @Option(names = "--until", paramLabel = "INSTANT")
    private @Nullable Instant until;

    @Option(names = "--limit", paramLabel = "N")
    private int limit = 100;

    @Override
    protected Exit run(Frame frame) {
        CommandException.atLeast(frame.words(), "--limit", 1, limit);
        AuditFilter filter = new AuditFilter(actor, deed, subject, since, until);
        Rows rows = frame.report().allRows("trail");
        try (Host host = Host.reading(frame)) {
            for (AuditEntry entry : host.cartable().auditTrail().list(filter, Long.MAX_VALUE, limit)) {
                rows.add(frame.isJson() ? row(entry) : words(frame, row(entry), entry));
            }
            frame.report().counts(Map.of("trail", rows.size()));
            if (rows.size() == 0) {
                frame.report().say("trail.none");
            }
            return Exit.DONE;
        }
    }

    private static Row row(AuditEntry entry) {
        return Row.of("number", entry.number())
                .and("at", entry.at())
                .and("deed", entry.deed())
                .and("outcome", entry.outcome())
                .and("subject", entry.subject())
                .and("actor", entry.actor())
                .and("via", entry.via())
                .and("from", entry.from())
                .and("digest", entry.digest())
                .and("numbers", entry.counts())
                .and("hash", entry.hash());
    }

    /** The name of a deed is what {@code --deed} takes, and stays as it is. */
    private static Row words(Frame frame, Row row, AuditEntry entry) {
        return row.and("outcome", word(frame.words(), "trail.outcome.", entry.outcome()))
                .and("via", word(frame.words(), "trail.via.", entry.via()))
                .and("numbers", frame.report().numbers(entry.numbers(), false));
    }

    /** An entry that was changed by hand, or written by a later version, is shown as it stands. */
    private static String word(Words words, String prefix, String value) {
        return words.has(prefix + value) ? words.text(prefix + value) : value;
    }
}
