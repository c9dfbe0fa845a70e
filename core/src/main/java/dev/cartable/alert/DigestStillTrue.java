package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.port.AlertPorts;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.model.Verdict;
import dev.cartable.notice.port.StillTrue;
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

/**
 * The facts behind {@link AlertKinds#DIGEST}: it is told as long as the user is active and supervises the promotion. Safe for use
 * by several threads.
 */
public final class DigestStillTrue implements StillTrue {
    private final AlertPorts ports;
    private final DigestLines lines;
    private final School school;

    public DigestStillTrue(AlertPorts ports, School school) {
        this.ports = requireNonNull(ports, "ports");
        this.school = requireNonNull(school, "school");
        this.lines = new DigestLines(ports, school);
    }

    @Override
    public Kind kind() {
        return AlertKinds.DIGEST;
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
    public boolean canWait() {
        return true;
    }

    @Override
    public Map<NoticeId, Verdict> check(Collection<Notice> notices) {
        Map<PromotionId, Set<UserId>> supervisors = ports.alerts().supervisors();
        Map<NoticeId, Verdict> verdicts = new HashMap<>();
        notices.forEach(notice -> verdicts.put(notice.id(), verdict(notice, supervisors)));
        return verdicts;
    }

    private Verdict verdict(Notice notice, Map<PromotionId, Set<UserId>> supervisors) {
        UserId id = new UserId(notice.recipient().id());
        PromotionId of = new PromotionId(notice.subject().id());
        User user = ports.quota().users().byId(List.of(id)).get(id);
        Promotion promotion = ports.quota().users().promotions(List.of(of)).get(of);
        if (user == null || !user.active() || promotion == null) {
            return new Verdict.Suppress("the supervisor or the promotion is gone or inactive");
        }
        if (!supervisors.getOrDefault(of, Set.of()).contains(id)) {
            return new Verdict.Suppress("the user no longer supervises the promotion");
        }
        LocalDate day = LocalDate.parse(notice.slot());
        List<String> told = lines.of(of, day, notice.language());
        return told.isEmpty()
                ? new Verdict.Suppress("none of the alerts is that promotion's any more")
                : new Verdict.Tell(Map.of(
                        "username", user.userName(),
                        "promotion", promotion.name(),
                        "day", Phrases.date(day, notice.language()),
                        "count", Integer.toString(told.size()),
                        "list",
                                String.join(
                                        "\n",
                                        told.stream().map(line -> "- " + line).toList()),
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
