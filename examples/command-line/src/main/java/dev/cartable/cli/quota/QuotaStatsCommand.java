package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Columns;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.cli.frame.SizeUnits;
import dev.cartable.cli.frame.Words;
import dev.cartable.quota.ProfileStatistics;
import dev.cartable.quota.ProfileStatistics.Figures.ProfileFigures;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.port.UsageStatistics.Band;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quota stats}. */
@picocli.CommandLine.Command(name = "stats")
final class QuotaStatsCommand extends Command {
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    @Option(names = "--profile", paramLabel = "NAME")
    private @Nullable String profile;

    @Option(names = "--window", paramLabel = "WINDOW")
    private Window window = Window.CYCLE;

    @Option(names = "--to", paramLabel = "DAY")
    private @Nullable LocalDate to;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec command;

    @Override
    protected Exit run(Frame frame) {
        LocalDate from = day(frame, From.of(frame, command));
        LocalDate today = LocalDate.ofInstant(frame.around().time().instant(), SchoolOptions.zone(frame));
        if (from == null && to != null) {
            throw CommandException.usage(frame.words().text("error.missing", "missing", "--from"));
        }
        LocalDate last = to == null ? today : to;
        if (from != null && from.isAfter(last)) {
            throw CommandException.usage(frame.words().text("error.period", Map.of("from", from, "to", last)));
        }
        try (Host host = Host.reading(frame)) {
            Profile only = profile == null ? null : Targets.profile(frame, host, profile);
            ProfileStatistics statistics = host.cartable().quotas().statistics();
            ProfileStatistics.Figures figures = statistics.count(window);
            List<ProfileFigures> shown = figures.profiles().stream()
                    .filter(one -> only == null || one.profile().id().equals(only.id()))
                    .toList();
            tell(frame, figures, shown);
            if (from != null) {
                Rows days = frame.report().allRows("days");
                CommandException.option(
                                frame.words(),
                                "--to",
                                last,
                                () -> statistics.days(from, last, only == null ? null : only.id()))
                        .forEach((day, used) -> days.add(Row.of("day", day)
                                .and("bytes", used.total())
                                .and("upBytes", used.up())
                                .and("downBytes", used.down())));
            }
            frame.report().rows("errors");
            return Exit.DONE;
        }
    }

    private static @Nullable LocalDate day(Frame frame, @Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw CommandException.usage(
                    frame.words().text("error.date", Map.of("value", String.valueOf(text), "option", "--from")));
        }
    }

    private static void tell(Frame frame, ProfileStatistics.Figures figures, List<ProfileFigures> shown) {
        frame.report().field("window", figures.window()).field("at", figures.at());
        Rows top = frame.report().rows("top");
        figures.top()
                .forEach(one -> top.add(Row.of("profile", one.profile().name()).and("users", one.users())));
        Rows profiles = frame.report().hiddenRows("profiles");
        shown.forEach(one -> profiles.add(row(one)));
        table(frame, figures.window(), shown).lines().forEach(frame.report()::print);
        bands(frame.words(), shown).lines().forEach(frame.report()::print);
        Map<String, Long> counts = new LinkedHashMap<>();
        long all = figures.profiles().size();
        counts.put("profiles", all);
        counts.put("active", figures.active());
        counts.put("inactive", all - figures.active());
        counts.put("limited", figures.limited());
        counts.put("unlimited", all - figures.limited());
        counts.put(
                "served",
                figures.profiles().stream().mapToLong(ProfileFigures::users).sum());
        counts.put("unserved", figures.unserved());
        frame.report().counts(counts);
    }

    private static Row row(ProfileFigures figures) {
        return Row.of("name", figures.profile().name())
                .and("id", figures.profile().id())
                .and("active", figures.profile().active())
                .and("limited", figures.profile().limited())
                .and("users", figures.users())
                .and("direct", from(figures, Level.USER))
                .and("byPromotion", from(figures, Level.PROMOTION))
                .and("byDefault", from(figures, Level.DEFAULT))
                .and("byLevel", figures.usersByLevel())
                .and("totalBytes", figures.total())
                .and("averageBytes", figures.average())
                .and("minBytes", figures.least())
                .and("maxBytes", figures.most())
                .and("bands", figures.bands());
    }

    private static long from(ProfileFigures figures, Level level) {
        return figures.usersByLevel().getOrDefault(level.name(), 0L);
    }

    private static Columns table(Frame frame, Window window, List<ProfileFigures> shown) {
        Words words = frame.words();
        Columns table = new Columns();
        table.line(Stream.of("profile", "users", "direct", "promotion", "default", "average", "min", "max", "total")
                .map(column -> words.text("stats.column." + column, "window", window))
                .toArray(String[]::new));
        shown.forEach(one -> table.line(
                one.profile().name(),
                words.number(one.users()),
                words.number(from(one, Level.USER)),
                words.number(from(one, Level.PROMOTION)),
                words.number(from(one, Level.DEFAULT)),
                size(words, one.average()),
                size(words, one.least() == null ? null : BigInteger.valueOf(one.least())),
                size(words, one.most() == null ? null : BigInteger.valueOf(one.most())),
                size(words, one.total())));
        return table;
    }

    private static Columns bands(Words words, List<ProfileFigures> shown) {
        Columns table = new Columns();
        List<String> head = new ArrayList<>(List.of(words.text("stats.column.profile")));
        Stream.of(Band.values()).forEach(band -> head.add(words.text("stats.band." + band)));
        table.line(head.toArray(String[]::new));
        for (ProfileFigures one : shown) {
            List<String> line = new ArrayList<>(List.of(one.profile().name()));
            one.bands().values().forEach(users -> line.add(words.number(users)));
            table.line(line.toArray(String[]::new));
        }
        return table;
    }

    /** More than there is a size for is shown as the largest one; programs get the number. */
    private static String size(Words words, @Nullable BigInteger bytes) {
        if (bytes == null) {
            return "–";
        }
        DataSize size = DataSize.ofBytes(bytes.min(LARGEST).longValueExact());
        return words.size(size, SizeUnits.of(size));
    }
}
