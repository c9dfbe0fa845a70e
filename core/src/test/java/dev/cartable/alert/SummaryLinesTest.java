package dev.cartable.alert;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.L3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.alert.model.Alert.Firing;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.quota.QuotaWorld;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What supervisors read of a day. */
class SummaryLinesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    private final QuotaWorld school = new QuotaWorld();
    private final Profile student =
            school.profile("Étudiant", profile -> profile.atMost(Window.DAY, DataSize.ofGibibytes(5)));

    private Alert alert(Alert.Type type, int threshold) {
        Alerts alerts = school.cartable().alerts();
        return alerts.add(Alert.of(alerts.newId(), student.id(), type)
                .threshold(threshold)
                .build());
    }

    private void fired(Alert alert, UserId user, String at) {
        Crossing.Key key = new Crossing.Key(alert.id(), user, alert.threshold(), new WindowKey.Dated(Window.DAY, DAY));
        Firing firing = new Firing(key, 1, null, Instant.parse(at));
        school.stores().unitOfWork().run(tx -> school.stores().alerts().add(tx, List.of(firing)));
    }

    private List<String> lines(Locale language) {
        return new SummaryLines(
                        new AlertPorts(
                                school.stores().unitOfWork(),
                                school.stores().users(),
                                school.cartable().quotas(),
                                school.stores().alerts(),
                                new TemplateRenderer(
                                        school.stores().templates(), school.school(), MailDesign.defaults())),
                        school.school())
                .of(L3, DAY)
                .in(language);
    }

    @Test
    void eachTypeOfAlertHasItsWordsInBothLanguages() {
        fired(alert(Alert.Type.QUOTA_WARNING, 80), JOHN, "2026-11-21T08:00:00Z");
        fired(alert(Alert.Type.QUOTA_FORECAST, 120), JOHN, "2026-11-21T09:00:00Z");
        fired(alert(Alert.Type.QUOTA_EXCEEDED, 100), JOHN, "2026-11-21T10:05:00Z");
        fired(alert(Alert.Type.VALIDITY_EXPIRING, 90), JOHN, "2026-11-21T11:00:00Z");

        assertThat(lines(Locale.FRENCH))
                .containsExactly(
                        "john\u00A0: quota bientôt épuisé, 80\u00A0%, 08:00",
                        "john\u00A0: épuisement du quota prévu, 120\u00A0%, 09:00",
                        "john\u00A0: quota épuisé, 100\u00A0%, 10:05",
                        "john\u00A0: fin de validité proche, 90\u00A0%, 11:00");
        assertThat(lines(Locale.ENGLISH))
                .containsExactly(
                        "john: quota nearly used up, 80%, 08:00",
                        "john: quota forecast to be used up, 120%, 09:00",
                        "john: quota used up, 100%, 10:05",
                        "john: validity ends soon, 90%, 11:00");
    }

    @Test
    void linesStandByUserAndTimeAndOfOneMomentInTheOrderOfTheAlerts() {
        Alert first = alert(Alert.Type.QUOTA_WARNING, 50);
        Alert second = alert(Alert.Type.QUOTA_WARNING, 80);
        fired(second, JOHN, "2026-11-21T08:00:00Z");
        fired(first, JOHN, "2026-11-21T09:00:00Z");
        fired(second, AWA, "2026-11-21T10:00:00Z");
        fired(first, AWA, "2026-11-21T10:00:00Z");

        assertThat(lines(Locale.ENGLISH))
                .extracting(line -> line.replace("quota nearly used up, ", ""))
                .containsExactly("awa: 50%, 10:00", "awa: 80%, 10:00", "john: 80%, 08:00", "john: 50%, 09:00");
    }

    @Test
    void whatFiredAtTheVeryStartOfADayIsThatDays() {
        Alert alert = alert(Alert.Type.QUOTA_WARNING, 80);
        fired(alert, JOHN, "2026-11-21T00:00:00Z");
        fired(alert, AWA, "2026-11-22T00:00:00Z");

        assertThat(lines(Locale.ENGLISH)).containsExactly("john: quota nearly used up, 80%, 00:00");
    }
}
