package dev.cartable.alert;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Firing;
import dev.cartable.alert.model.AlertId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.School;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The alerts of a promotion on a day, as lines of a list. */
final class SummaryLines {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final AlertPorts ports;
    private final School school;

    SummaryLines(AlertPorts ports, School school) {
        this.ports = ports;
        this.school = school;
    }

    /** What fired for a promotion's users on a day, by user name and time. */
    OfDay of(PromotionId promotion, LocalDate day) {
        Map<UserId, User> users = new LinkedHashMap<>();
        try (Stream<User> all = ports.users().of(promotion)) {
            all.forEach(user -> users.put(user.id(), user));
        }
        Instant start = day.atStartOfDay(school.zone()).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(school.zone()).toInstant();
        List<Firing> fired = ports.alerts().fired(users.keySet(), start, end);
        if (fired.isEmpty()) {
            return new OfDay(day, List.of());
        }
        Map<AlertId, Alert> alerts =
                ports.alerts().all().stream().collect(Collectors.toMap(Alert::id, Function.identity()));
        return new OfDay(day, lines(fired, users, alerts));
    }

    private static List<Line> lines(List<Firing> fired, Map<UserId, User> users, Map<AlertId, Alert> alerts) {
        return fired.stream()
                .map(firing -> {
                    User user = users.get(firing.key().user());
                    Alert alert = alerts.get(firing.key().alert());
                    return user == null || alert == null ? null : new Line(user, alert, firing);
                })
                .filter(Objects::nonNull)
                .sorted(Comparator.<Line, String>comparing(line -> line.user().userName())
                        .thenComparing(line -> line.firing().at())
                        .thenComparing(line -> line.firing().key()))
                .toList();
    }

    /** The alerts of one day, in any language. */
    final class OfDay {
        private final LocalDate day;
        private final List<Line> lines;

        private OfDay(LocalDate day, List<Line> lines) {
            this.day = day;
            this.lines = lines;
        }

        LocalDate day() {
            return day;
        }

        boolean isEmpty() {
            return lines.isEmpty();
        }

        List<String> in(Locale language) {
            return lines.stream().map(line -> words(line, language)).toList();
        }
    }

    private record Line(User user, Alert alert, Firing firing) {}

    private String words(Line line, Locale language) {
        boolean french = "fr".equals(language.getLanguage());
        return line.user().userName() + (french ? "\u00A0: " : ": ")
                + type(line.alert().type(), french) + ", "
                + line.firing().key().threshold() + (french ? "\u00A0%, " : "%, ")
                + TIME.format(line.firing().at().atZone(school.zone()));
    }

    private static String type(Alert.Type type, boolean french) {
        return switch (type) {
            case QUOTA_WARNING -> french ? "quota bientôt épuisé" : "quota nearly used up";
            case QUOTA_EXCEEDED -> french ? "quota épuisé" : "quota used up";
            case QUOTA_FORECAST -> french ? "épuisement du quota prévu" : "quota forecast to be used up";
            case VALIDITY_EXPIRING -> french ? "fin de validité proche" : "validity ends soon";
        };
    }
}
