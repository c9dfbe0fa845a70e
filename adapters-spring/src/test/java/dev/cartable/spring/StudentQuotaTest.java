package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.alert.Alerts;
import dev.cartable.alert.EvaluateAlerts;
import dev.cartable.alert.model.Alert;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.school.Rosters;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The profile « Étudiant » in a Spring application, from its beans alone. */
class StudentQuotaTest {
    /** Users are kept by Cartable: no views of the host. */
    private static final String[] TABLES = {
        "cartable.roster=tables", "spring.sql.init.mode=never", "cartable.any-thread=true"
    };

    private static final UserId JOHN = new UserId("john");
    private static final PromotionId L3 = new PromotionId("L3 Info");

    private @Nullable ConfigurableApplicationContext context;

    private <T> T bean(Class<T> type) {
        if (context == null) {
            throw new IllegalStateException("not started");
        }
        return context.getBean(type);
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
    }

    private Profile student() {
        return bean(Quotas.class)
                .profiles()
                .add(
                        "Étudiant",
                        profile -> profile.description("Profil standard pour étudiants")
                                .bandwidth(new Bandwidth(5_120, 10_240))
                                .limited(true)
                                .atMost(Window.CYCLE, DataSize.ofBytes(53_687_091_200L))
                                .atMost(Window.DAY, DataSize.ofBytes(5_368_709_120L))
                                .atMost(Window.WEEK, DataSize.ofBytes(32_212_254_720L))
                                .atMost(Window.MONTH, DataSize.ofBytes(107_374_182_400L))
                                .validity(Validity.days(30))
                                .sessions(new SessionRules(Duration.ofHours(8), Duration.ofMinutes(10), 1))
                                .active(true));
    }

    private void use(String event, long bytes) {
        use(event, bytes, Instant.now());
    }

    private void use(String event, long bytes, Instant at) {
        assertThat(bean(Quotas.class)
                        .record(new UsageEvent(new EventId(event), JOHN, new Traffic(0, bytes), at))
                        .counted())
                .hasSize(1);
    }

    /** At 80 %, by e-mail. */
    private void warn(Profile profile, @Nullable String template) {
        Alerts alerts = bean(Alerts.class);
        alerts.add(Alert.of(alerts.newId(), profile.id(), Alert.Type.QUOTA_WARNING)
                .template(template)
                .build());
    }

    private List<EvaluateAlerts.Step> check() {
        List<EvaluateAlerts.Step> fired = new ArrayList<>();
        bean(Alerts.class).evaluate().run(fired::add);
        return fired;
    }

    @ParameterizedTest
    @EnumSource
    void aPromotionsProfileServesJohnAndHeIsWarnedOnceInHisLanguage(TestDatabase.Kind kind) {
        context = Portal.start(List.of(Portal.class), kind.fresh(), TABLES);
        bean(Rosters.class)
                .saveUsers(List.of(new User(JOHN, "john", "john@example.org", null, L3, true))
                        .iterator());
        bean(JdbcTemplate.class)
                .update("INSERT INTO cartable_promotion (id, name) VALUES (?, ?)", L3.value(), "L3 Info");
        Profile student = student();
        bean(Quotas.class).assign(Holder.of(L3), student.id(), "admin");
        warn(student, "Attention {username}, vous avez utilisé {percent}% de votre quota. Il reste {remaining_gb} Go.");

        use("1", 4_563_402_752L);

        Allowance allowance = bean(Quotas.class).check(JOHN);
        assertThat(allowance.state()).isEqualTo(Allowance.State.WARNED);
        assertThat(allowance.window(Window.DAY).percent()).isEqualTo(85);
        assertThat(allowance.attributes().bandwidth()).isEqualTo(new Bandwidth(5_120, 10_240));
        assertThat(check())
                .extracting(EvaluateAlerts.Step::message)
                .containsExactly("Attention john, vous avez utilisé 85% de votre quota. Il reste 0,75 Go.");
        assertThat(check()).isEmpty();
        try (var notices = bean(Notices.class).list()) {
            assertThat(notices).hasSize(1);
        }
        assertThat(bean(Quotas.class)
                        .reset()
                        .run(new ResetUsage.Request(Set.of(Window.DAY), JOHN, true, "admin"), step -> {})
                        .reset())
                .isEqualTo(1);
        assertThat(bean(Quotas.class).check(JOHN).state()).isEqualTo(Allowance.State.WITHIN);
    }

    /** 07:00 in Tokyo. */
    private static final Instant MORNING = Instant.parse("2026-11-18T22:00:00Z");

    @Configuration(proxyBeanMethods = false)
    static class Morning {
        @Bean
        Clock clock() {
            return Clock.fixed(MORNING, ZoneOffset.UTC);
        }

        @Bean
        Courier mails() {
            return new Accepting();
        }
    }

    /** Takes every mail. */
    private static final class Accepting implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            return new Delivery.Sent("");
        }

        @Override
        public void release() {}
    }

    @ParameterizedTest
    @CsvSource({"06:30-07:30, 0, 1", "21:00-07:00, 1, 0", "21:30-22:30, 1, 0"})
    void anAlertWaitsUntilTheQuietHoursOfTheSchoolsZoneAreOver(String hours, long sent, long deferred) {
        context = Portal.start(
                List.of(Portal.class, Morning.class),
                TestDatabase.Kind.H2.fresh(),
                "cartable.roster=tables",
                "spring.sql.init.mode=never",
                "cartable.zone=Asia/Tokyo",
                "cartable.school-name=École Exemple",
                "cartable.dispatch.quiet-hours=" + hours);
        bean(Rosters.class)
                .saveUsers(List.of(new User(JOHN, "john", "john@example.org", null, null, true))
                        .iterator());
        Profile student = student();
        bean(Quotas.class).assign(Holder.of(JOHN), student.id(), "admin");
        warn(student, null);
        use("1", 4_563_402_752L, MORNING);
        assertThat(check()).hasSize(1);

        DispatchNotices.Report done = bean(Notices.class).dispatch().drain();

        assertThat(List.of(done.sent(), done.deferred())).containsExactly(sent, deferred);
    }

    @ParameterizedTest
    @EnumSource
    void whatAMeterHasGatheredIsWrittenWhenTheApplicationStops(TestDatabase.Kind kind) {
        TestDatabase database = kind.fresh();
        context = Portal.start(List.of(Portal.class), database, TABLES);
        bean(Rosters.class)
                .saveUsers(
                        List.of(new User(JOHN, "john", null, null, null, true)).iterator());
        bean(Quotas.class).assign(Holder.of(JOHN), student().id(), "admin");
        assertThat(bean(Quotas.class).meter().tryConsume(JOHN, new Traffic(0, 700)))
                .isTrue();
        context.close();

        context = Portal.start(List.of(Portal.class), database, TABLES);
        assertThat(bean(Quotas.class).check(JOHN).window(Window.CYCLE).used()).isEqualTo(new Traffic(0, 700));
    }

    @ParameterizedTest
    @EnumSource
    void whatTheHostRollsBackWasNotUsed(TestDatabase.Kind kind) {
        context = Portal.start(List.of(Portal.class), kind.fresh(), TABLES);
        bean(Rosters.class)
                .saveUsers(
                        List.of(new User(JOHN, "john", null, null, null, true)).iterator());
        bean(Quotas.class).assign(Holder.of(JOHN), student().id(), "admin");
        TransactionTemplate host = new TransactionTemplate(bean(PlatformTransactionManager.class));

        assertThatIllegalStateException()
                .isThrownBy(() -> host.executeWithoutResult(status -> {
                    use("1", 1_000);
                    throw new IllegalStateException("the host changes its mind");
                }));

        assertThat(bean(Quotas.class).check(JOHN).window(Window.DAY).used()).isEqualTo(Traffic.NONE);
        use("1", 500);
        assertThat(bean(Quotas.class).check(JOHN).window(Window.DAY).used().total())
                .isEqualTo(DataSize.ofBytes(500));
    }
}
