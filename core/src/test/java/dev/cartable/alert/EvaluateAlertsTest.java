package dev.cartable.alert;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.L3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.alert.model.Alert;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.quota.QuotaWorld;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluateAlertsTest {
    private static final String TEMPLATE =
            "Attention {username}, vous avez utilisé {percent}% de votre quota. Il reste {remaining_gb} Go.";

    private final QuotaWorld school = new QuotaWorld();
    private Profile student = school.profile(
            "Étudiant",
            profile -> profile.atMost(Window.DAY, DataSize.ofGibibytes(5)).validity(Validity.days(30)));

    @BeforeEach
    void assign() {
        school.assign(Holder.of(L3), student);
    }

    private Alert alert(Alert.Type type, int threshold, Set<Channel> channels, @Nullable String template) {
        Alerts alerts = school.cartable().alerts();
        return alerts.add(new Alert(
                alerts.newId(),
                student.id(),
                type,
                threshold,
                Alert.DEFAULT_HYSTERESIS,
                channels,
                Set.of(),
                template,
                true,
                0));
    }

    private Alert warning(int threshold) {
        return alert(Alert.Type.QUOTA_WARNING, threshold, Set.of(Channel.EMAIL), TEMPLATE);
    }

    private List<EvaluateAlerts.Step> check() {
        List<EvaluateAlerts.Step> fired = new ArrayList<>();
        school.cartable().alerts().evaluate().run(fired::add);
        return fired;
    }

    private List<Notice.Entry> queued() {
        try (var all = school.cartable().notices().list()) {
            return all.toList();
        }
    }

    @Test
    void anAlertFiresOnceInAWindowAndAgainInTheNext() {
        warning(80);
        school.use(JOHN, DataSize.ofGibibytes(4).bytes() - 1);
        assertThat(check()).isEmpty();
        school.use(JOHN, 1);

        assertThat(check())
                .extracting(EvaluateAlerts.Step::message)
                .containsExactly("Attention john, vous avez utilisé 80% de votre quota. Il reste 1 Go.");
        assertThat(check()).isEmpty();
        school.use(JOHN, 1_000_000);
        assertThat(check()).isEmpty();
        assertThat(queued()).hasSize(1);

        school.pass(Duration.ofDays(1));
        assertThat(check()).isEmpty();
        school.use(JOHN, DataSize.ofGibibytes(5).bytes());
        assertThat(check()).hasSize(1);
        assertThat(queued()).hasSize(2);
    }

    @Test
    void aPlanShowsTheMessagesAndWritesNothing() {
        warning(80);
        school.use(JOHN, DataSize.ofGibibytes(5).bytes());
        List<EvaluateAlerts.Step> planned = new ArrayList<>();

        EvaluateAlerts.Counts counts = school.cartable().alerts().evaluate().plan(planned::add);

        assertThat(counts).isEqualTo(new EvaluateAlerts.Counts(2, 1, 0, 1));
        assertThat(planned).extracting(EvaluateAlerts.Step::percent).containsExactly(100);
        assertThat(queued()).isEmpty();
        assertThat(check()).hasSize(1);
    }

    @Test
    void ofSeveralThatAreReachedInOneStepOnlyTheHighestIsTold() {
        warning(50);
        warning(80);
        alert(Alert.Type.QUOTA_EXCEEDED, 100, Set.of(Channel.EMAIL), null);
        school.use(JOHN, DataSize.ofGibibytes(2).bytes());
        assertThat(check()).isEmpty();
        school.use(JOHN, DataSize.ofGibibytes(3).bytes());

        List<EvaluateAlerts.Step> fired = check();

        assertThat(fired).hasSize(3);
        assertThat(fired.stream().filter(EvaluateAlerts.Step::notified))
                .singleElement()
                .satisfies(step -> assertThat(step.crossing().alert().type()).isEqualTo(Alert.Type.QUOTA_EXCEEDED));
        assertThat(queued()).hasSize(1);
        assertThat(check()).isEmpty();
    }

    @Test
    void aRaisedLimitArmsItAgainOnlyWellBelowTheThreshold() {
        warning(80);
        school.use(JOHN, DataSize.ofGibibytes(4).bytes());
        assertThat(check()).hasSize(1);

        limit(DataSize.ofBytes(DataSize.ofGibibytes(4).bytes() * 100 / 78));
        assertThat(check()).isEmpty();
        limit(DataSize.ofGibibytes(5));
        assertThat(check()).as("78 % is not well below 80 %").isEmpty();

        limit(DataSize.ofGibibytes(10));
        assertThat(check()).isEmpty();
        limit(DataSize.ofGibibytes(5));
        assertThat(check()).as("40 % was").hasSize(1);
        assertThat(queued()).hasSize(2);
    }

    private void limit(DataSize size) {
        student =
                school.cartable().quotas().profiles().change(student.id(), profile -> profile.atMost(Window.DAY, size));
    }

    @Test
    void whoHasNoAddressIsToldInTheApplicationIfTheAlertSaysSo() {
        warning(80);
        school.use(AWA, DataSize.ofGibibytes(5).bytes());
        assertThat(check())
                .singleElement()
                .satisfies(step -> assertThat(step.notices()).isZero());
        assertThat(queued()).isEmpty();

        alert(Alert.Type.QUOTA_EXCEEDED, 100, Set.of(Channel.EMAIL, Channel.IN_APP), null);

        assertThat(check())
                .singleElement()
                .satisfies(step -> assertThat(step.message()).contains("awa").contains("used up"));
        assertThat(queued()).extracting(entry -> entry.notice().channel()).containsExactly(Channel.IN_APP);
    }

    @Test
    void aValidityThatEndsIsToldOf() {
        alert(Alert.Type.VALIDITY_EXPIRING, 90, Set.of(Channel.EMAIL), null);
        school.pass(Duration.ofDays(26));
        assertThat(check()).isEmpty();
        school.pass(Duration.ofDays(1));

        assertThat(check()).extracting(step -> step.user()).containsExactlyInAnyOrder(JOHN, AWA);
        assertThat(check()).isEmpty();
    }

    private void useDaily(long bytes, int days) {
        for (int i = 0; i < days; i++) {
            school.use(JOHN, bytes);
            school.pass(Duration.ofDays(1));
        }
    }

    private Profile monthly(long gibibytes) {
        student = school.cartable()
                .quotas()
                .profiles()
                .change(
                        student.id(),
                        profile -> profile.atMost(Window.DAY, DataSize.ofGibibytes(1_000))
                                .atMost(Window.MONTH, DataSize.ofGibibytes(gibibytes)));
        return student;
    }

    @Test
    void aForecastNeedsThreeDaysWithUseAndSaysWhenNothingWillBeLeft() {
        monthly(10);
        alert(
                Alert.Type.QUOTA_FORECAST,
                100,
                Set.of(Channel.EMAIL),
                "{username} : {percent} % prévus, épuisé {used_up_on}, reste {remaining_gb}");
        useDaily(DataSize.ofGibibytes(2).bytes(), 2);
        assertThat(check()).as("two days of data, however much was used").isEmpty();
        school.use(JOHN, DataSize.ofGibibytes(2).bytes());

        // 6 GiB in the 48 hours since the profile was assigned: the other 4 last for 32 hours more.
        assertThat(check())
                .extracting(EvaluateAlerts.Step::message)
                .containsExactly("john : 287 % prévus, épuisé mardi 24 novembre 2026, reste 4");
        assertThat(check()).isEmpty();
    }

    @Test
    void whatWillLastUntilTheEndIsNotForecast() {
        monthly(1_000);
        alert(Alert.Type.QUOTA_FORECAST, 100, Set.of(Channel.EMAIL), null);
        useDaily(DataSize.ofGibibytes(1).bytes(), 5);

        assertThat(check()).isEmpty();
    }

    @Test
    void aForecastGivesWayToWhatIsSoAlready() {
        monthly(10);
        alert(Alert.Type.QUOTA_FORECAST, 100, Set.of(Channel.EMAIL), null);
        warning(80);
        useDaily(DataSize.ofGibibytes(2).bytes(), 2);
        school.use(JOHN, DataSize.ofGibibytes(4).bytes());

        assertThat(check().stream().filter(EvaluateAlerts.Step::notified))
                .singleElement()
                .satisfies(step -> assertThat(step.crossing().alert().type()).isEqualTo(Alert.Type.QUOTA_WARNING));
    }

    @Test
    void severalNodesThatCheckAtOnceTellItOnce() throws Exception {
        warning(80);
        school.use(JOHN, DataSize.ofGibibytes(5).bytes());
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> checks = IntStream.range(0, 8)
                    .<Callable<Integer>>mapToObj(i -> () -> check().size())
                    .toList();
            int fired = 0;
            for (Future<Integer> result : nodes.invokeAll(checks)) {
                fired += result.get();
            }
            assertThat(fired).isEqualTo(1);
        } finally {
            nodes.shutdownNow();
        }
        assertThat(queued()).hasSize(1);
    }

    @Test
    void anAlertWhoseProfileDoesNotServeTheUserIsNotTheirs() {
        warning(80);
        school.assign(Holder.of(JOHN), school.profile("Autre", p -> p.atMost(Window.DAY, DataSize.ofBytes(1))));
        school.use(JOHN, 10);

        assertThat(check()).isEmpty();
    }

    @Test
    void wordsThatCannotBeFilledAreRefusedAndTheMistakeIsNamed() {
        assertThatExceptionOfType(AlertException.class)
                .isThrownBy(() -> alert(
                        Alert.Type.QUOTA_WARNING, 80, Set.of(Channel.EMAIL), "Bonjour {username}\nsolde {balance}"))
                .returns(AlertException.Problem.FAULTY_WORDS, AlertException::problem)
                .satisfies(refused -> {
                    assertThat(refused.facts().get("faults")).contains("line 2", "balance");
                    assertThat(refused.facts().get("variables")).contains("{remaining_gb}");
                });
        assertThat(school.cartable().alerts().all()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> warning(0)).withMessageContaining("threshold of 0");
    }

    @Test
    void anAlertThatIsDeactivatedNoLongerFires() {
        Alert alert = warning(80);
        school.cartable()
                .alerts()
                .change(alert.id(), before -> before.toBuilder().active(false).build());
        school.use(JOHN, DataSize.ofGibibytes(5).bytes());

        assertThat(check()).isEmpty();
    }

    @Test
    void aPassCountsUsersFiringsAndMessages() {
        warning(50);
        warning(80);
        alert(Alert.Type.QUOTA_EXCEEDED, 100, Set.of(Channel.EMAIL, Channel.IN_APP), null);
        school.use(JOHN, DataSize.ofGibibytes(5).bytes());
        school.use(AWA, DataSize.ofGibibytes(3).bytes());

        // John's two lower alerts give way, and Awa has no address.
        assertThat(school.cartable().alerts().evaluate().run(step -> {}))
                .isEqualTo(new EvaluateAlerts.Counts(2, 4, 3, 2));
    }

    @Test
    void ofTwoThatSayTheSameTheOneThatWasMadeFirstIsTold() {
        Alert first = warning(80);
        warning(80);
        school.use(JOHN, DataSize.ofGibibytes(4).bytes());

        assertThat(check().stream().filter(EvaluateAlerts.Step::notified))
                .extracting(step -> step.crossing().alert())
                .containsExactly(first);
    }

    @Test
    void useThatFellByExactlyTheHysteresisIsNotWellBelowTheThreshold() {
        warning(80);
        school.use(JOHN, DataSize.ofGibibytes(4).bytes());
        assertThat(check()).hasSize(1);

        limit(DataSize.ofBytes(DataSize.ofGibibytes(4).bytes() * 100 / 75));
        check();
        limit(DataSize.ofGibibytes(5));
        assertThat(check()).as("75 % is five below 80 %, not more").isEmpty();

        limit(DataSize.ofBytes(DataSize.ofGibibytes(4).bytes() * 100 / 74));
        check();
        limit(DataSize.ofGibibytes(5));
        assertThat(check()).as("74 % is more").hasSize(1);
    }

    @Test
    void alertsAreNotCheckedInsideATransactionOfTheHost() {
        warning(80);
        school.use(JOHN, DataSize.ofGibibytes(5).bytes());

        school.stores()
                .unitOfWork()
                .run(tx -> assertThatIllegalStateException()
                        .isThrownBy(this::check)
                        .withMessageContaining("checking alerts"));

        assertThat(queued()).isEmpty();
    }

    @Test
    void aForecastIsMadeOnlyOfTheWindowsThatTheAlertWatches() {
        monthly(10);
        Alerts alerts = school.cartable().alerts();
        alerts.add(Alert.of(alerts.newId(), student.id(), Alert.Type.QUOTA_FORECAST)
                .windows(Set.of(Window.WEEK))
                .build());
        useDaily(DataSize.ofGibibytes(2).bytes(), 3);

        assertThat(check()).isEmpty();
    }

    @Test
    void aForecastForAValidityCountsTheDaysSinceItBegan() {
        student = school.cartable()
                .quotas()
                .profiles()
                .change(
                        student.id(),
                        profile -> profile.atMost(Window.CYCLE, DataSize.ofGibibytes(5))
                                .validity(Validity.days(60)));
        alert(Alert.Type.QUOTA_FORECAST, 100, Set.of(Channel.EMAIL), null);
        useDaily(DataSize.ofGibibytes(1).bytes(), 3);
        school.set("2026-12-15T10:00:00Z");

        // 3 GiB in 24 of 60 days; the three days with use are long before the month.
        assertThat(check()).extracting(EvaluateAlerts.Step::percent).containsExactly(150);
    }

    @Test
    void anAlertsWordsMayNameProfileAmountsAndTheEnd() {
        String words = "{profile} : {used_gb} sur {limit_gb} Gio, reste {remaining_gb}, jusqu'au {reset_at}";
        alert(Alert.Type.QUOTA_WARNING, 80, Set.of(Channel.EMAIL), words);
        // 4.999 GiB: amounts are cut after two digits, never rounded up.
        school.use(JOHN, DataSize.ofGibibytes(5).bytes() - 1_048_576);
        assertThat(check())
                .extracting(EvaluateAlerts.Step::message)
                .singleElement()
                .asString()
                .startsWith("Étudiant : 4,99 sur 5 Gio, reste 0, jusqu'au 22 novembre 2026")
                .contains("00:00");
    }

    @Test
    void theEndOfAValidityIsTheOneThatIsNamed() {
        alert(Alert.Type.VALIDITY_EXPIRING, 90, Set.of(Channel.EMAIL), "{username} : {reset_at}");
        school.pass(Duration.ofDays(27));

        assertThat(check())
                .extracting(EvaluateAlerts.Step::message)
                .anySatisfy(message -> assertThat(message).startsWith("john : 21 décembre 2026"));
    }
}
