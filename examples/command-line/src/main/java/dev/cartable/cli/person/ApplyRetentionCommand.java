package dev.cartable.cli.person;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.privacy.ApplyRetention;
import dev.cartable.privacy.model.RetentionPeriods;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** {@code retention apply}. */
@picocli.CommandLine.Command(name = "apply")
final class ApplyRetentionCommand extends Command {
    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--keep", paramLabel = "KIND=DAYS")
    private Map<String, Integer> kept = new LinkedHashMap<>();

    @Override
    protected Exit run(Frame frame) {
        frame.report().field("dryRun", dryRun);
        frame.report().rows("errors");
        RetentionPeriods periods = periods(frame);
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            ApplyRetention retention = host.cartable().privacy().retention().keeping(periods);
            ApplyRetention.Counts counts = dryRun ? retention.plan() : retention.run();
            Rows rows = frame.report().allRows("kinds");
            for (DataKind kind : DataKind.values()) {
                rows.add(Row.of("kind", kind.option())
                        .and("keptDays", periods.of(kind).toDays())
                        .and("before", retention.before(kind))
                        .and("removed", counts.removed().getOrDefault(kind, 0L)));
            }
            Map<String, Long> numbers = new LinkedHashMap<>();
            numbers.put(
                    "removed",
                    counts.removed().values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
            numbers.put("forgotten", counts.usageEvents());
            frame.report().counts(numbers);
            if (dryRun) {
                frame.report().afterwards("nothing-written", Map.of());
            }
            return Exit.DONE;
        }
    }

    private RetentionPeriods periods(Frame frame) {
        RetentionPeriods periods = RetentionPeriods.defaults();
        for (Map.Entry<String, Integer> one : kept.entrySet()) {
            DataKind kind = Stream.of(DataKind.values())
                    .filter(known -> known.option().equals(one.getKey()))
                    .findFirst()
                    .orElseThrow(() -> CommandException.usage(frame.words()
                            .text(
                                    "error.choice",
                                    Map.of(
                                            "option",
                                            "--keep",
                                            "value",
                                            one.getKey(),
                                            "allowed",
                                            Stream.of(DataKind.values())
                                                    .map(DataKind::option)
                                                    .collect(Collectors.joining(", "))))));
            CommandException.atLeast(frame.words(), "--keep", 1, one.getValue());
            RetentionPeriods before = periods;
            periods = CommandException.option(
                    frame.words(),
                    "--keep",
                    one.getKey() + "=" + one.getValue(),
                    () -> before.with(kind, Duration.ofDays(one.getValue())));
        }
        return periods;
    }
}
