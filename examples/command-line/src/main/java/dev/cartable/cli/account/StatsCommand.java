package dev.cartable.cli.account;

import dev.cartable.account.model.AccountFigures;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code accounts stats}. */
@picocli.CommandLine.Command(name = "stats")
final class StatsCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        try (Host host = Host.reading(frame)) {
            tell(frame, host.cartable().accounts().statistics());
            return Exit.DONE;
        }
    }

    static void tell(Frame frame, AccountFigures figures) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("entitled", figures.entitled());
        counts.put("covered", figures.covered());
        counts.put("accounts", figures.accounts());
        figures.byState().forEach((state, number) -> counts.put(state.name().toLowerCase(Locale.ROOT), number));
        counts.put("activated", figures.activated());
        counts.put("email", figures.email());
        counts.put("sms", figures.sms());
        counts.put("noChannel", figures.accounts() - figures.email() - figures.sms());
        counts.put("neverSignedIn", figures.neverSignedIn());
        counts.put("inactive", figures.inactive());
        counts.put("orphaned", figures.orphaned());
        counts.put("expired", figures.expired());
        frame.report()
                .field("coveragePercent", rounded(figures.coveragePercent()))
                .field("activePercent", rounded(figures.activePercent()))
                .field("activatedPercent", rounded(figures.activatedPercent()))
                .field("noChannelByReason", figures.noChannel());
        frame.report().rows("errors");
        frame.report().counts(counts);
        frame.report()
                .say(
                        "stats.percent",
                        Map.of(
                                "coverage", percent(frame, figures.coveragePercent()),
                                "active", percent(frame, figures.activePercent()),
                                "activated", percent(frame, figures.activatedPercent())));
        GenerateCommand.sayExpired(frame.report(), figures.expired());
    }

    private static double rounded(double percent) {
        return Math.round(percent * 10) / 10.0;
    }

    private static String percent(Frame frame, double percent) {
        return String.format(frame.words().language(), "%.1f", percent);
    }
}
