package dev.cartable.cli.backup;

import dev.cartable.backup.CheckReport;
import dev.cartable.backup.RestoreBackup;
import dev.cartable.backup.RestorePlan;
import dev.cartable.backup.RestoreReport;
import dev.cartable.backup.RestoreRequest;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Scope;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup restore}: puts a backup in the place of the live data. */
@picocli.CommandLine.Command(name = "restore")
final class RestoreBackupCommand extends Command {
    private static final int SHOWN = 20;

    /** The codes of failures that say what to do about the journal of restores, or that it is another process's. */
    private static final Set<String> SAYING_SO = Set.of(
            "RESTORE_UNFINISHED",
            "JOURNAL_DAMAGED",
            "LOCKED",
            "DATABASE_IN_USE",
            "UNSIGNED_BACKUP",
            "RESTORE_PREVENTED");

    @Parameters(paramLabel = "FILE", arity = "0..*")
    private List<String> files = List.of();

    @Option(names = "--latest")
    private boolean latest;

    @Option(names = "--file", paramLabel = "PATTERN")
    private @Nullable String pattern;

    @Option(names = "--before", paramLabel = "TIME")
    private @Nullable String before;

    @Option(names = "--only-db")
    private boolean onlyDatabase;

    @Option(names = "--only-media")
    private boolean onlyMedia;

    @Option(names = "--force")
    private boolean force;

    @Option(names = "--unsigned")
    private boolean unsigned;

    @Override
    protected Exit run(Frame frame) {
        if (onlyDatabase && onlyMedia) {
            throw CommandException.usage(frame.words().text("error.restore-scope"));
        }
        Scope scope = onlyDatabase ? Scope.DATABASE : onlyMedia ? Scope.MEDIA : Scope.ALL;
        RestoreRequest.Choice choice = choice(frame);
        try (BackupHost host = scope.hasDatabase() ? BackupHost.restoring(frame) : BackupHost.withoutDatabase(frame)) {
            RestoreRequest request = new RestoreRequest(bring(frame, host, choice, scope), scope, unsigned);
            RestoreBackup restore = host.backups().restore();
            RestorePlan plan =
                    frame.withAmounts("backup.verify.bar", bar -> restore.plan(request, Steps.shown(frame, bar)));
            show(frame, plan);
            boolean isPossible = plan.obstacles(RestorePlan.Obstacle.Kind.PREVENTS)
                            .isEmpty()
                    && plan.obstacles(RestorePlan.Obstacle.Kind.UNSIGNED).isEmpty()
                    && (force || plan.obstacles(RestorePlan.Obstacle.Kind.FORCE).isEmpty());
            if (isPossible && !frame.consents("backup.restore.ask", Map.of())) {
                frame.report().say("backup.restore.no", Map.of());
                return Exit.DONE;
            }
            RestoreReport report = frame.withAmounts("backup.restore.bar", bar -> {
                try {
                    return restore.apply(plan, force, Steps.shown(frame, bar));
                } catch (RuntimeException e) {
                    tellLeft(frame, host, e);
                    throw e;
                }
            });
            frame.report()
                    .field("restore", report.id())
                    .field(
                            "safetyCopy",
                            Path.of(report.safetyFolder())
                                    .resolve(report.safetyCopy().value()))
                    .field("list", report.list())
                    .field("seconds", report.took().toMillis() / 1000.0);
            FindingRows.add(frame, report.findings());
            frame.report().counts(report.counts());
            frame.report()
                    .say(
                            "backup.restored",
                            Map.of(
                                    "file",
                                    String.join(", ", report.files()),
                                    "copy",
                                    Path.of(report.safetyFolder())
                                            .resolve(report.safetyCopy().value()),
                                    "list",
                                    report.list()));
            if (plan.scope().hasDatabase()) {
                frame.report().say("backup.restored.silent", Map.of());
            }
            return Exit.DONE;
        }
    }

    /** After a restore that was undone, what it has prepared in the live database may be left there, such as numbers that are held. */
    private static void tellLeft(Frame frame, BackupHost host, RuntimeException failure) {
        boolean isSaid = failure instanceof BackupException known && SAYING_SO.contains(known.code());
        try {
            if (!isSaid && host.backups().needsRecovery()) {
                frame.report().field("again", true);
                frame.report().warn("backup.restore.left", Map.of());
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Brings what is meant, and is in the second place alone. */
    private RestoreRequest.Choice bring(Frame frame, BackupHost host, RestoreRequest.Choice choice, Scope scope) {
        if (!host.hasOffsite()) {
            return choice;
        }
        if (choice instanceof RestoreRequest.Latest || choice instanceof RestoreRequest.Before) {
            Instant end = choice instanceof RestoreRequest.Before earlier ? earlier.time() : Instant.MAX;
            Optional<BackupName> brought = frame.withAmounts(
                    "backup.fetch.bar", bar -> host.backups().fetchLatest(scope, end, Steps.shown(frame, bar)));
            brought.ifPresent(name -> frame.report().say("backup.restore.brought", Map.of("file", name)));
            return brought.<RestoreRequest.Choice>map(
                            name -> new RestoreRequest.Archives(List.of(Path.of(name.value()))))
                    .orElse(choice);
        }
        for (String one : files) {
            BackupName.parse(one)
                    .filter(name -> host.backups().list().all().stream()
                            .noneMatch(entry -> entry.file().equals(name)))
                    .ifPresent(name -> Copies.fetch(frame, host, name));
        }
        return choice;
    }

    private RestoreRequest.Choice choice(Frame frame) {
        long given = Stream.of(latest, pattern != null, before != null, !files.isEmpty())
                .filter(one -> one)
                .count();
        if (given != 1) {
            throw CommandException.usage(frame.words().text("error.restore-which"));
        }
        if (pattern != null) {
            return new RestoreRequest.Matching(inVaultOrHere(frame, pattern));
        }
        if (before != null) {
            return new RestoreRequest.Before(instant(frame, before));
        }
        return latest
                ? new RestoreRequest.Latest()
                : new RestoreRequest.Archives(
                        files.stream().map(file -> inVaultOrHere(frame, file)).toList());
    }

    /** A name alone is one of the vault; a path is looked for from here. */
    private static Path inVaultOrHere(Frame frame, String given) {
        Path path = Path.of(given);
        return path.getParent() == null ? path : frame.around().path(given);
    }

    private static Instant instant(Frame frame, String given) {
        try {
            if (given.endsWith("Z") || given.indexOf('+') > 0) {
                return java.time.OffsetDateTime.parse(given).toInstant();
            }
            return given.indexOf('T') < 0
                    ? LocalDate.parse(given).atStartOfDay(frame.zone()).toInstant()
                    : LocalDateTime.parse(given).atZone(frame.zone()).toInstant();
        } catch (DateTimeException e) {
            throw CommandException.unfit(frame.words(), "--before", given);
        }
    }

    private void show(Frame frame, RestorePlan plan) {
        Report report = frame.report();
        Rows archives = report.hiddenRows("archives");
        for (RestorePlan.Archive archive : plan.archives()) {
            archives.add(Row.of("file", archive.file())
                    .and("createdAt", archive.manifest().createdAt())
                    .and("sha256", archive.sha256())
                    .and("state", archive.state())
                    .and("signed", archive.isSigned()));
            report.say(
                    "backup.restore.from",
                    Map.of(
                            "file", archive.file(),
                            "createdAt", archive.manifest().createdAt(),
                            "state", archive.state()));
        }
        report.field("scope", plan.scope());
        database(report, plan);
        media(report, plan);
        Rows spaces = report.hiddenRows("space");
        plan.space()
                .forEach(one -> spaces.add(
                        Row.of("path", one.path()).and("needed", one.needed()).and("free", one.free())));
        Rows obstacles = report.hiddenRows("obstacles");
        for (RestorePlan.Obstacle one : plan.obstacles()) {
            String text = frame.words().text("obstacle." + one.code(), one.facts());
            Row row = Row.of("code", one.code()).and("kind", one.kind()).and("reason", text);
            one.facts().forEach(row::and);
            obstacles.add(row);
            report.say("obstacle.kind." + one.kind(), Map.of("reason", text));
        }
    }

    private static void database(Report report, RestorePlan plan) {
        if (!plan.scope().hasDatabase()) {
            report.say("backup.restore.database-stays");
            return;
        }
        report.say("backup.restore.database");
        Rows tables = report.hiddenRows("tables");
        List<CheckReport.Table> differing =
                plan.tables().stream().filter(CheckReport.Table::differs).toList();
        differing.forEach(table -> tables.add(Row.of("table", table.name())
                .and("before", table.before() == CheckReport.Table.ABSENT ? null : table.before())
                .and("now", table.now() == CheckReport.Table.ABSENT ? null : table.now())));
        List<CheckReport.Table> shrinking = plan.shrinking();
        shrinking.stream().limit(SHOWN).forEach(table -> {
            long before = Math.max(table.before(), 0);
            report.say(
                    "backup.restore.rows",
                    Map.of("table", table.name(), "before", before, "now", table.now(), "lost", table.now() - before));
        });
        if (shrinking.size() > SHOWN) {
            report.say("backup.restore.more", Map.of("more", shrinking.size() - SHOWN));
        }
        Rows newest = report.hiddenRows("newest");
        Map<String, List<RestorePlan.Newest>> lost = new LinkedHashMap<>();
        for (RestorePlan.Newest one : plan.newest()) {
            newest.add(Row.of("reference", one.row().reference())
                    .and("id", one.row().id())
                    .and("path", one.row().path())
                    .and("inBackup", one.isInBackup()));
            if (!one.isInBackup()) {
                lost.computeIfAbsent(one.row().reference(), any -> new ArrayList<>())
                        .add(one);
            }
        }
        lost.forEach((reference, rows) -> report.say(
                "backup.restore.newest",
                Map.of(
                        "reference", reference,
                        "id", rows.get(0).row().id(),
                        "path", rows.get(0).row().path())));
    }

    private static void media(Report report, RestorePlan plan) {
        Rows media = report.hiddenRows("media");
        if (!plan.scope().hasMedia()) {
            report.say("backup.restore.media-stays");
        }
        for (RestorePlan.MediaChange one : plan.media()) {
            media.add(Row.of("name", one.name())
                    .and("folder", one.folder())
                    .and("files", one.files())
                    .and("bytes", one.bytes())
                    .and("replaced", one.replaced())
                    .and("changed", one.changed()));
            report.say(
                    "backup.restore.media",
                    Map.of(
                            "folder", one.folder(),
                            "files", one.files(),
                            "replaced", one.replaced(),
                            "changed", one.changed(),
                            "added", one.files() - one.replaced()));
        }
    }
}
