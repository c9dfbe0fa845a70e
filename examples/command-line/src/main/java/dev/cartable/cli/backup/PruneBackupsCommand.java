package dev.cartable.cli.backup;

import dev.cartable.backup.PruneBackups;
import dev.cartable.backup.PruneReport;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.PruneDecision;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.BackupOptions;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code backup prune}: deletes the backups that no rule keeps. */
@picocli.CommandLine.Command(name = "prune")
final class PruneBackupsCommand extends Command {
    @Option(names = "--keep-last", paramLabel = "N")
    private @Nullable Integer last;

    @Option(names = "--keep-daily", paramLabel = "N")
    private @Nullable Integer daily;

    @Option(names = "--keep-weekly", paramLabel = "N")
    private @Nullable Integer weekly;

    @Option(names = "--keep-monthly", paramLabel = "N")
    private @Nullable Integer monthly;

    @Option(names = "--keep-yearly", paramLabel = "N")
    private @Nullable Integer yearly;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Override
    protected Exit run(Frame frame) {
        KeepPolicy policy = policy(frame);
        try (BackupHost host = BackupHost.withoutDatabase(frame)) {
            PruneBackups prune = host.backups().prune();
            PruneReport plan = prune.plan(policy);
            PruneReport report = dryRun ? plan : prune.apply(plan);
            frame.report().field("policy", policy).field("dryRun", dryRun);
            frame.report().say(dryRun ? "backup.prune.planned" : "backup.pruned", Map.of("policy", policy));
            add(frame, "decisions", report.decisions());
            if (host.hasOffsite()) {
                add(frame, "copyDecisions", report.copies());
            }
            frame.report().counts(report.counts());
            FindingRows.add(frame, report.findings());
            return report.findings().isEmpty() ? Exit.DONE : Exit.FINDING;
        }
    }

    private static void add(Frame frame, String name, List<PruneDecision> decisions) {
        Rows rows = frame.report().allRows(name);
        for (PruneDecision decision : decisions) {
            rows.add(Row.of("file", decision.file())
                    .and("createdAt", decision.createdAt())
                    .and("bytes", decision.bytes())
                    .and("kept", decision.isKept())
                    .and("reasons", decision.reasons().stream().map(Enum::name).toList())
                    .and(
                            "why",
                            decision.reasons().stream()
                                    .map(reason -> frame.words().text("prune." + reason))
                                    .collect(Collectors.joining(", "))));
        }
    }

    /** The rules given here, or else those of the settings. */
    private KeepPolicy policy(Frame frame) {
        if (last == null && daily == null && weekly == null && monthly == null && yearly == null) {
            return BackupOptions.keep(frame);
        }
        try {
            return new KeepPolicy(given(last), given(daily), given(weekly), given(monthly), given(yearly));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(frame.words().text("error.backup-keep"));
        }
    }

    private static int given(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
