package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Addressing;
import dev.cartable.notice.internal.SampleWords;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.School;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
    public Category category() {
        return Category.NETWORK;
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
    public Verdict check(Notice notice) {
        UserId id = new UserId(notice.recipient().id());
        PromotionId of = new PromotionId(notice.subject().id());
        User user = ports.users().byId(List.of(id)).get(id);
        Promotion promotion = ports.users().promotions(List.of(of)).get(of);
        if (user == null || !user.active() || promotion == null) {
            return new Verdict.Suppress(SuppressReason.SUPERVISOR_GONE.name());
        }
        if (!ports.alerts().supervisors().getOrDefault(of, Set.of()).contains(id)) {
            return new Verdict.Suppress(SuppressReason.NOT_SUPERVISOR.name());
        }
        SummaryLines.OfDay all = lines.of(of, LocalDate.parse(notice.slot()));
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
    public Map<String, String> sample(Locale language) {
        return Map.of(
                "username", SampleWords.of(language, "prenom.nom", "first.last"),
                "promotion", "L3 Info",
                "day", SampleWords.day(language, 0),
                "count", "1",
                "list", SampleWords.of(language, "- prenom.nom\u00A0: 80\u00A0%, 14:32", "- first.last: 80%, 14:32"),
                "school", school.name());
    }
}
