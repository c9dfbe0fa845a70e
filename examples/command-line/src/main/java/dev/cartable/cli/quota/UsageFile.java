package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.school.csv.CsvList.Cells;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A file of events. Bytes count as down. */
final class UsageFile extends CountedFile<UsageEvent> {
    private final Instant now;
    private final ReportedTimes times;

    UsageFile(Frame frame, Host host) {
        super(frame, host);
        this.now = frame.around().time().instant();
        this.times = new ReportedTimes(SchoolOptions.zone(frame), frame.words());
    }

    @Override
    void read(Cells cells) {
        String user = cell(cells, "user", "record.no-user");
        EventId event = new EventId(cell(cells, "event"));
        Traffic traffic = new Traffic(0, size(cells, "bytes").bytes());
        String when = cell(cells, "at");
        Instant at = when.isEmpty() ? now : times.parse(when);
        add(cells, user, id -> new UsageEvent(event, id, traffic, at));
    }

    @Override
    void count(List<UsageEvent> reported) {
        UsageReport done = host().cartable().quotas().record(reported);
        counted(done.counted().size());
        for (UsageReport.Refusal refusal : done.refused()) {
            Cells row = rowOf(refusal.event());
            if (!row.text("at").isEmpty() || !isRepetition(refusal)) {
                refuse(CsvFiles.error(
                        row, column(refusal.problem()), refusal.problem().name(), reason(frame(), refusal)));
            }
        }
    }

    private static String column(QuotaProblem problem) {
        return switch (problem) {
            case UNKNOWN_USER -> "user";
            case CONFLICT -> "event";
            default -> "at";
        };
    }

    /** Whether an event whose time was not given is the one that was counted: then the time is only when it was reported. */
    static boolean isRepetition(UsageReport.Refusal refusal) {
        UsageEvent earlier = refusal.earlier();
        return earlier != null && earlier.traffic().equals(refusal.event().traffic());
    }

    static String conflict(Frame frame, UsageEvent earlier, Traffic again) {
        return frame.words()
                .text(
                        "record.CONFLICT",
                        Map.of(
                                "user", earlier.user(),
                                "at", earlier.at(),
                                "before", earlier.traffic().total().bytes(),
                                "after", again.total().bytes()));
    }

    /** Why an event was not counted, in people's words. */
    static String reason(Frame frame, UsageReport.Refusal refusal) {
        UsageEvent earlier = refusal.earlier();
        if (earlier != null) {
            return conflict(frame, earlier, refusal.event().traffic());
        }
        return frame.words()
                .text(
                        "record." + refusal.problem(),
                        Map.of(
                                "at",
                                refusal.event().at(),
                                "user",
                                refusal.event().user()));
    }
}
