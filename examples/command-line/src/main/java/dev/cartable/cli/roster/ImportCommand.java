package dev.cartable.cli.roster;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.RosterCounts;
import dev.cartable.school.RosterCounts.Change;
import dev.cartable.school.RosterPlan;
import dev.cartable.school.RosterReport;
import dev.cartable.school.csv.CsvRoster;
import dev.cartable.school.model.RowError;
import dev.cartable.work.Brake;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roster import}. */
@picocli.CommandLine.Command(name = "import")
final class ImportCommand extends Command {
    @Parameters(paramLabel = "DIR")
    private String place = "";

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--plan", paramLabel = "DIGEST")
    private @Nullable String approved;

    @Option(names = "--as-of", paramLabel = "DATE")
    private @Nullable String asOf;

    @Option(names = "--agents", paramLabel = "guardians|any")
    private String agents = "guardians";

    @Option(names = "--max", paramLabel = "N")
    private @Nullable Long max;

    @Override
    protected Exit run(Frame frame) {
        CsvRoster source = RosterFiles.open(frame, place, asOf, agents);
        Brake brake = RosterFiles.brake(max);
        Report report = frame.report();
        report.field("dryRun", dryRun);
        if (dryRun) {
            try (Host host = Host.planning(frame)) {
                RosterPlan plan = host.cartable().importRoster().plan(source, brake);
                tell(report, plan.name(), plan.counts(), plan.digest(), plan.errors(), plan.errorCount());
                RosterFiles.leftOut(report, plan.linksLeftOut());
                report.afterwards("plan.nothing-written", Map.of("digest", plan.digest()));
                return Exit.ofFailures(plan.errorCount());
            }
        }
        if (Host.isMissing(frame)) {
            RosterFiles.proveReadable(source);
        }
        try (Host host = Host.writing(frame)) {
            ImportRoster importRoster = host.cartable().importRoster();
            RosterPlan plan = importRoster.plan(source, brake);
            if (approved != null && !isApproved(plan.digest())) {
                throw CommandException.failed(
                        "PLAN_REFUSED",
                        frame.words()
                                .text("error.plan-refused", Map.of("approved", approved, "digest", plan.digest())));
            }
            RosterReport done = importRoster.apply(plan);
            tell(report, plan.name(), done.counts(), done.digest(), done.errors(), done.errorCount());
            RosterFiles.leftOut(report, done.linksLeftOut());
            return Exit.ofFailures(done.errorCount());
        }
    }

    private boolean isApproved(String digest) {
        return approved != null && approved.length() >= 12 && digest.startsWith(approved);
    }

    private static void tell(
            Report report, String name, RosterCounts counts, String digest, List<RowError> errors, long total) {
        RosterFiles.say(report, name, counts);
        RosterFiles.errors(report, errors, total);
        report.field("digest", digest);
        report.field("relations", RosterFiles.row(counts));
        report.counts(sums(counts, total));
    }

    /** All relations together, under the names that every command uses. */
    private static Map<String, Long> sums(RosterCounts counts, long failed) {
        List<Change> all = List.of(counts.promotions(), counts.pupils(), counts.guardians(), counts.links());
        long created = all.stream().mapToLong(Change::created).sum();
        long changed = all.stream().mapToLong(Change::changed).sum();
        long unchanged = all.stream().mapToLong(Change::unchanged).sum();
        Map<String, Long> sums = new LinkedHashMap<>();
        sums.put("input", created + changed + unchanged + failed);
        sums.put("created", created);
        sums.put("updated", changed);
        sums.put("unchanged", unchanged);
        sums.put("retired", all.stream().mapToLong(Change::retired).sum());
        sums.put("skipped", 0L);
        sums.put("failed", failed);
        return sums;
    }
}
