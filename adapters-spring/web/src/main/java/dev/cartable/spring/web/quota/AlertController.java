package dev.cartable.spring.web.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.Alerts;
import dev.cartable.alert.EvaluateAlerts;
import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.AlertId;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.IdempotencyKey;
import dev.cartable.spring.web.internal.Ids;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.spring.web.internal.Versions;
import dev.cartable.spring.web.internal.Words;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Alerts on quotas. {@code check_alerts} says what would fire now; only the task sends. */
@ApiController(docs = AlertDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/profile-alerts")
final class AlertController {
    private final Alerts alerts;
    private final Quotas quotas;
    private final Users users;
    private final Known known;

    AlertController(Alerts alerts, Quotas quotas, Users users, Known known) {
        this.alerts = requireNonNull(alerts, "alerts");
        this.quotas = requireNonNull(quotas, "quotas");
        this.users = requireNonNull(users, "users");
        this.known = requireNonNull(known, "known");
    }

    @GetMapping({"", "/"})
    @Requires(Right.READ_ALERTS)
    Answer list(
            @RequestParam(name = "profile", required = false) @Nullable String profile,
            @RequestParam(name = "is_active", required = false) @Nullable String active) {
        ProfileId of = profile == null ? null : known.profile(profile).id();
        Boolean wanted = active == null ? null : truth(active);
        Map<ProfileId, Profile> profiles =
                quotas.profiles().all().stream().collect(Collectors.toMap(Profile::id, Function.identity()));
        return Answer.ok(Row.of("next", null)
                .and(
                        "results",
                        alerts.all().stream()
                                .filter(alert -> of == null || alert.profile().equals(of))
                                .filter(alert -> wanted == null || alert.active() == wanted)
                                .map(alert -> row(alert, profiles.get(alert.profile())))
                                .toList()));
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                throw ProblemException.of(
                        400,
                        "BAD_PARAMETER",
                        Map.of("parameter", "is_active", "value", text, "expected", "true, false"));
        };
    }

    private static Row row(Alert alert, @Nullable Profile profile) {
        List<String> channels = alert.channels().stream()
                .sorted()
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        return Row.of("id", alert.id())
                .and("profile", alert.profile())
                .and("profile_name", profile == null ? null : profile.name())
                .and("alert_type", alert.type().toString())
                .and("threshold_percent", alert.threshold())
                .and("hysteresis_percent", alert.hysteresis())
                .and("notification_method", channels.get(0))
                .and("notification_methods", channels)
                .and(
                        "windows",
                        alert.windows().stream().sorted().map(Words::lower).toList())
                .and("message_template", alert.template())
                .and("is_active", alert.active());
    }

    private Row row(Alert alert) {
        return row(alert, quotas.profiles().find(alert.profile()).orElse(null));
    }

    @GetMapping({"/{id}", "/{id}/"})
    @Requires(Right.READ_ALERTS)
    Answer show(@PathVariable("id") String id) {
        return answer(alert(id));
    }

    private Answer answer(Alert alert) {
        return Answer.ok(row(alert)).version(alert.version());
    }

    private Alert alert(String id) {
        return Ids.parse(id)
                .flatMap(uuid -> alerts.find(new AlertId(uuid)))
                .orElseThrow(() -> ProblemException.notFound("UNKNOWN_ALERT", "alert", id));
    }

    /** With an {@code Idempotency-Key}, an alert that exists as it is asked for is answered as if it were made now. */
    @PostMapping({"", "/"})
    @Requires(value = Right.EDIT_ALERTS, key = Requires.Key.REPEATABLE)
    Answer create(Body body, HttpServletRequest request) {
        AlertForm form = AlertForm.whole(body);
        Alert wanted = form.alert(alerts.newId());
        Optional<Alert> made = IdempotencyKey.of(request)
                .flatMap(key -> alerts.all().stream()
                        .filter(alert -> form.alert(alert.id()).toBuilder()
                                .version(alert.version())
                                .build()
                                .equals(alert))
                        .findFirst());
        Alert alert = made.orElseGet(() -> alerts.add(wanted));
        String path = request.getRequestURI().replaceFirst("/+$", "") + "/" + alert.id() + "/";
        return Answer.created(path, row(alert)).version(alert.version());
    }

    /** Changes the fields that are named. */
    @PatchMapping({"/{id}", "/{id}/"})
    @Requires(Right.EDIT_ALERTS)
    Answer edit(@PathVariable("id") String id, Body body, HttpServletRequest request) {
        Alert alert = alert(id);
        return change(request, alert, AlertForm.changes(body)::changed);
    }

    /** Replaces all fields; {@code If-Match} has to say of which version. */
    @PutMapping({"/{id}", "/{id}/"})
    @Requires(Right.EDIT_ALERTS)
    Answer replace(@PathVariable("id") String id, Body body, HttpServletRequest request) {
        Alert alert = alert(id);
        AlertForm form = AlertForm.whole(body);
        Versions.requireNamed(request);
        return change(
                request,
                alert,
                before -> form.alert(before.id()).toBuilder()
                        .version(before.version())
                        .build());
    }

    private Answer change(HttpServletRequest request, Alert alert, UnaryOperator<Alert> change) {
        Alert changed = alerts.change(alert.id(), before -> {
            Versions.require(request, before.version());
            return change.apply(before);
        });
        return answer(alerts.find(changed.id()).orElse(changed));
    }

    /** Looks which alerts would fire. Sends nothing and writes nothing. */
    @PostMapping({"/check_alerts", "/check_alerts/"})
    @Requires(Right.CHECK_ALERTS)
    Answer check() {
        List<EvaluateAlerts.Step> steps = new ArrayList<>();
        EvaluateAlerts.Counts counts = alerts.evaluate().plan(steps::add);
        Map<UserId, User> people =
                users.byId(steps.stream().map(EvaluateAlerts.Step::user).collect(Collectors.toSet()));
        return Answer.ok(Row.of("checked_users", counts.input())
                .and("triggered_count", counts.fired())
                .and("sent", 0)
                .and(
                        "alerts",
                        steps.stream()
                                .map(step -> row(step, people.get(step.user())))
                                .toList()));
    }

    private static Row row(EvaluateAlerts.Step step, @Nullable User user) {
        Alert alert = step.crossing().alert();
        return Row.of("user", Row.of("id", step.user()).and("username", user == null ? null : user.userName()))
                .and("alert", alert.id())
                .and("profile", alert.profile())
                .and("alert_type", alert.type().toString())
                .and("window", Words.lower(step.crossing().window()))
                .and("threshold_percent", alert.threshold())
                .and("current_percent", step.percent())
                .and("message", step.message())
                .and("would_notify", step.notified() && step.notices() > 0);
    }
}
