package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.School;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The type of the kind {@link AlertKinds#SUMMARY}: it is sent as long as the user is active, has the address and supervises the promotion. Safe for use
 * by several threads.
 */
final class SummaryNotice implements NoticeType {
    private final AlertPorts ports;
    private final SummaryLines lines;
    private final School school;
    private final Addressing addressing;

    SummaryNotice(AlertPorts ports, School school, Addressing addressing) {
        this.ports = requireNonNull(ports, "ports");
        this.school = requireNonNull(school, "school");
        this.addressing = requireNonNull(addressing, "addressing");
        this.lines = new SummaryLines(ports, school);
    }

    @Override
    public Kind kind() {
        return AlertKinds.SUMMARY;
    }

    @Override
    public Set<String> variables() {
        return Set.of("username", "promotion", "day", "count", "list", "school");
    }

    /** A day's list that comes twice does no harm. */
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
    public Map<NoticeId, Verdict> check(Collection<Notice> notices) {
        Map<PromotionId, Set<UserId>> supervisors = ports.alerts().supervisors();
        Map<UserId, User> users =
                ports.users().byId(notices.stream().map(SummaryNotice::user).collect(Collectors.toSet()));
        Map<PromotionId, Promotion> promotions = ports.users()
                .promotions(notices.stream().map(SummaryNotice::promotion).collect(Collectors.toSet()));
        Map<SummaryKey, SummaryLines.OfDay> days = new HashMap<>();
        Map<NoticeId, Verdict> verdicts = new HashMap<>();
        for (Notice notice : notices) {
            PromotionId of = promotion(notice);
            LocalDate day = LocalDate.parse(notice.slot());
            verdicts.put(
                    notice.id(),
                    verdict(
                            notice,
                            users.get(user(notice)),
                            promotions.get(of),
                            supervisors.getOrDefault(of, Set.of()),
                            () -> days.computeIfAbsent(new SummaryKey(of, day), key -> lines.of(of, day))));
        }
        return verdicts;
    }

    private record SummaryKey(PromotionId promotion, LocalDate day) {}

    private static UserId user(Notice notice) {
        return new UserId(notice.recipient().id());
    }

    private static PromotionId promotion(Notice notice) {
        return new PromotionId(notice.subject().id());
    }

    private Verdict verdict(
            Notice notice,
            @Nullable User user,
            @Nullable Promotion promotion,
            Set<UserId> supervisors,
            Supplier<SummaryLines.OfDay> ofDay) {
        if (user == null || !user.active() || promotion == null) {
            return new Verdict.Suppress(SuppressReason.SUPERVISOR_GONE.name());
        }
        if (!supervisors.contains(user.id())) {
            return new Verdict.Suppress(SuppressReason.NOT_SUPERVISOR.name());
        }
        SummaryLines.OfDay all = ofDay.get();
        List<String> texts = all.in(notice.language());
        return texts.isEmpty()
                ? new Verdict.Suppress(SuppressReason.NO_ALERT_LEFT.name())
                : addressing.verdict(
                        Addressing.Person.of(user, school),
                        notice,
                        Map.of(
                                "username", user.userName(),
                                "promotion", promotion.name(),
                                "day", Phrases.date(all.day(), notice.language()),
                                "count", Integer.toString(texts.size()),
                                "list",
                                        String.join(
                                                "\n",
                                                texts.stream()
                                                        .map(line -> "- " + line)
                                                        .toList()),
                                "school", school.name()));
    }

    @Override
    public Map<String, String> sample() {
        return Map.of(
                "username", "prenom.nom",
                "promotion", "L3 Info",
                "day", Phrases.date(LocalDate.of(2026, 3, 3), school.language()),
                "count", "1",
                "list", "- prenom.nom: 80%, 14:32",
                "school", school.name());
    }
}
