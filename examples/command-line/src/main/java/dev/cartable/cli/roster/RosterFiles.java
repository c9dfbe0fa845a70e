package dev.cartable.cli.roster;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Report;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.ImportRoster.Counts.Change;
import dev.cartable.school.csv.CsvRoster;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RosterSource;
import dev.cartable.work.Brake;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the commands that read roster files have in common. */
public final class RosterFiles {
    private static final List<String> AGENTS = List.of("guardians", "any");

    private RosterFiles() {}

    /**
     * The roster in a folder or zip that a person named.
     *
     * @param agents who may be a guardian: {@code guardians} or {@code any}
     */
    public static CsvRoster open(Frame frame, String place, @Nullable String asOf, String agents) {
        if (!AGENTS.contains(agents)) {
            throw CommandException.usage(frame.words()
                    .text(
                            "error.choice",
                            Map.of("option", "--agents", "value", agents, "allowed", String.join(", ", AGENTS))));
        }
        CsvRoster roster = CsvRoster.open(frame.around().path(place));
        CsvRoster linked = agents.equals("any") ? roster.withAnyAgent() : roster;
        try {
            return asOf == null ? linked : linked.asOf(LocalDate.parse(asOf));
        } catch (DateTimeParseException e) {
            throw CommandException.usage(frame.words().text("error.date", Map.of("option", "--as-of", "value", asOf)));
        }
    }

    /** Reports the links to people who have no guardian's role. */
    public static void leftOut(Report report, Map<String, Long> links) {
        report.field("linksLeftOut", links);
        long size = links.values().stream().mapToLong(Long::longValue).sum();
        if (size > 0) {
            report.say("roster.left-out", Map.of("size", size, "roles", report.list("roster.left-out.role", links)));
        }
    }

    /** The brake, with the limit that a person gave. */
    public static Brake brake(@Nullable Long max) {
        return max == null ? Brake.defaults() : Brake.atMost(max);
    }

    /** Reads it to the end and throws if it is unreadable, so that a first run on such a source leaves no database. */
    public static void proveReadable(RosterSource source) {
        source.read(new Nowhere());
    }

    /** Reports rows that could not be used. */
    public static void errors(Report report, List<RowError> errors, long total) {
        report.rows("errors");
        for (RowError error : errors) {
            CsvFiles.tell(report, error);
        }
        report.field("errorCount", total);
        if (total > errors.size()) {
            report.warn("roster.more-errors", Map.of("shown", (long) errors.size(), "total", total));
        }
    }

    /** Says in a few lines what an import does, or did. */
    public static void say(Report report, String name, ImportRoster.Counts counts) {
        report.say("roster.summary", Map.of("name", name));
        line(report, "pupils", counts.pupils());
        line(report, "guardians", counts.guardians());
        line(report, "links", counts.links());
        line(report, "promotions", counts.promotions());
    }

    private static void line(Report report, String what, Change change) {
        if (change.written() + change.unchanged() > 0) {
            report.say(
                    "roster." + what,
                    Map.of(
                            "created", change.created(),
                            "changed", change.changed(),
                            "unchanged", change.unchanged(),
                            "retired", change.retired()));
        }
    }

    private static final class Nowhere implements RosterSource.Sink {
        @Override
        public void promotion(Promotion promotion) {}

        @Override
        public void pupil(Pupil pupil) {}

        @Override
        public void guardian(Guardian guardian) {}

        @Override
        public void guardianship(Guardianship guardianship) {}

        @Override
        public void error(RowError error) {}

        @Override
        public void unreadable(String id) {}

        @Override
        public void linkLeftOut(String role) {}
    }
}
