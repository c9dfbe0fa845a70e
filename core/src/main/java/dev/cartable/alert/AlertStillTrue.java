package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.AlertType;
import dev.cartable.alert.port.AlertPorts;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Verdict;
import dev.cartable.notice.port.StillTrue;
import dev.cartable.school.model.School;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The facts behind {@link AlertKinds#ALERT}: it is told as long as the user is active and the alert is. What was measured when
 * it fired is told as it was then. Safe for use by several threads.
 */
public final class AlertStillTrue implements StillTrue {
    private final AlertPorts ports;
    private final AlertWords words;

    public AlertStillTrue(AlertPorts ports, School school) {
        this.ports = requireNonNull(ports, "ports");
        this.words = new AlertWords(ports.templates(), school);
    }

    @Override
    public Kind kind() {
        return AlertKinds.ALERT;
    }

    /** {@code message} is the alert's own words; without any, one of the types is set. */
    @Override
    public Set<String> variables() {
        Set<String> all = new TreeSet<>(AlertWords.VARIABLES);
        all.add("message");
        all.add("school");
        Arrays.stream(AlertType.values()).map(AlertType::toString).forEach(all::add);
        return all;
    }

    /** Twice is better than never: whoever misses it is cut off without a word. */
    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.SEND_AGAIN;
    }

    @Override
    public boolean canWait() {
        return true;
    }

    @Override
    public Map<NoticeId, Verdict> check(Collection<Notice> notices) {
        Map<UserId, User> users = ports.quota()
                .users()
                .byId(notices.stream().map(AlertStillTrue::user).toList());
        Map<String, Alert> alerts = ports.alerts().all().stream()
                .filter(Alert::active)
                .collect(Collectors.toMap(alert -> alert.id().toString(), Function.identity()));
        return notices.stream().collect(Collectors.toMap(Notice::id, notice -> verdict(notice, users, alerts)));
    }

    private Verdict verdict(Notice notice, Map<UserId, User> users, Map<String, Alert> alerts) {
        User user = users.get(user(notice));
        if (user == null || !user.active()) {
            return new Verdict.Suppress("the user is gone or inactive");
        }
        Alert alert = alerts.get(notice.subject().id());
        if (alert == null) {
            return new Verdict.Suppress("the alert is no longer active");
        }
        Map<String, String> values = AlertWords.named(notice.variables(), user);
        return new Verdict.Tell(words.values(values, alert.type(), words.message(alert, notice.language(), values)));
    }

    @Override
    public Map<String, String> sample() {
        Map<String, String> values = new HashMap<>();
        AlertWords.VARIABLES.forEach(name -> values.put(name, ""));
        values.put("username", "prenom.nom");
        values.put("percent", "85");
        values.put("threshold", "80");
        values.put("remaining_gb", "7,5");
        values.put("used_gb", "42,5");
        values.put("limit_gb", "50");
        values.put("profile", "Étudiant");
        return words.values(values, AlertType.QUOTA_WARNING, "");
    }

    private static UserId user(Notice notice) {
        return new UserId(notice.recipient().id());
    }
}
