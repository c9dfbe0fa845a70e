package dev.cartable.cli.roster;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.ImportRoster.Counts.Change;
import dev.cartable.school.csv.CsvRoster;
import dev.cartable.work.Brake;
import dev.cartable.work.PlanDigest;
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
    private @Nullable PlanDigest approved;

    @Option(names = "--as-of", paramLabel = "DATE")
    private @Nullable String asOf;

    @Option(names = "--agents", paramLabel = "guardians|any")
    private String agents = "guardians";

    @Option(names = "--max", paramLabel = "N")
    private @Nullable Long max;

    @Override
    protected Exit run(Frame frame) {
        CommandException.atLeast(frame.words(), "--max", 0, max);
        CsvRoster source = RosterFiles.open(frame, place, asOf, agents);
        Brake brake = RosterFiles.brake(max);
        Report report = frame.report();
        report.field("dryRun", dryRun);
        if (dryRun) {
            try (Host host = Host.planning(frame)) {
                ImportRoster.Report would = host.cartable()
                        .rosters()
                        .importRoster()
                        .plan(source, brake)
                        .report();
                show(report, source.name(), would);
                report.afterwards("plan.nothing-written", Map.of("digest", would.digest()));
                return would.errorCount() > 0 ? Exit.PARTLY : Exit.DONE;
            }
        }
        if (Host.isMissing(frame)) {
            RosterFiles.proveReadable(source);
        }
        try (Host host = Host.writing(frame)) {
            ImportRoster importRoster = host.cartable().rosters().importRoster();
            ImportRoster.Report done =
                    approved == null ? importRoster.run(source, brake) : importRoster.apply(source, brake, approved);
            show(report, source.name(), done);
            return done.errorCount() > 0 ? Exit.PARTLY : Exit.DONE;
        }
    }

    private static void show(Report report, String name, ImportRoster.Report roster) {
        RosterFiles.say(report, name, roster.counts());
        RosterFiles.errors(report, roster.errors(), roster.errorCount());
        report.field("digest", roster.digest().hex());
        report.field("relations", roster.counts());
        report.counts(sums(roster.counts(), roster.errorCount()));
        RosterFiles.leftOut(report, roster.linksLeftOut());
    }

    /** All relations together, under the names that every command uses. */
    private static Map<String, Long> sums(ImportRoster.Counts counts, long failed) {
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
