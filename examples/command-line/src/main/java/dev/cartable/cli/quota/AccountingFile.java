package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.RecordSessions.NasReport;
import dev.cartable.quota.model.AccountingRefusal;
import dev.cartable.quota.model.AccountingReport;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Octets;
import dev.cartable.quota.model.SessionKey;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.UsageRefusal.Why;
import dev.cartable.school.csv.CsvList;
import dev.cartable.school.csv.CsvList.Cells;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the readings of a file, batch by batch, each in one transaction. Used by one thread. */
final class AccountingFile implements CsvList.Reader {
    static final List<String> REQUIRED = List.of("nas", "session", "user", "status", "at");
    static final List<String> OPTIONAL =
            List.of("input_octets", "input_gigawords", "output_octets", "output_gigawords", "session_time");

    private static final int BATCH = 1_000;

    /** Acct-Status-Type by name and by number (RFC 2866, 5.1). */
    private static final Map<String, Status> STATUS = Map.of(
            "start", Status.START,
            "1", Status.START,
            "stop", Status.STOP,
            "2", Status.STOP,
            "interim-update", Status.INTERIM_UPDATE,
            "3", Status.INTERIM_UPDATE);

    private static final Map<String, NasEvent.Status> EVENTS = Map.of(
            "accounting-on", NasEvent.Status.ACCOUNTING_ON,
            "7", NasEvent.Status.ACCOUNTING_ON,
            "accounting-off", NasEvent.Status.ACCOUNTING_OFF,
            "8", NasEvent.Status.ACCOUNTING_OFF);

    private static final UserId ANYBODY = new UserId("*");

    private final Frame frame;
    private final Host host;
    private final List<Line> batch = new ArrayList<>();
    private long input;
    private long counted;
    private long refused;
    private long ended;

    AccountingFile(Frame frame, Host host) {
        this.frame = frame;
        this.host = host;
    }

    /** A reading whose user is not looked up yet, and so is nobody in particular. */
    private record Line(Cells cells, String user, SessionReading reading) {
        SessionReading of(UserId user) {
            SessionKey key = new SessionKey(reading.key().nas(), reading.key().session(), user);
            return new SessionReading(
                    key, reading.status(), reading.at(), reading.input(), reading.output(), reading.sessionTime());
        }
    }

    @Override
    public void row(Cells cells) {
        input++;
        String column = "status";
        try {
            String status = cells.text("status").toLowerCase(Locale.ROOT);
            if (!STATUS.containsKey(status) && !EVENTS.containsKey(status)) {
                throw new IllegalArgumentException(
                        frame.words().text("session.bad-status", "status", cells.text("status")));
            }
            column = "nas";
            NasId nas = new NasId(cells.text("nas"));
            column = "at";
            Instant at = Instant.parse(cells.text("at"));
            NasEvent.Status event = EVENTS.get(status);
            if (event != null) {
                happened(cells, new NasEvent(nas, event, at));
                return;
            }
            column = "user";
            String user = cells.text("user");
            if (user.isEmpty()) {
                throw new IllegalArgumentException(frame.words().text("record.no-user"));
            }
            column = "session";
            String session = cells.text("session");
            if (session.isEmpty()) {
                throw new IllegalArgumentException(frame.words().text("session.no-session"));
            }
            SessionKey key = new SessionKey(nas, session, ANYBODY);
            column = "input_octets";
            Octets in = octets(cells, "input");
            column = "output_octets";
            Octets out = octets(cells, "output");
            if ((in == null) != (out == null)) {
                throw new IllegalArgumentException(frame.words().text("session.one-direction"));
            }
            column = "session_time";
            Long seconds = number(cells.text("session_time"));
            Duration time = seconds == null ? null : Duration.ofSeconds(seconds);
            Status known = Objects.requireNonNull(STATUS.get(status));
            SessionReading reading = new SessionReading(key, known, at, in, out, time);
            batch.add(new Line(cells, user, reading));
        } catch (IllegalArgumentException | DateTimeException e) {
            refuse(cells.error(column, "BAD_VALUE", String.valueOf(e.getMessage())));
        }
        if (batch.size() == BATCH) {
            record();
        }
    }

    private @Nullable Octets octets(Cells cells, String direction) {
        Long low = number(cells.text(direction + "_octets"));
        Long gigawords = number(cells.text(direction + "_gigawords"));
        if (low == null && gigawords != null) {
            throw new IllegalArgumentException(frame.words().text("session.gigawords-alone"));
        }
        return low == null ? null : new Octets(low, gigawords);
    }

    private @Nullable Long number(String text) {
        try {
            return text.isEmpty() ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(frame.words().text("session.bad-number", "text", text), e);
        }
    }

    private void happened(Cells cells, NasEvent event) {
        record();
        NasReport done = host.cartable().recordSessions().record(event);
        ended += done.ended().size();
        counted += done.counted() ? 1 : 0;
        Why why = done.refused();
        if (why != null) {
            refuse(cells.error(
                    "at", why.name(), frame.words().text("session." + why, Map.of("at", event.at(), "user", ""))));
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
        Map<SessionReading, Cells> told = new HashMap<>();
        List<SessionReading> inOrder = new ArrayList<>();
        for (Line line : batch) {
            List<User> found = users.getOrDefault(line.user(), List.of());
            if (found.size() > 1) {
                refuse(line.cells().error("user", "AMBIGUOUS_USER", Targets.ambiguous(frame, line.user(), found)));
            } else if (found.isEmpty()) {
                refuse(line.cells()
                        .error("user", "UNKNOWN_USER", frame.words().text("error.unknown-user", "name", line.user())));
            } else {
                SessionReading reading = line.of(found.get(0).id());
                told.putIfAbsent(reading, line.cells());
                inOrder.add(reading);
            }
        }
        batch.clear();
        if (!inOrder.isEmpty()) {
            AccountingReport done = host.cartable().recordSessions().record(inOrder);
            counted += done.counted().size();
            done.refused().forEach(refusal -> refuse(error(refusal, told)));
        }
    }

    private RowError error(AccountingRefusal refusal, Map<SessionReading, Cells> told) {
        SessionReading reading = refusal.reading();
        Cells cells = Objects.requireNonNull(told.get(reading));
        return cells.error(
                refusal.why() == Why.UNKNOWN_USER ? "user" : "at",
                refusal.why().name(),
                frame.words()
                        .text(
                                "session." + refusal.why(),
                                Map.of("at", reading.at(), "user", reading.key().user())));
    }

    long refused() {
        return refused;
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>(UsageFile.counts(input, counted, refused));
        counts.put("ended", ended);
        return counts;
    }
}
