package dev.cartable.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.alert.AlertException.Problem;
import dev.cartable.alert.model.Alert;
import dev.cartable.quota.QuotaWorld;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Window;
import dev.cartable.work.internal.TimeOrderedIds;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EditAlertsTest {
    private final QuotaWorld school = new QuotaWorld();
    private final Alerts alerts = school.cartable().alerts();
    private final Profile student =
            school.profile("Étudiant", profile -> profile.atMost(Window.DAY, DataSize.ofGibibytes(5)));

    private Alert.Builder warning(int threshold) {
        return Alert.of(alerts.newId(), student.id(), Alert.Type.QUOTA_WARNING).threshold(threshold);
    }

    private void assertRefused(Problem problem, Alert alert, UnaryOperator<Alert> change) {
        assertThatExceptionOfType(AlertException.class)
                .isThrownBy(() -> alerts.change(alert.id(), change))
                .returns(problem, AlertException::problem);
    }

    @Test
    void alertsAreFoundByTheirIdAndInTheOrderInWhichTheyWereMade() {
        Alert first = alerts.add(warning(80).build());
        Alert second = alerts.add(warning(50).build());

        assertThat(alerts.all()).containsExactly(first, second);
        assertThat(alerts.find(first.id())).contains(first);
        assertThat(alerts.find(alerts.newId())).isEmpty();
    }

    @Test
    void aChangeReturnsWhatWasWritten() {
        Alert alert = alerts.add(warning(80).build());

        Alert changed = alerts.change(
                alert.id(), before -> before.toBuilder().threshold(90).build());

        assertThat(changed.threshold()).isEqualTo(90);
        assertThat(alerts.find(alert.id()).map(Alert::threshold)).contains(90);
    }

    @Test
    void anAlertOfAProfileThatDoesNotExistIsNeitherAddedNorKept() {
        ProfileId none = new ProfileId(TimeOrderedIds.next(school.now()));
        Alert alert = alerts.add(warning(80).build());

        assertThatExceptionOfType(AlertException.class)
                .isThrownBy(() -> alerts.add(warning(50).profile(none).build()))
                .returns(Problem.UNKNOWN_PROFILE, AlertException::problem)
                .satisfies(refused -> assertThat(refused.facts()).containsEntry("profile", none.toString()));
        assertRefused(
                Problem.UNKNOWN_PROFILE,
                alert,
                before -> before.toBuilder().profile(none).build());
        assertThat(alerts.all()).containsExactly(alert);
    }

    @Test
    void aChangeOfTheWordsIsCheckedAsNewWordsAre() {
        Alert alert = alerts.add(warning(80).template("{percent} %").build());

        assertRefused(
                Problem.FAULTY_WORDS,
                alert,
                before -> before.toBuilder().template("{balance}").build());
        assertThat(alerts.all()).containsExactly(alert);
    }

    @Test
    void anAlertThatIsUnknownOrWasChangedMeanwhileIsNotChanged() {
        Alert alert = alerts.add(warning(80).build());
        assertRefused(Problem.UNKNOWN_ALERT, warning(80).build(), before -> before);

        assertRefused(Problem.CHANGED_MEANWHILE, alert, before -> {
            alerts.change(alert.id(), other -> other.toBuilder().threshold(70).build());
            return before.toBuilder().threshold(90).build();
        });

        assertThat(alerts.find(alert.id()).map(Alert::threshold))
                .as("the change of the other is kept")
                .contains(70);
    }
}
