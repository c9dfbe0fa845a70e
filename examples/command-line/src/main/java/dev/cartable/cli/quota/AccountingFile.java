package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.quota.RecordSessions;
import dev.cartable.quota.RecordSessions.NasReport;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.school.csv.CsvList.Cells;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of readings, and of what happened to access servers meanwhile. */
final class AccountingFile extends CountedFile<SessionReading> {
    static final List<String> REQUIRED = List.of("nas", "session", "user", "status", "at");
    static final List<String> OPTIONAL =
            List.of("input_octets", "input_gigawords", "output_octets", "output_gigawords", "session_time");

    /** Acct-Status-Type by name and by number (RFC 2866, 5.1); Alive is the interim update of older dictionaries. */
    private static final Map<String, Status> STATUS = Map.of(
            "start", Status.START,
            "1", Status.START,
            "stop", Status.STOP,
            "2", Status.STOP,
            "interim-update", Status.INTERIM_UPDATE,
            "alive", Status.INTERIM_UPDATE,
            "3", Status.INTERIM_UPDATE);

    private static final Map<String, NasEvent.Status> EVENTS = Map.of(
            "accounting-on", NasEvent.Status.ACCOUNTING_ON,
            "7", NasEvent.Status.ACCOUNTING_ON,
            "accounting-off", NasEvent.Status.ACCOUNTING_OFF,
            "8", NasEvent.Status.ACCOUNTING_OFF);

    /** Whose a reading is as long as its user is not looked up. */
    private static final UserId ANYBODY = new UserId("*");

    private final ReportedTimes times;
    private long ended;

    AccountingFile(Frame frame, Host host) {
        super(frame, host);
        this.times = new ReportedTimes(SchoolOptions.zone(frame), frame.words());
    }

    @Override
    void read(Cells cells) {
        String status = cell(cells, "status").toLowerCase(Locale.ROOT);
        if (!STATUS.containsKey(status) && !EVENTS.containsKey(status)) {
            throw new UnfitCellException(frame().words().text("session.bad-status", "status", cells.text("status")));
        }
        NasId nas = new NasId(cell(cells, "nas"));
        Instant at = times.parse(cell(cells, "at"));
        NasEvent.Status event = EVENTS.get(status);
        if (event != null) {
            happened(cells, new NasEvent(nas, event, at));
            return;
        }
        String user = cell(cells, "user", "record.no-user");
        Session.Key key = new Session.Key(nas, cell(cells, "session", "session.no-session"), ANYBODY);
        Octets in = octets(cells, "input");
        Octets out = octets(cells, "output");
        if ((in == null) != (out == null)) {
            throw new UnfitCellException(frame().words().text("session.one-direction"));
        }
        Long seconds = number(cell(cells, "session_time"));
        Duration time = seconds == null ? null : Duration.ofSeconds(seconds);
        Status known = Objects.requireNonNull(STATUS.get(status));
        SessionReading reading = new SessionReading(key, known, at, in, out, time);
        add(cells, user, id -> of(reading, id));
    }

    private static SessionReading of(SessionReading reading, UserId user) {
        Session.Key key = new Session.Key(reading.key().nas(), reading.key().session(), user);
        return new SessionReading(
                key, reading.status(), reading.at(), reading.input(), reading.output(), reading.sessionTime());
    }

    private @Nullable Octets octets(Cells cells, String direction) {
        Long low = number(cell(cells, direction + "_octets"));
        Long gigawords = number(cells.text(direction + "_gigawords"));
        if (low == null && gigawords != null) {
            throw new UnfitCellException(frame().words().text("session.gigawords-alone"));
        }
        return low == null ? null : new Octets(low, gigawords);
    }

    private @Nullable Long number(String text) {
        try {
            return text.isEmpty() ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new UnfitCellException(frame().words().text("session.bad-number", "text", text));
        }
    }

    private void happened(Cells cells, NasEvent event) {
        record();
        NasReport done = host().cartable().quotas().recordNas(event);
        ended += done.ended().size();
        counted(done.counted() ? 1 : 0);
        QuotaProblem why = done.refused();
        if (why != null) {
            refuse(CsvFiles.error(
                    cells,
                    "at",
                    why.name(),
                    frame().words().text("session." + why, Map.of("at", event.at(), "user", ""))));
        }
    }

    @Override
    void count(List<SessionReading> reported) {
        RecordSessions.Report done = host().cartable().quotas().recordSessions(reported);
        counted(done.counted().size());
        done.refused().forEach(refusal -> refuse(error(refusal)));
    }

    private RowError error(RecordSessions.Report.Refusal refusal) {
        SessionReading reading = refusal.reading();
        return CsvFiles.error(
                rowOf(reading),
                refusal.problem() == QuotaProblem.UNKNOWN_USER ? "user" : "at",
                refusal.problem().name(),
                frame().words()
                        .text(
                                "session." + refusal.problem(),
                                Map.of("at", reading.at(), "user", reading.key().user())));
    }

    @Override
    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>(super.counts());
        counts.put("ended", ended);
        return counts;
    }
}
