package dev.cartable.alert;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.L3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.alert.model.Alert;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Inbox.Message;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.quota.QuotaWorld;
import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.School;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts that waited between the check that fired them and the moment when they are sent. */
class AlertNoticeTest {
    private static final long GIB = DataSize.ofGibibytes(1).bytes();

    private final QuotaWorld school = new QuotaWorld();
    private Profile student = school.profile(
            "Étudiant",
            profile -> profile.atMost(Window.DAY, DataSize.ofBytes(100))
                    .atMost(Window.MONTH, DataSize.ofBytes(200))
                    .validity(Validity.days(30)));

    @BeforeEach
    void assign() {
        school.assign(Holder.of(L3), student);
    }

    private Alert alert(Alert.Type type, int threshold, Window... windows) {
        Alerts alerts = school.cartable().alerts();
        return alerts.add(new Alert(
                alerts.newId(),
                student.id(),
                type,
                threshold,
                Alert.DEFAULT_HYSTERESIS,
                Set.of(Channel.IN_APP),
                Set.of(windows),
                "{username} {percent} % reste {remaining_gb} jusqu'au {reset_at}",
                true,
                0));
    }

    private Alert warning(int threshold, Window... windows) {
        return alert(Alert.Type.QUOTA_WARNING, threshold, windows);
    }

    private long check() {
        return school.cartable().alerts().evaluate().run(step -> {}).queued();
    }

    private DispatchNotices.Report send() {
        return school.cartable().notices().dispatch().drain();
    }

    private List<String> texts(UserId user) {
        return school.cartable().notices().inbox(Recipient.user(user), 100).stream()
                .map(Message::text)
                .toList();
    }

    private void assertSuppressed() {
        assertSuppressed("BELOW_THRESHOLD");
    }

    private void assertSuppressed(String reason) {
        DispatchNotices.Report report = send();
        assertThat(report.problems())
                .extracting(DispatchNotices.Report.Problem::reason)
                .containsExactly(reason);
        assertThat(report.suppressed()).isEqualTo(1);
        assertThat(report.sent()).isZero();
        assertThat(texts(JOHN)).isEmpty();
    }

    private void limit(Window window, long bytes) {
        student = school.cartable()
                .quotas()
                .profiles()
                .change(student.id(), profile -> profile.atMost(window, DataSize.ofBytes(bytes)));
    }

    @Test
    void anAlertThatIsStillSoSaysWhatIsMeasuredWhenItIsSent() {
        warning(80, Window.DAY);
        school.use(JOHN, 83);
        assertThat(check()).isEqualTo(1);
        school.use(JOHN, 12);

        assertThat(send().sent()).isEqualTo(1);

        assertThat(texts(JOHN)).singleElement().asString().startsWith("john 95 %");
    }

    @Test
    void anAlertOfADayThatIsOverIsNotSent() {
        warning(80, Window.DAY);
        school.use(JOHN, 83);
        assertThat(check()).isEqualTo(1);
        school.pass(Duration.ofDays(1));

        assertSuppressed();
    }

    @Test
    void anAlertOfYesterdayIsNotSentAlthoughTodaysUseIsAtTheThresholdToo() {
        warning(80, Window.DAY);
        school.use(JOHN, 83);
        check();
        school.pass(Duration.ofDays(1));
        school.use(JOHN, 90);

        assertSuppressed();

        assertThat(check()).as("today's own alert").isEqualTo(1);
        assertThat(send().sent()).isEqualTo(1);
    }

    @Test
    void anAlertOfAMonthOutlivesItsDay() {
        warning(40, Window.MONTH);
        school.use(JOHN, 90);
        assertThat(check()).isEqualTo(1);
        school.pass(Duration.ofDays(4));

        assertThat(send().sent()).isEqualTo(1);

        assertThat(texts(JOHN)).singleElement().asString().startsWith("john 45 %");
    }

    @Test
    void afterAResetNobodyReadsThatAllIsUsed() {
        alert(Alert.Type.QUOTA_EXCEEDED, 100, Window.DAY);
        school.use(JOHN, 100);
        assertThat(check()).isEqualTo(1);
        school.cartable()
                .quotas()
                .reset()
                .run(new ResetUsage.Request(Set.of(Window.DAY, Window.MONTH), JOHN, true, "admin"), step -> {});

        assertSuppressed();
    }

    @Test
    void aRaisedLimitEndsAnAlertAndOneThatStillReachesItDoesNot() {
        warning(80, Window.DAY);
        school.use(JOHN, 83);
        check();
        limit(Window.DAY, 104);
        assertSuppressed();

        assertThat(check()).isZero();
        limit(Window.DAY, 103);
        assertThat(check()).as("it was armed again, since nobody was notified").isEqualTo(1);
        assertThat(send().sent()).isEqualTo(1);
        assertThat(texts(JOHN)).singleElement().asString().startsWith("john 80 %");
    }

    @Test
    void anAlertThatWasNotSentFiresAgainInTheSameWindow() {
        warning(80, Window.DAY);
        school.use(JOHN, 83);
        check();
        school.cartable()
                .quotas()
                .reset()
                .run(new ResetUsage.Request(Set.of(Window.DAY, Window.MONTH), JOHN, true, "admin"), step -> {});
        assertSuppressed();
        school.use(JOHN, 85);

        assertThat(check()).as("no check has seen the low use in between").isEqualTo(1);
        assertThat(send().sent()).isEqualTo(1);
        assertThat(check()).isZero();
    }

    @Test
    void aThresholdThatWasRaisedIsTheOneThatCounts() {
        Alert alert = warning(80, Window.DAY);
        school.use(JOHN, 83);
        check();
        school.cartable()
                .alerts()
                .change(
                        alert.id(),
                        a -> new Alert(
                                a.id(),
                                a.profile(),
                                a.type(),
                                90,
                                a.hysteresis(),
                                a.channels(),
                                a.windows(),
                                a.template(),
                                true,
                                a.version()));

        assertSuppressed();
    }

    @Test
    void anAlertThatWasDeactivatedIsNotSent() {
        Alert alert = warning(80, Window.DAY);
        school.use(JOHN, 83);
        check();
        school.cartable()
                .alerts()
                .change(alert.id(), before -> before.toBuilder().active(false).build());

        assertSuppressed("ALERT_INACTIVE");
    }

    @Test
    void aUserWhoIsInactiveIsNotNotified() {
        warning(80, Window.DAY);
        school.use(JOHN, 83);
        check();
        school.stores()
                .unitOfWork()
                .run(tx -> school.stores()
                        .userStore()
                        .save(tx, List.of(new User(JOHN, "john", "john@example.org", null, L3, false))));

        assertSuppressed("USER_GONE");
    }

    @Test
    void aUserWithAnotherProfileIsNotNotifiedOfTheFormerOne() {
        warning(80, Window.DAY);
        school.use(JOHN, 83);
        check();
        school.assign(
                Holder.of(JOHN), school.profile("Autre", other -> other.atMost(Window.DAY, DataSize.ofBytes(100))));

        assertSuppressed();
    }

    @Test
    void anotherUsersUseAndAnotherAlertProveNothing() {
        warning(80, Window.DAY);
        warning(10, Window.MONTH);
        school.use(JOHN, 83);
        school.use(AWA, 90);
        assertThat(check()).isEqualTo(2);
        school.cartable()
                .quotas()
                .reset()
                .run(new ResetUsage.Request(Set.of(Window.DAY), JOHN, true, "admin"), step -> {});

        DispatchNotices.Report report = send();

        assertThat(report.suppressed()).isEqualTo(1);
        assertThat(report.sent()).isEqualTo(1);
        assertThat(texts(AWA)).singleElement().asString().startsWith("awa 90 %");
        assertThat(texts(JOHN)).isEmpty();
    }

    @Test
    void severalNoticesAreAnsweredEachForItself() {
        Alert lower = warning(80, Window.DAY);
        warning(90, Window.DAY);
        school.use(JOHN, 85);
        assertThat(check()).isEqualTo(1);
        school.use(JOHN, 7);
        assertThat(check()).isEqualTo(1);
        limit(Window.DAY, 110);
        List<Notice> notices;
        try (var all = school.cartable().notices().list()) {
            notices = all.map(Notice.Entry::notice).toList();
        }

        assertThat(notices).hasSize(2);
        notices.forEach(notice -> assertThat(type().check(notice))
                .isInstanceOf(
                        notice.subject().id().equals(lower.id().toString())
                                ? Verdict.Send.class
                                : Verdict.Suppress.class));
    }

    @Test
    void anAlertGoesToTheAddressThatTheUserHasNow() {
        warningBy(Set.of(Channel.EMAIL));
        school.use(JOHN, 83);
        assertThat(check()).isOne();
        Notice notice = queued(Channel.EMAIL);
        assertThat(notice.address()).hasToString("john@example.org");

        save("other@example.org");
        assertThat(type().check(notice))
                .isInstanceOfSatisfying(
                        Verdict.Send.class,
                        send -> assertThat(send.address()).isEqualTo(EmailAddress.of("other@example.org")));

        save(null);
        assertThat(type().check(notice)).isEqualTo(new Verdict.Suppress("NO_ADDRESS"));
    }

    @Test
    void anAlertOfWhichTheMailAloneWasSuppressedDoesNotFireAgain() {
        warningBy(Set.of(Channel.EMAIL, Channel.IN_APP));
        school.use(JOHN, 83);
        assertThat(check()).isEqualTo(2);
        assertThat(send().sent()).isOne();
        suppressMail();

        assertThat(check()).isZero();
        assertThat(texts(JOHN)).hasSize(1);
    }

    @Test
    void anAlertThatWasSuppressedByEachChannelFiresAgain() {
        warningBy(Set.of(Channel.EMAIL, Channel.IN_APP));
        school.use(JOHN, 83);
        assertThat(check()).isEqualTo(2);
        suppressMail();
        limit(Window.DAY, 104);
        assertThat(send().suppressed()).isOne();
        limit(Window.DAY, 100);

        assertThat(check()).isEqualTo(2);
    }

    @Test
    void norDoesAMailThatOnlyMayHaveArrivedKeepItFromFiringAgain() {
        warningBy(Set.of(Channel.EMAIL, Channel.IN_APP));
        school.use(JOHN, 83);
        assertThat(check()).isEqualTo(2);
        school.stores().unitOfWork().run(tx -> endMail(tx, NoticeState.UNCERTAIN));
        limit(Window.DAY, 104);
        assertThat(send().suppressed()).isOne();
        limit(Window.DAY, 100);

        assertThat(check()).isEqualTo(2);
    }

    @Test
    void anAlertThatMayHaveBeenSentBeforeACrashAndIsSuppressedAfterItFiresAgain() {
        warning(80, Window.DAY);
        school.use(JOHN, 83);
        assertThat(check()).isOne();
        dieWhileSending();
        limit(Window.DAY, 105);
        assertSuppressed();
        limit(Window.DAY, 100);

        assertThat(check()).as("within its hysteresis all the time").isOne();
        assertThat(send().sent()).isOne();
    }

    /** Another process takes the notice, begins to send it and is never seen again. */
    private void dieWhileSending() {
        Leases.Holder gone = new Leases.Holder(Leases.Holder.thisProcess().host(), 4_194_305L, 1);
        Outbox outbox = school.stores().outbox();
        school.stores().unitOfWork().run(tx -> {
            List<Claimed> claimed = outbox.claim(tx, Channel.IN_APP, 1, gone, Duration.ofMinutes(1), school.now());
            assertThat(outbox.sending(tx, claimed, Duration.ofMinutes(1))).hasSize(1);
        });
    }

    private void warningBy(Set<Channel> channels) {
        Alerts alerts = school.cartable().alerts();
        alerts.add(new Alert(
                alerts.newId(),
                student.id(),
                Alert.Type.QUOTA_WARNING,
                80,
                Alert.DEFAULT_HYSTERESIS,
                channels,
                Set.of(Window.DAY),
                null,
                true,
                0));
    }

    private Notice queued(Channel channel) {
        try (var all = school.cartable().notices().list()) {
            return all.map(Notice.Entry::notice)
                    .filter(notice -> notice.channel().equals(channel))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void save(@Nullable String address) {
        school.stores()
                .unitOfWork()
                .run(tx ->
                        school.stores().userStore().save(tx, List.of(new User(JOHN, "john", address, null, L3, true))));
    }

    /** As dispatch does when the type says that the notice is not to be sent. */
    private void suppressMail() {
        school.stores().unitOfWork().run(tx -> {
            Claimed mail = endMail(tx, NoticeState.SUPPRESSED);
            type().suppressed(tx, mail.notice(), "no address", school.now());
        });
    }

    private Claimed endMail(Tx tx, NoticeState state) {
        Outbox outbox = school.stores().outbox();
        Instant now = school.now();
        Claimed mail = outbox.claim(tx, Channel.EMAIL, 1, Leases.Holder.thisProcess(), Duration.ofMinutes(1), now)
                .get(0);
        outbox.finish(tx, List.of(new Outcome(mail, state, "no address", now)));
        return mail;
    }

    private AlertNotice type() {
        return new AlertNotice(
                new AlertPorts(
                        school.stores().unitOfWork(),
                        school.stores().users(),
                        school.cartable().quotas(),
                        school.stores().alerts(),
                        new TemplateRenderer(
                                school.stores().templates(),
                                new School("École Test", ZoneOffset.UTC, Locale.FRENCH),
                                MailDesign.defaults())),
                new WindowCalendar(QuotaWorld.ZONE, QuotaSettings.defaults().firstDay(), day -> Optional.empty()),
                school.school(),
                school::now,
                school.cartable().notices().addressing(),
                school.stores().outbox());
    }

    @Test
    void aForecastThatNoLongerHoldsIsNotSentAndOneThatDoesIs() {
        forecast();
        limit(Window.MONTH, 1_000 * GIB);
        assertSuppressed();

        limit(Window.MONTH, 10 * GIB);
        assertThat(check()).isEqualTo(1);
        assertThat(send().sent()).isEqualTo(1);
        assertThat(texts(JOHN)).singleElement().asString().startsWith("john 287 %");
    }

    @Test
    void aForecastOfWhatIsUsedUpMeanwhileIsNotSent() {
        forecast();
        school.use(JOHN, 4 * GIB);

        assertSuppressed();
    }

    @Test
    void aForecastForAMonthThatIsOverIsNotSent() {
        forecast();
        school.set("2026-12-01T00:00:00Z");

        assertSuppressed();
    }

    private void forecast() {
        limit(Window.DAY, 1_000 * GIB);
        limit(Window.MONTH, 10 * GIB);
        alert(Alert.Type.QUOTA_FORECAST, 100, Window.MONTH);
        for (int day = 0; day < 2; day++) {
            school.use(JOHN, 2 * GIB);
            school.pass(Duration.ofDays(1));
        }
        school.use(JOHN, 2 * GIB);
        assertThat(check()).isEqualTo(1);
    }

    @Test
    void aValidityThatHasNotEndedIsStillAboutToEnd() {
        school.assign(Holder.of(JOHN), student);
        alert(Alert.Type.VALIDITY_EXPIRING, 90);
        school.pass(Duration.ofDays(27));
        assertThat(check()).isEqualTo(2);
        school.pass(Duration.ofDays(2));

        assertThat(send().sent()).isEqualTo(2);
        assertThat(texts(JOHN)).singleElement().asString().startsWith("john 96 %");
    }

    @Test
    void aValidityThatWasExtendedIsNotAboutToEnd() {
        alert(Alert.Type.VALIDITY_EXPIRING, 90);
        school.pass(Duration.ofDays(27));
        assertThat(check()).isEqualTo(2);
        school.cartable().quotas().profiles().change(student.id(), profile -> profile.validity(Validity.days(60)));

        assertThat(send().suppressed()).isEqualTo(2);

        assertThat(texts(JOHN)).isEmpty();
    }

    @Test
    void ofTwoAlertsWhereOneWasSuppressedTheOtherDoesNotCount() {
        Alerts alerts = school.cartable().alerts();
        warning(50, Window.DAY);
        school.use(JOHN, 60);
        assertThat(check()).isOne();
        alerts.add(Alert.of(alerts.newId(), student.id(), Alert.Type.QUOTA_WARNING)
                .windows(Set.of(Window.DAY))
                .build());
        school.use(JOHN, 23);
        assertThat(check()).isOne();

        suppressMail();

        assertThat(check()).as("the note of the first was of another alert").isOne();
    }

    @Test
    void anAlertInItsOwnWordsHoldsNoOthers() {
        warning(80, Window.DAY);
        school.use(JOHN, 83);
        check();
        send();

        assertThat(texts(JOHN)).singleElement().asString().doesNotContain("Bonjour");
    }

    @Test
    void anAlertWaitsForTheMorningAndIsRatherSentTwiceThanNever() {
        assertThat(type().canWait()).isTrue();
        assertThat(type().whenUncertain()).isEqualTo(NoticeType.WhenUncertain.SEND_AGAIN);
    }
}
