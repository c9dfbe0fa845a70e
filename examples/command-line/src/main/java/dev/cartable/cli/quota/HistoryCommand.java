package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.school.model.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code quota history}. */
@picocli.CommandLine.Command(name = "history")
final class HistoryCommand extends Command {
    private static final Comparator<ProfileChange> NEWEST_FIRST = Comparator.comparing(ProfileChange::at)
            .thenComparing(ProfileChange::id)
            .reversed();

    @Option(names = "--user", paramLabel = "USER")
    private @Nullable String user;

    @Option(names = "--promotion", paramLabel = "PROMOTION")
    private @Nullable String promotion;

    @Option(names = "--profile", paramLabel = "NAME")
    private @Nullable String profile;

    @Option(names = "--as-of", paramLabel = "T")
    private @Nullable Instant asOf;

    @Override
    protected Exit run(Frame frame) {
        if (user != null && promotion != null) {
            throw CommandException.usage(frame.words().text("error.one-of", "options", "--user, --promotion"));
        }
        if (asOf != null && user == null && promotion == null) {
            throw CommandException.usage(frame.words().text("error.missing", "missing", "--user, --promotion"));
        }
        Rows rows = frame.report().allRows("history");
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            List<Holder> holders = holders(frame, host);
            Quotas quotas = host.cartable().quotas();
            if (asOf != null) {
                held(frame, quotas, holders, asOf);
            }
            try (Stream<ProfileChange> changes = changes(quotas, holders)) {
                changes.filter(change -> asOf == null || !change.at().isAfter(asOf))
                        .forEach(change -> rows.add(row(frame, change)));
            }
            frame.report().counts(Map.of("changes", rows.size()));
            return Exit.DONE;
        }
    }

    /** Whose history it is, the highest level first: what comes to a user by promotion and default is theirs too. */
    private List<Holder> holders(Frame frame, Host host) {
        List<Holder> holders = new ArrayList<>();
        if (user != null) {
            User found = Targets.user(frame, host, user);
            holders.add(Holder.of(found.id()));
            if (found.promotion() != null) {
                holders.add(Holder.of(found.promotion()));
            }
            holders.add(Holder.DEFAULT);
        }
        if (promotion != null) {
            holders.add(Holder.of(Targets.promotion(frame, host, promotion).id()));
        }
        return holders;
    }

    private Stream<ProfileChange> changes(Quotas quotas, List<Holder> holders) {
        if (holders.size() < 2) {
            return quotas.history(holders.isEmpty() ? null : holders.get(0), profile);
        }
        List<ProfileChange> all = new ArrayList<>();
        for (Holder holder : holders) {
            try (Stream<ProfileChange> changes = quotas.history(holder, profile)) {
                changes.forEach(all::add);
            }
        }
        return all.stream().sorted(NEWEST_FIRST);
    }

    /** Says what was held at an instant, on each level. */
    private static void held(Frame frame, Quotas quotas, List<Holder> holders, Instant at) {
        List<Row> levels = new ArrayList<>();
        String held = null;
        for (Holder holder : holders) {
            Optional<String> there = quotas.held(holder, at);
            levels.add(Row.of("level", holder.level()).and("holder", holder).and("profile", there.orElse(null)));
            held = held == null ? there.orElse(null) : held;
        }
        frame.report().field("asOf", at).field("profile", held).field("levels", levels);
        frame.report()
                .say(
                        held == null ? "history.held-none" : "history.held",
                        Map.of("at", frame.words().time(at), "profile", String.valueOf(held)));
    }

    private static Row row(Frame frame, ProfileChange change) {
        String none = frame.options().json() ? null : "–";
        return Row.of("at", change.at())
                .and("holder", change.holder())
                .and("type", change.type())
                .and("before", change.before() == null ? none : change.before())
                .and("after", change.after() == null ? none : change.after())
                .and("cause", change.cause())
                .and("actor", change.actor());
    }
}
