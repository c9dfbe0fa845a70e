package dev.cartable.cli.grade;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.cli.record.DiscardingSink;
import dev.cartable.cli.roster.RosterFiles;
import dev.cartable.school.ImportRecords;
import dev.cartable.school.Records;
import dev.cartable.school.csv.CsvRecords;
import dev.cartable.school.csv.GradeFiles;
import dev.cartable.school.csv.OneRosterGrades;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.port.RecordSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grades import}: grades, subjects, members, appreciations and release times, each file by its header. */
@picocli.CommandLine.Command(name = "import")
final class ImportGradesCommand extends Command {
    @Parameters(paramLabel = "FILE", arity = "1..*")
    private List<String> files = new ArrayList<>();

    @Option(names = "--dry-run")
    private boolean dryRun;

    /** A file, and how it is read and imported. */
    private record Import<T>(RecordSource<T> source, ImportRecords<T> use) {
        ImportRecords.Report run(boolean dryRun) {
            return dryRun ? use.plan(source) : use.run(source);
        }
    }

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.field("dryRun", dryRun);
        ZoneId zone = SchoolOptions.zone(frame);
        Map<String, GradeFiles> kinds = new LinkedHashMap<>();
        files.forEach(file -> kinds.put(file, GradeFiles.of(frame.around().path(file))));
        if (!dryRun && Host.isMissing(frame)) {
            kinds.forEach((file, kind) ->
                    source(frame, file, kind, SchoolCalendar.empty(), zone).read(new DiscardingSink<>()));
        }
        Rows rows = report.allRows("imports");
        report.rows("errors");
        try (Host host = dryRun ? Host.planning(frame) : Host.writing(frame)) {
            Records records = host.cartable().records();
            Map<String, Long> counts = new LinkedHashMap<>();
            List<RowError> errors = new ArrayList<>();
            long errorCount = 0;
            for (Map.Entry<String, GradeFiles> file : kinds.entrySet()) {
                ImportRecords.Report done = importing(frame, records, file.getKey(), file.getValue(), zone)
                        .run(dryRun);
                rows.add(Row.of("name", file.getKey())
                        .and("kind", file.getValue())
                        .and("rows", done.counts().rows())
                        .and("created", done.counts().created())
                        .and("changed", done.counts().changed())
                        .and("unchanged", done.counts().unchanged())
                        .and("failed", done.counts().failed())
                        .and("digest", done.digest().hex()));
                done.counts().values().forEach((name, number) -> counts.merge(name, number, Long::sum));
                errors.addAll(done.errors());
                errorCount += done.errorCount();
            }
            RosterFiles.errors(report, errors, errorCount);
            report.counts(counts);
            if (dryRun) {
                report.afterwards("nothing-written", Map.of());
            }
            return Exit.ofFailures(counts.getOrDefault("failed", 0L));
        }
    }

    private static Import<?> importing(Frame frame, Records records, String file, GradeFiles kind, ZoneId zone) {
        SchoolCalendar calendar = records.calendar();
        Path path = frame.around().path(file);
        return switch (kind) {
            case GRADES -> new Import<>(CsvRecords.grades(path, calendar), records.importGrades());
            case SUBJECTS -> new Import<>(CsvRecords.taughtSubjects(path, calendar), records.importTaughtSubjects());
            case MEMBERS -> new Import<>(CsvRecords.classMembers(path, calendar), records.importClassMembers());
            case APPRECIATIONS -> new Import<>(CsvRecords.appreciations(path, calendar), records.importAppreciations());
            case RELEASES -> new Import<>(CsvRecords.releases(path, calendar, zone), records.importReleases());
            case ONE_ROSTER -> new Import<>(OneRosterGrades.open(folder(path)), records.importGrades());
        };
    }

    private static RecordSource<?> source(
            Frame frame, String file, GradeFiles kind, SchoolCalendar calendar, ZoneId zone) {
        Path path = frame.around().path(file);
        return switch (kind) {
            case GRADES -> CsvRecords.grades(path, calendar);
            case SUBJECTS -> CsvRecords.taughtSubjects(path, calendar);
            case MEMBERS -> CsvRecords.classMembers(path, calendar);
            case APPRECIATIONS -> CsvRecords.appreciations(path, calendar);
            case RELEASES -> CsvRecords.releases(path, calendar, zone);
            case ONE_ROSTER -> OneRosterGrades.open(folder(path));
        };
    }

    /** OneRoster's files lie side by side. */
    private static Path folder(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return Files.isDirectory(path) || parent == null ? path : parent;
    }
}
