package dev.cartable.spring.web.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.Quotas;
import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.quota.model.UserAllowance;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.User;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.IdempotencyKey;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.work.internal.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** What users have used; {@code {id}} is the user's id. A reset takes use away, with an adjustment and an entry in the history. */
@ApiController(docs = UsageDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/profile-usage")
final class UsageController {
    private final Quotas quotas;
    private final Known known;
    private final InstantSource time;

    UsageController(Quotas quotas, Known known, InstantSource time) {
        this.quotas = requireNonNull(quotas, "quotas");
        this.known = requireNonNull(known, "known");
        this.time = requireNonNull(time, "time");
    }

    @GetMapping({"/my_usage", "/my_usage/"})
    @Requires(Right.SELF)
    Answer mine(Asker asker) {
        return Answer.ok(Optional.ofNullable(asker.user())
                .flatMap(quotas::find)
                .map(UsageRows::row)
                .orElseThrow(() -> ProblemException.of(404, "NO_USER", Map.of())));
    }

    @GetMapping({"/{id}", "/{id}/"})
    @Requires(Right.SELF)
    Answer show(@PathVariable("id") String id, Asker asker) {
        return Answer.ok(UsageRows.row(known.allowance(asker, id)));
    }

    @PostMapping({"/{id}/reset_daily", "/{id}/reset_daily/"})
    @Requires(Right.RESET_USAGE)
    Answer resetDaily(@PathVariable("id") String id, Asker asker) {
        return reset(id, asker, EnumSet.of(Window.DAY));
    }

    @PostMapping({"/{id}/reset_weekly", "/{id}/reset_weekly/"})
    @Requires(Right.RESET_USAGE)
    Answer resetWeekly(@PathVariable("id") String id, Asker asker) {
        return reset(id, asker, EnumSet.of(Window.WEEK));
    }

    @PostMapping({"/{id}/reset_monthly", "/{id}/reset_monthly/"})
    @Requires(Right.RESET_USAGE)
    Answer resetMonthly(@PathVariable("id") String id, Asker asker) {
        return reset(id, asker, EnumSet.of(Window.MONTH));
    }

    @PostMapping({"/{id}/reset_all", "/{id}/reset_all/"})
    @Requires(Right.RESET_USAGE)
    Answer resetAll(@PathVariable("id") String id, Asker asker) {
        return reset(id, asker, EnumSet.allOf(Window.class));
    }

    private Answer reset(String id, Asker asker, Set<Window> windows) {
        User user = known.user(asker, id);
        ResetUsage.Counts counts =
                quotas.reset().run(new ResetUsage.Request(windows, user.id(), true, asker.name()), step -> {});
        return Answer.ok(row(user).and("reset", counts.reset() > 0));
    }

    private Row row(User user) {
        return UsageRows.row(new UserAllowance(user, quotas.check(user.id())));
    }

    /** Adds use, for tests of a school's settings. Repeated under its {@code Idempotency-Key}, it counts once. */
    @PostMapping({"/{id}/add_usage", "/{id}/add_usage/"})
    @Requires(value = Right.ADD_USAGE, key = Requires.Key.OWN)
    Answer add(@PathVariable("id") String id, Asker asker, Body body, HttpServletRequest request) {
        User user = known.user(asker, id);
        Traffic traffic = new Traffic(0, body.number("bytes_used", 0, Traffic.MAX));
        body.end();
        EventId event = new EventId(IdempotencyKey.of(request)
                .map(key -> "http " + Sha256.hex(asker.name() + "\n" + key))
                .orElseGet(() -> "http " + UUID.randomUUID()));
        UsageReport report = quotas.record(new UsageEvent(event, user.id(), traffic, time.instant()));
        List<UsageReport.Refusal> refused = report.refused();
        if (!refused.isEmpty() && !repeats(refused.get(0))) {
            throw ProblemException.of(
                    refused.get(0).problem() == QuotaProblem.CONFLICT ? 409 : 422,
                    refused.get(0).problem().name(),
                    Map.of("user", user.id().value()));
        }
        return Answer.ok(row(user).and("counted", !report.counted().isEmpty()));
    }

    /** The same bytes under the same key, at another time: the first request counts. */
    private static boolean repeats(UsageReport.Refusal refusal) {
        return refusal.earlier() != null
                && refusal.earlier().user().equals(refusal.event().user())
                && refusal.earlier().traffic().equals(refusal.event().traffic());
    }
}
