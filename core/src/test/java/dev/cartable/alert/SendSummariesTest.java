package dev.cartable.alert;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.L3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import dev.cartable.alert.AlertException.Problem;
import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.alert.model.Alert.Firing;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.quota.QuotaWorld;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendSummariesTest {
    private static final UserId HEAD = new UserId("head");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    private final QuotaWorld school = new QuotaWorld();

    @BeforeEach
    void alertsFire() {
        Profile student = school.profile("Étudiant", profile -> profile.atMost(Window.DAY, DataSize.ofGibibytes(5)));
        school.assign(Holder.of(L3), student);
        Alerts alerts = school.cartable().alerts();
        alerts.add(new Alert(
                alerts.newId(),
                student.id(),
                Alert.Type.QUOTA_WARNING,
                80,
                Alert.DEFAULT_HYSTERESIS,
                Set.of(Channel.IN_APP),
                Set.of(),
                null,
                true,
                0));
        school.stores()
                .unitOfWork()
                .run(tx -> school.stores()
                        .userStore()
                        .save(tx, List.of(new User(HEAD, "head", "head@example.org", null, null, true))));
        school.use(JOHN, DataSize.ofGibibytes(4).bytes());
        school.cartable().alerts().evaluate().run(step -> {});
        school.pass(Duration.ofMinutes(90));
        school.use(AWA, DataSize.ofGibibytes(5).bytes());
        school.cartable().alerts().evaluate().run(step -> {});
        summaries().supervise(L3, Set.of(HEAD));
    }

    private SendSummaries summaries() {
        return school.cartable().alerts().summaries();
    }

    private List<SendSummaries.Summary> apply(LocalDate day) {
        List<SendSummaries.Summary> told = new ArrayList<>();
        summaries().run(day, told::add);
        return told;
    }

    private long queued() {
        try (var all = school.cartable().notices().list()) {
            return all.filter(entry -> entry.notice().kind().equals(AlertKinds.SUMMARY))
                    .count();
        }
    }

    @Test
    void aDayIsToldOnceToEachSupervisorWhenItIsOver() {
        assertThatExceptionOfType(AlertException.class)
                .isThrownBy(() -> apply(DAY))
                .withMessageContaining("2026-11-20");
        school.pass(Duration.ofDays(1));
        assertThat(summaries().lastDay()).isEqualTo(DAY);
        List<SendSummaries.Summary> planned = new ArrayList<>();
        summaries().plan(DAY, planned::add);
        assertThat(planned)
                .singleElement()
                .satisfies(summary -> assertThat(summary.lines())
                        .hasSize(2)
                        .satisfies(
                                first -> assertThat(first).startsWith("awa\u00A0: quota bientôt épuisé, 80\u00A0%, "),
                                org.assertj.core.api.Assertions.atIndex(0)));
        assertThat(queued()).isZero();

        assertThat(apply(DAY)).hasSize(1);
        assertThat(apply(DAY)).isEmpty();
        assertThat(queued()).isEqualTo(1);
    }

    @Test
    void aDayWithoutAlertsIsNotTold() {
        school.pass(Duration.ofDays(2));

        assertThat(apply(DAY.plusDays(1))).isEmpty();
    }

    @Test
    void whoDoesNotSuperviseAnyMoreIsNotTold() {
        school.pass(Duration.ofDays(1));
        apply(DAY);
        summaries().supervise(L3, Set.of());

        try (var all = school.cartable().notices().list()) {
            var summary = all.filter(entry -> entry.notice().kind().equals(AlertKinds.SUMMARY))
                    .findFirst()
                    .orElseThrow()
                    .notice();
            assertThat(type().check(summary)).isInstanceOf(Verdict.Suppress.class);
            summaries().supervise(L3, Set.of(HEAD));
            assertThat(type().check(summary))
                    .isInstanceOfSatisfying(
                            Verdict.Send.class,
                            tell -> assertThat(tell.variables())
                                    .containsEntry("promotion", "L3 Info")
                                    .containsEntry("count", "2"));
        }
    }

    @Test
    void aSummarySaysWhoIsInThePromotionWhenItIsSent() {
        school.pass(Duration.ofDays(1));
        apply(DAY);
        Notice summary = queuedSummary();

        save(new User(AWA, "awa", null, "en", null, true));
        assertThat(type().check(summary))
                .isInstanceOfSatisfying(
                        Verdict.Send.class,
                        tell -> assertThat(tell.variables())
                                .containsEntry("count", "1")
                                .hasEntrySatisfying(
                                        "list",
                                        list -> assertThat(list)
                                                .contains("john")
                                                .doesNotContain("awa")));

        save(new User(JOHN, "john", null, null, null, true));
        assertThat(type().check(summary)).isEqualTo(new Verdict.Suppress("NO_ALERT_LEFT"));
    }

    @Test
    void aSupervisorWhoIsInactiveGetsNoSummary() {
        school.pass(Duration.ofDays(1));
        apply(DAY);
        Notice summary = queuedSummary();

        save(new User(HEAD, "head", "head@example.org", null, null, false));

        assertThat(type().check(summary)).isEqualTo(new Verdict.Suppress("SUPERVISOR_GONE"));
    }

    @Test
    void aSummaryGoesToTheAddressThatTheSupervisorHasNow() {
        school.pass(Duration.ofDays(1));
        apply(DAY);
        Notice summary = queuedSummary();

        save(new User(HEAD, "head", "new.head@example.org", null, null, true));
        assertThat(type().check(summary))
                .isInstanceOfSatisfying(
                        Verdict.Send.class,
                        send -> assertThat(send.address()).isEqualTo(EmailAddress.of("new.head@example.org")));

        save(new User(HEAD, "head", null, null, null, true));
        assertThat(type().check(summary)).isEqualTo(new Verdict.Suppress("NO_ADDRESS"));

        save(new User(HEAD, "head", "not an address", null, null, true));
        assertThat(type().check(summary)).isEqualTo(new Verdict.Suppress("UNUSABLE_ADDRESS"));
    }

    private Notice queuedSummary() {
        try (var all = school.cartable().notices().list()) {
            return all.map(Notice.Entry::notice)
                    .filter(notice -> notice.kind().equals(AlertKinds.SUMMARY))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void save(User user) {
        school.stores().unitOfWork().run(tx -> school.stores().userStore().save(tx, List.of(user)));
    }

    private SummaryNotice type() {
        return new SummaryNotice(
                new AlertPorts(
                        school.stores().unitOfWork(),
                        school.stores().users(),
                        school.cartable().quotas(),
                        school.stores().alerts(),
                        new TemplateRenderer(school.stores().templates(), school.school(), MailDesign.defaults())),
                school.school(),
                school.cartable().notices().addressing());
    }

    @Test
    void onlyKnownUsersSuperviseKnownPromotions() {
        assertThatExceptionOfType(AlertException.class)
                .isThrownBy(() -> summaries().supervise(L3, Set.of(new UserId("nobody"))))
                .returns(Problem.UNKNOWN_USER, AlertException::problem)
                .returns(Map.of("user", "nobody"), AlertException::facts);
        assertThatExceptionOfType(AlertException.class)
                .isThrownBy(() -> summaries().supervise(new PromotionId("none"), Set.of(HEAD)))
                .returns(Problem.UNKNOWN_PROMOTION, AlertException::problem);
    }

    /** Another promotion, with a user whose alert fired on the day too. */
    private PromotionId secondPromotion() {
        PromotionId other = new PromotionId("m1");
        UserId eve = new UserId("eve");
        school.stores()
                .unitOfWork()
                .run(tx -> school.stores().rosterStore().savePromotions(tx, List.of(new Promotion(other, "M1 Info"))));
        save(new User(eve, "eve", null, null, other, true));
        Alert alert = school.cartable().alerts().all().get(0);
        Crossing.Key key = new Crossing.Key(alert.id(), eve, alert.threshold(), new WindowKey.Dated(Window.DAY, DAY));
        school.stores()
                .unitOfWork()
                .run(tx -> school.stores().alerts().add(tx, List.of(new Firing(key, 1, null, school.now()))));
        return other;
    }

    @Test
    void theMessagesOfAllSupervisorsAndPromotionsAreCounted() {
        UserId deputy = new UserId("deputy");
        save(new User(deputy, "deputy", "deputy@example.org", null, null, true));
        PromotionId other = secondPromotion();
        summaries().supervise(L3, Set.of(HEAD, deputy));
        summaries().supervise(other, Set.of(HEAD));
        assertThat(summaries().supervisors()).containsOnly(entry(L3, Set.of(HEAD, deputy)), entry(other, Set.of(HEAD)));
        school.pass(Duration.ofDays(1));

        assertThat(summaries().run(DAY, summary -> {})).isEqualTo(3);
        assertThat(queued()).isEqualTo(3);
        assertThat(summaries().run(DAY, summary -> {})).isZero();
    }

    @Test
    void aSupervisorWithoutAnAddressIsNamedAndNothingIsQueued() {
        save(new User(HEAD, "head", null, null, null, true));
        school.pass(Duration.ofDays(1));

        List<SendSummaries.Summary> told = new ArrayList<>();
        assertThat(summaries().run(DAY, told::add)).isZero();

        assertThat(told).singleElement().returns(false, SendSummaries.Summary::queued);
        assertThat(queued()).isZero();
    }

    @Test
    void aDayThatIsNotOverIsNotPlannedEither() {
        assertThatExceptionOfType(AlertException.class)
                .isThrownBy(() -> summaries().plan(DAY, summary -> {}))
                .withMessageContaining("2026-11-21");
    }

    @Test
    void digestsAreNotSentInsideATransactionOfTheHost() {
        school.pass(Duration.ofDays(1));

        school.stores()
                .unitOfWork()
                .run(tx -> assertThatIllegalStateException()
                        .isThrownBy(() -> summaries().run(DAY, summary -> {}))
                        .withMessageContaining("sending summaries"));

        assertThat(queued()).isZero();
    }

    @Test
    void aSummaryWaitsForTheMorningAndIsRatherSentTwiceThanNever() {
        assertThat(type().canWait()).isTrue();
        assertThat(type().whenUncertain()).isEqualTo(NoticeType.WhenUncertain.SEND_AGAIN);
    }
}
