package dev.cartable.cli.account;

import dev.cartable.account.AccountPlan;
import dev.cartable.account.GenerateAccounts;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.DryRun;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;
import dev.cartable.cli.roster.RosterFiles;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.csv.CsvRoster;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.work.Brake;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code accounts generate}. */
@picocli.CommandLine.Command(name = "generate")
final class GenerateCommand extends Command {
    @Option(names = "--roster", paramLabel = "DIR")
    private @Nullable String place;

    @Option(names = "--as-of", paramLabel = "DATE")
    private @Nullable String asOf;

    @Option(names = "--agents", paramLabel = "guardians|any")
    private String agents = "guardians";

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--plan", paramLabel = "DIGEST")
    private @Nullable PlanDigest approved;

    @Option(names = "--force")
    private boolean force;

    @Option(names = "--include-chosen")
    private boolean includeChosen;

    @Option(names = "--email-only")
    private boolean emailOnly;

    @Option(names = "--guardian", paramLabel = "ID")
    private List<String> guardians = new ArrayList<>();

    @Option(names = "--promotion", paramLabel = "ID")
    private @Nullable String promotion;

    @Option(names = "--limit", paramLabel = "N")
    private @Nullable Integer limit;

    @Option(names = "--max", paramLabel = "N")
    private @Nullable Long max;

    @Override
    protected Exit run(Frame frame) {
        if (place == null && (asOf != null || !agents.equals("guardians"))) {
            throw CommandException.usage(frame.words().text("error.roster-alone"));
        }
        CommandException.atLeast(frame.words(), "--limit", 1, limit);
        CommandException.atLeast(frame.words(), "--max", 0, max);
        if (!guardians.isEmpty() && promotion != null) {
            throw CommandException.usage(frame.words().text("error.one-of", "options", "--guardian, --promotion"));
        }
        if (includeChosen && !force) {
            throw CommandException.usage(frame.words().text("error.missing", "missing", "--force"));
        }
        GenerationRequest request = request(frame.words());
        boolean test = frame.options().mailTo() != null;
        frame.report().field("dryRun", dryRun || test);
        return dryRun || test ? plan(frame, request) : carryOut(frame, request);
    }

    private GenerationRequest request(Words words) {
        String of = promotion;
        return new GenerationRequest(
                new TreeSet<>(guardians.stream()
                        .map(id -> CommandException.option(words, "--guardian", id, () -> new GuardianId(id)))
                        .toList()),
                of == null ? null : CommandException.option(words, "--promotion", of, () -> new PromotionId(of)),
                limit,
                emailOnly,
                force,
                includeChosen,
                brake());
    }

    private Brake brake() {
        return RosterFiles.brake(max);
    }

    private Exit plan(Frame frame, GenerationRequest request) {
        if (place == null) {
            try (Host host = Host.reading(frame)) {
                return tellPlan(frame, host, request, 0);
            }
        }
        CsvRoster source = RosterFiles.open(frame, place, asOf, agents);
        try (DryRun dry = DryRun.of(frame, source, brake())) {
            RosterFiles.say(frame.report(), source.name(), dry.imported().counts());
            frame.report().field("roster", dry.imported().counts());
            RosterFiles.errors(
                    frame.report(),
                    dry.imported().report().errors(),
                    dry.imported().report().errorCount());
            RosterFiles.leftOut(frame.report(), dry.imported().report().linksLeftOut());
            return tellPlan(frame, dry.host(), request, dry.imported().report().errorCount());
        }
    }

    private Exit tellPlan(Frame frame, Host host, GenerationRequest request, long badRows) {
        Report report = frame.report();
        int unknown = unknownGuardians(frame, host);
        AccountPlan plan = host.cartable().accounts().generate().plan(request);
        requireRoster(frame, plan.counts().input());
        plan.digest().requireApprovedBy(approved);
        StepRows rows = new StepRows(report);
        report.hiddenRows("steps");
        try (Stream<AccountStep> all = plan.steps()) {
            all.forEach(rows::planned);
        }
        Rows duplicates = report.rows("possibleDuplicates");
        plan.possibleDuplicates()
                .forEach(pair -> duplicates.add(Row.of("first", pair.first())
                        .and("second", pair.second())
                        .and("sameName", pair.sameName())));
        report.say("generate.plan");
        report.counts(plan.counts());
        report.field("digest", plan.digest().hex());
        String mailTo = frame.options().mailTo();
        if (mailTo != null) {
            TestDeliveries.ofSteps(frame, host, plan.steps(), mailTo);
        }
        sayExpired(report, plan.counts().expired());
        report.afterwards("plan.nothing-written", Map.of("digest", plan.digest()));
        return exit(frame, plan.counts().input(), unknown, badRows);
    }

    private Exit carryOut(Frame frame, GenerationRequest request) {
        Report report = frame.report();
        CsvRoster source = place == null ? null : RosterFiles.open(frame, place, asOf, agents);
        if (source != null) {
            if (approved != null) {
                refuseAnotherPlan(frame, source, request, approved);
            } else if (Host.isMissing(frame)) {
                RosterFiles.proveReadable(source);
            }
        }
        try (Host host = source == null ? Host.changing(frame) : Host.writing(frame)) {
            long badRows = source == null ? 0 : importRoster(report, host, source);
            int unknown = unknownGuardians(frame, host);
            RunReport<AccountPlan.Counts> done = generate(frame, host, request);
            if (done == null) {
                return Exit.FAILED;
            }
            requireRoster(frame, done.counts().input());
            report.counts(done.counts());
            report.field("digest", done.digest().hex());
            possibleDuplicates(report, host);
            report.afterwards(
                    done.counts().queued() > 0 ? "generate.next" : "generate.nothing-to-send",
                    Map.of("queued", done.counts().queued()));
            sayExpired(report, done.counts().expired());
            if (done.counts().noChannel() > 0) {
                report.afterwards(
                        "generate.letters", Map.of("noChannel", done.counts().noChannel()));
            }
            return exit(
                    frame,
                    done.counts().input(),
                    unknown,
                    badRows + done.counts().failed());
        }
    }

    /** Before anything is written, the import included. */
    private void refuseAnotherPlan(Frame frame, CsvRoster source, GenerationRequest request, PlanDigest approved) {
        try (DryRun dry = DryRun.of(frame, source, brake())) {
            dry.host().cartable().accounts().generate().plan(request).digest().requireApprovedBy(approved);
        }
    }

    private long importRoster(Report report, Host host, CsvRoster source) {
        ImportRoster importRoster = host.cartable().rosters().importRoster();
        ImportRoster.Report done = importRoster.run(source, brake());
        RosterFiles.say(report, source.name(), done.counts());
        report.field("roster", done.counts());
        RosterFiles.errors(report, done.errors(), done.errorCount());
        RosterFiles.leftOut(report, done.linksLeftOut());
        return done.errorCount();
    }

    private @Nullable RunReport<AccountPlan.Counts> generate(Frame frame, Host host, GenerationRequest request) {
        GenerateAccounts generate = host.cartable().accounts().generate();
        StepRows rows = new StepRows(frame.report());
        PlanDigest digest = approved;
        long total = 0;
        if (frame.asks() || frame.around().progress() || (includeChosen && frame.needsConsent())) {
            AccountPlan plan = generate.plan(request);
            total = plan.counts().input();
            if (!plan.counts().changesNothing() && digest == null && !agreed(frame, plan.counts())) {
                frame.report().say("not-agreed");
                return null;
            }
            digest = digest == null ? plan.digest() : digest;
        }
        PlanDigest exactly = digest;
        AtomicReference<RunReport<AccountPlan.Counts>> done = new AtomicReference<>();
        frame.withProgress("generate.progress", total, step -> {
            Consumer<AccountStep> listener = decided -> {
                rows.add(decided);
                step.run();
            };
            done.set(exactly == null ? generate.run(request, listener) : generate.apply(request, exactly, listener));
        });
        return done.get();
    }

    private boolean agreed(Frame frame, AccountPlan.Counts counts) {
        Map<String, Long> values = counts.values();
        return includeChosen ? frame.consents("generate.ask", values) : frame.agreed("generate.ask", values);
    }

    /** Guardians that were named and that the roster does not have. */
    private int unknownGuardians(Frame frame, Host host) {
        if (guardians.isEmpty()) {
            return 0;
        }
        List<GuardianId> named = guardians.stream().map(GuardianId::new).toList();
        Set<GuardianId> known = host.roster().families(named).stream()
                .map(Family::guardian)
                .map(guardian -> guardian.id())
                .collect(Collectors.toSet());
        List<GuardianId> unknown =
                named.stream().filter(id -> !known.contains(id)).distinct().toList();
        unknown.forEach(id -> frame.report()
                .rows("errors")
                .add(Row.error(frame.words().text("generate.unknown-guardian", "guardian", id), "UNKNOWN_GUARDIAN")
                        .and("guardian", id)));
        return unknown.size();
    }

    /** Points out the command that renews what has expired. */
    static void sayExpired(Report report, long expired) {
        if (expired > 0) {
            report.afterwards("generate.expired", Map.of("expired", expired));
        }
    }

    private static void possibleDuplicates(Report report, Host host) {
        Rows rows = report.rows("possibleDuplicates");
        try (var pairs = host.cartable().accounts().possibleDuplicates()) {
            pairs.forEach(pair -> rows.add(Row.of("first", pair.first().guardian())
                    .and("second", pair.second().guardian())
                    .and("sameName", pair.sameName())));
        }
    }

    /** Without a roster there is nobody, and a run that says so as a success would hide it. */
    private void requireRoster(Frame frame, long input) {
        if (place == null && guardians.isEmpty() && promotion == null && input == 0) {
            throw CommandException.failed("NO_ROSTER", frame.words().text("generate.no-roster"));
        }
    }

    private Exit exit(Frame frame, long input, int unknown, long failed) {
        if (promotion != null && input == 0) {
            throw CommandException.failed(
                    "UNKNOWN_PROMOTION", frame.words().text("generate.unknown-promotion", "name", promotion));
        }
        if (unknown > 0 && input == 0) {
            return Exit.FAILED;
        }
        return Exit.ofFailures(unknown + failed);
    }
}
