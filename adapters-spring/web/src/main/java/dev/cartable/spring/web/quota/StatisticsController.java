package dev.cartable.spring.web.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.ProfileStatistics.Figures;
import dev.cartable.quota.ProfileStatistics.Figures.ProfileFigures;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.port.UsageStatistics.Band;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.spring.web.internal.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How profiles are used, in numbers. The parameter {@code window} says whose use: of the day, week, month or cycle (the default). */
@ApiController(docs = ProfileDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/profiles")
final class StatisticsController {
    private final Quotas quotas;
    private final Known known;

    StatisticsController(Quotas quotas, Known known) {
        this.quotas = requireNonNull(quotas, "quotas");
        this.known = requireNonNull(known, "known");
    }

    @GetMapping({"/statistics", "/statistics/"})
    @Requires(Right.READ_STATISTICS)
    Answer all(@RequestParam(name = "window", required = false) @Nullable String window) {
        Figures figures = quotas.statistics().count(window(window));
        long total = figures.profiles().size();
        Row summary = Row.of("total_profiles", total)
                .and("active_profiles", figures.active())
                .and("inactive_profiles", total - figures.active())
                .and("limited_profiles", figures.limited())
                .and("unlimited_profiles", total - figures.limited())
                .and("unserved_users", figures.unserved());
        return Answer.ok(Row.of("window", Words.lower(figures.window()))
                .and("at", figures.at())
                .and("summary", summary)
                .and("top_profiles", rows(figures.top()))
                .and("all_profiles", rows(figures.profiles())));
    }

    private static List<Row> rows(List<ProfileFigures> profiles) {
        return profiles.stream().map(StatisticsController::row).toList();
    }

    private static Row row(ProfileFigures figures) {
        return Row.of("profile", ProfileRows.brief(figures.profile()))
                .and("users", users(figures))
                .and("usage", usage(figures));
    }

    /** Those of a user's own profile, of their promotion's, and of the school's default or a level of the host's. */
    private static Row users(ProfileFigures figures) {
        long direct = figures.usersByLevel().getOrDefault(Level.USER.name(), 0L);
        long promotion = figures.usersByLevel().getOrDefault(Level.PROMOTION.name(), 0L);
        return Row.of("direct", direct)
                .and("via_promotion", promotion)
                .and("other", figures.users() - direct - promotion)
                .and("total", figures.users());
    }

    private static Row usage(ProfileFigures figures) {
        return Row.of("average", figures.average())
                .and("max", figures.most())
                .and("min", figures.least())
                .and("total", figures.total());
    }

    @GetMapping({"/{id}/statistics_detail", "/{id}/statistics_detail/"})
    @Requires(Right.READ_STATISTICS)
    Answer one(
            @PathVariable("id") String id, @RequestParam(name = "window", required = false) @Nullable String window) {
        Profile profile = known.profile(id);
        Figures all = quotas.statistics().count(window(window));
        ProfileFigures figures = all.profiles().stream()
                .filter(each -> each.profile().id().equals(profile.id()))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_PROFILE", "profile", id));
        return Answer.ok(Row.of("window", Words.lower(all.window()))
                .and("at", all.at())
                .and("profile", ProfileRows.row(figures.profile()))
                .and("users", users(figures))
                .and("usage", usage(figures))
                .and(
                        "distribution",
                        Arrays.stream(Band.values())
                                .map(band -> Row.of("range", range(band))
                                        .and("users", figures.bands().getOrDefault(band, 0L)))
                                .toList()));
    }

    /** The share of the limit that is used, in percent; the lower bound is included. */
    private static String range(Band band) {
        return switch (band) {
            case UP_TO_25 -> "0-25";
            case UP_TO_50 -> "25-50";
            case UP_TO_75 -> "50-75";
            case UP_TO_90 -> "75-90";
            case UP_TO_100 -> "90-100";
            case BEYOND -> "100+";
            case NO_LIMIT -> ProfileRows.UNLIMITED;
        };
    }

    private static Window window(@Nullable String name) {
        if (name == null) {
            return Window.CYCLE;
        }
        return Arrays.stream(Window.values())
                .filter(window -> Words.lower(window).equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        400,
                        "BAD_PARAMETER",
                        Map.of(
                                "parameter",
                                "window",
                                "value",
                                name,
                                "expected",
                                Arrays.stream(Window.values()).map(Words::lower).collect(Collectors.joining(", ")))));
    }
}
