package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageRefusal;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.school.csv.CsvList;
import dev.cartable.school.csv.CsvList.Cells;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.User;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts the events of a file, batch by batch, each in one transaction. Used by one thread. */
final class UsageFile implements CsvList.Reader {
    private static final int BATCH = 1_000;

    private final Frame frame;
    private final Host host;
    private final Instant now;
    private final List<Line> batch = new ArrayList<>();
    private long input;
    private long counted;
    private long refused;

    UsageFile(Frame frame, Host host) {
        this.frame = frame;
        this.host = host;
        this.now = frame.around().time().instant();
    }

    /** An event whose user is not looked up yet. */
    private record Line(Cells cells, String user, EventId event, Traffic traffic, Instant at) {}

    @Override
    public void row(Cells cells) {
        input++;
        String column = "user";
        try {
            String user = cells.text("user");
            if (user.isEmpty()) {
                throw new IllegalArgumentException(frame.words().text("record.no-user"));
            }
            column = "event";
            EventId event = new EventId(cells.text("event"));
            column = "bytes";
            Traffic traffic = new Traffic(0, DataSize.parse(cells.text("bytes")).bytes());
            column = "at";
            Instant at = cells.text("at").isEmpty() ? now : Instant.parse(cells.text("at"));
            batch.add(new Line(cells, user, event, traffic, at));
        } catch (IllegalArgumentException | DateTimeException e) {
            refuse(cells.error(column, "BAD_VALUE", String.valueOf(e.getMessage())));
        }
        if (batch.size() == BATCH) {
            record();
        }
    }

    @Override
    public void error(RowError error) {
        input++;
        refuse(error);
    }

    private void refuse(RowError error) {
        refused++;
        CsvFiles.tell(frame.report(), error);
    }

    /** Counts what is left of the last batch. */
    void record() {
        Map<String, List<User>> users =
                Targets.users(host, batch.stream().map(Line::user).collect(Collectors.toSet()));
        Map<UsageEvent, Cells> events = new LinkedHashMap<>();
        List<UsageEvent> inOrder = new ArrayList<>();
        for (Line line : batch) {
            List<User> found = users.getOrDefault(line.user(), List.of());
            if (found.size() > 1) {
                refuse(line.cells().error("user", "AMBIGUOUS_USER", Targets.ambiguous(frame, line.user(), found)));
            } else if (found.isEmpty()) {
                refuse(line.cells()
                        .error("user", "UNKNOWN_USER", frame.words().text("error.unknown-user", "name", line.user())));
            } else {
                UsageEvent event = new UsageEvent(line.event(), found.get(0).id(), line.traffic(), line.at());
                events.putIfAbsent(event, line.cells());
                inOrder.add(event);
            }
        }
        batch.clear();
        if (!inOrder.isEmpty()) {
            UsageReport done = host.cartable().recordUsage().record(inOrder);
            counted += done.counted().size();
            for (UsageRefusal refusal : done.refused()) {
                Cells cells = java.util.Objects.requireNonNull(events.get(refusal.event()));
                String column = refusal.why() == UsageRefusal.Why.UNKNOWN_USER ? "user" : "at";
                refuse(cells.error(column, refusal.why().name(), reason(frame, refusal)));
            }
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

    long refused() {
        return refused;
    }

    Map<String, Long> counts() {
        return counts(input, counted, refused);
    }

    /** The numbers in their order: what was neither counted nor refused had been counted before. */
    static Map<String, Long> counts(long input, long counted, long refused) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("input", input);
        counts.put("counted", counted);
        counts.put("repeated", input - counted - refused);
        counts.put("refused", refused);
        return counts;
    }
}
