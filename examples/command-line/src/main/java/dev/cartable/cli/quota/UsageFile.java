package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageRefusal;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.school.csv.CsvList.Cells;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A file of events. Bytes count as down. */
final class UsageFile extends CountedFile<UsageEvent> {
    private final Instant now;

    UsageFile(Frame frame, Host host) {
        super(frame, host);
        this.now = frame.around().time().instant();
    }

    @Override
    void read(Cells cells) {
        String user = cell(cells, "user", "record.no-user");
        EventId event = new EventId(cell(cells, "event"));
        Traffic traffic = new Traffic(0, DataSize.parse(cell(cells, "bytes")).bytes());
        String when = cell(cells, "at");
        Instant at = when.isEmpty() ? now : Instant.parse(when);
        add(cells, user, id -> new UsageEvent(event, id, traffic, at));
    }

    @Override
    void count(List<UsageEvent> told) {
        UsageReport done = host().cartable().recordUsage().record(told);
        counted(done.counted().size());
        for (UsageRefusal refusal : done.refused()) {
            String column = refusal.why() == UsageRefusal.Why.UNKNOWN_USER ? "user" : "at";
            refuse(rowOf(refusal.event()).error(column, refusal.why().name(), reason(frame(), refusal)));
        }
    }

    /** Why an event was not counted, in people's words. */
    static String reason(Frame frame, UsageRefusal refusal) {
        return frame.words()
                .text(
                        "record." + refusal.why(),
                        Map.of(
                                "at",
                                refusal.event().at(),
                                "user",
                                refusal.event().user()));
    }
}
