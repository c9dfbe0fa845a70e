package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.alert.model.Alert.Firing;
import dev.cartable.alert.model.AlertId;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Outbox;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.School;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The type of the kind {@link AlertKinds#ALERT}: it is sent as long as the user and the alert are active, the address is the
 * user's, the window that it fired in is open, the alert's profile serves the user, and use is still at the threshold. It says what is measured when it is sent,
 * not when it fired. Safe for use by several threads.
 */
final class AlertNotice implements NoticeType {
    private static final Set<NoticeState> NOT_NOTIFIED =
            EnumSet.of(NoticeState.SUPPRESSED, NoticeState.FAILED, NoticeState.UNCERTAIN, NoticeState.CANCELLED);

    private final AlertPorts ports;
    private final CrossingReader crossingReader;
    private final InstantSource time;
    private final AlertWords words;
    private final School school;
    private final Addressing addressing;
    private final Outbox outbox;

    AlertNotice(
            AlertPorts ports,
            WindowCalendar calendar,
            School school,
            InstantSource time,
            Addressing addressing,
            Outbox outbox) {
        this.ports = requireNonNull(ports, "ports");
        this.crossingReader = new CrossingReader(ports, calendar);
        this.time = requireNonNull(time, "time");
        this.school = requireNonNull(school, "school");
        this.words = new AlertWords(ports.templates(), school);
        this.addressing = requireNonNull(addressing, "addressing");
        this.outbox = requireNonNull(outbox, "outbox");
    }

    @Override
    public Kind kind() {
        return AlertKinds.ALERT;
    }

    @Override
    public Category category() {
        return Category.NETWORK;
    }

    /** {@code message} is the alert's own words; without any, one of the types is set. */
    @Override
    public Set<String> variables() {
        Set<String> all = new TreeSet<>(AlertWords.VARIABLES);
        all.add("message");
        all.add("school");
        Arrays.stream(Alert.Type.values()).map(Alert.Type::toString).forEach(all::add);
        return all;
    }

    /** Twice is better than never: whoever misses it is cut off without a word. */
    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.SEND_AGAIN;
    }

    @Override
    public boolean keepsWords() {
        return true;
    }

    @Override
    public boolean canWait() {
        return true;
    }

    @Override
    public Verdict check(Notice notice) {
        UserId id = user(notice);
        User user = ports.users().byId(List.of(id)).get(id);
        Allowance allowance =
                user == null ? null : ports.quotas().check(List.of(id)).get(id);
        if (user == null || !user.active() || allowance == null) {
            return new Verdict.Suppress(SuppressReason.USER_GONE.name());
        }
        Alert alert = alert(notice);
        if (alert == null) {
            return new Verdict.Suppress(SuppressReason.ALERT_INACTIVE.name());
        }
        List<Crossing> crossings = crossingReader
                .of(List.of(alert), List.of(allowance), time.instant())
                .getOrDefault(id, List.of());
        return crossings.stream()
                .filter(crossing -> crossing.reached() && slot(crossing).equals(notice.slot()))
                .findFirst()
                .<Verdict>map(crossing -> current(notice, user, crossing, allowance))
                .orElseGet(() -> new Verdict.Suppress(SuppressReason.BELOW_THRESHOLD.name()));
    }

    private Verdict current(Notice notice, User user, Crossing crossing, Allowance allowance) {
        Alert alert = crossing.alert();
        Map<String, String> values = AlertWords.named(words.facts(crossing, allowance, notice.language()), user);
        return addressing.verdict(
                Addressing.Person.of(user, school),
                notice,
                words.values(values, alert.type(), words.message(alert, notice.language(), values)));
    }

    /** The window of a crossing, as its notices name it. */
    static String slot(Crossing crossing) {
        return crossing.windowKey().toString();
    }

    /**
     * Arms the alert again, unless another channel has notified the user: a user who was not notified is to be when use reaches the
     * threshold once more in the same window. So is a user whose notice may have gone out before a crash: twice is better than never.
     */
    @Override
    public void suppressed(Tx tx, Notice notice, String reason, Instant at) {
        if (isNotifiedOtherwise(notice)) {
            return;
        }
        String[] revision = notice.revision().split("/", 2);
        Crossing.Key key = new Crossing.Key(
                AlertId.parse(notice.subject().id()),
                user(notice),
                Integer.parseInt(revision[0]),
                WindowKey.parse(notice.slot()));
        ports.alerts().add(tx, List.of(new Firing(key, Integer.parseInt(revision[1]) + 1, null, at)));
    }

    /** Whether a notice of the same firing has certainly gone out by another channel, or will. */
    private boolean isNotifiedOtherwise(Notice notice) {
        try (Stream<Notice.Entry> history = outbox.history(NoticeFilter.all().to(notice.recipient()))) {
            return history.takeWhile(entry -> !entry.notice().queuedAt().isBefore(notice.queuedAt()))
                    .filter(entry -> !NOT_NOTIFIED.contains(entry.state()))
                    .map(Notice.Entry::notice)
                    .anyMatch(other -> !other.channel().equals(notice.channel())
                            && other.kind().equals(notice.kind())
                            && other.subject().equals(notice.subject())
                            && other.revision().equals(notice.revision())
                            && other.slot().equals(notice.slot()));
        }
    }

    @Override
    public Map<String, String> sample(Locale language) {
        Map<String, String> values = new HashMap<>();
        AlertWords.VARIABLES.forEach(name -> values.put(name, ""));
        values.put("username", SampleWords.of(language, "prenom.nom", "first.last"));
        values.put("percent", "85");
        values.put("threshold", "80");
        values.put("remaining_gb", SampleWords.of(language, "7,5", "7.5"));
        values.put("used_gb", SampleWords.of(language, "42,5", "42.5"));
        values.put("limit_gb", "50");
        values.put("profile", SampleWords.of(language, "Étudiant", "Student"));
        return words.values(values, Alert.Type.QUOTA_WARNING, "");
    }

    /** The alert of a notice; null if it is no longer active. */
    private @Nullable Alert alert(Notice notice) {
        return ports.alerts().all().stream()
                .filter(alert -> alert.active()
                        && alert.id().toString().equals(notice.subject().id()))
                .findFirst()
                .orElse(null);
    }

    private static UserId user(Notice notice) {
        return new UserId(notice.recipient().id());
    }
}
