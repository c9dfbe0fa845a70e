package dev.cartable.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.account.Accounts;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.model.NamingRule;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.Transactions;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.Notices;
import dev.cartable.privacy.ApplyRetention;
import dev.cartable.privacy.Privacy;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Roster.Enrolment;
import dev.cartable.work.HostKey;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CartableAutoConfigurationTest {
    private static final HostKey HOSTS_KEY = HostKey.of(new byte[64]);
    private static final School HOSTS_SCHOOL = new School("The host's", ZoneOffset.UTC, Locale.ENGLISH);

    @Test
    void startsInAnEmptyApplicationWithoutAnyBean() {
        Runners.empty().run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Cartable.class));
    }

    @Test
    void canBeSwitchedOff() {
        Runners.complete()
                .withPropertyValues("cartable.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Cartable.class)
                        .doesNotHaveBean(Stores.class));
    }

    @Test
    void everyContextIsABean(@TempDir Path folder) {
        Runners.complete()
                .withPropertyValues(
                        "cartable.any-thread=true",
                        "cartable.backup.destination=" + folder,
                        "cartable.billing.enabled=true")
                .run(context -> {
                    assertThat(accessors()).hasSize(13);
                    accessors().forEach(accessor -> assertThat(context).hasSingleBean(accessor.getReturnType()));
                    assertThat(context.getBean("cartableAccounts")).isInstanceOf(Accounts.class);
                });
    }

    @Test
    void everyContextOfTheHostIsLeftInPlace() throws ReflectiveOperationException {
        InMemoryStores stores = new InMemoryStores(InstantSource.system());
        try (Cartable cartable = Cartable.builder()
                .stores(stores)
                .key(HOSTS_KEY)
                .anyThread(true)
                .zone(ZoneOffset.UTC)
                .build()) {
            ApplicationContextRunner runner = Runners.complete();
            for (Method accessor : accessors().toList()) {
                runner = withHostBean(runner, accessor, accessor.invoke(cartable));
            }
            runner.run(context -> accessors()
                    .forEach(accessor -> assertThat(context)
                            .hasSingleBean(accessor.getReturnType())
                            .hasBean("host-" + accessor.getName())));
        }
    }

    @SuppressWarnings("unchecked")
    private static ApplicationContextRunner withHostBean(
            ApplicationContextRunner runner, Method accessor, Object bean) {
        return runner.withBean("host-" + accessor.getName(), (Class<Object>) accessor.getReturnType(), () -> bean);
    }

    private static Stream<Method> accessors() {
        return ContextBeans.contexts();
    }

    @Test
    void everyPartOfTheHostIsLeftInPlace() {
        InMemoryStores stores = new InMemoryStores(InstantSource.system());
        Roster roster = Roster.of(List.of());
        AccountSettings settings = AccountSettings.of(HOSTS_SCHOOL, URI.create("https://parents.example.org/a"));
        DispatchSettings dispatch = DispatchSettings.defaults().withLongTail(List.of(Duration.ofHours(9)));
        Runners.complete()
                .withBean(Stores.class, () -> stores)
                .withBean(Roster.class, () -> roster)
                .withBean(HostKey.class, () -> HOSTS_KEY)
                .withBean(AccountSettings.class, () -> settings)
                .withBean(DispatchSettings.class, () -> dispatch)
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(JdbcStores.class);
                    assertThat(context).doesNotHaveBean(School.class);
                    assertThat(context).getBean(Stores.class).isSameAs(stores);
                    assertThat(context).getBean(Roster.class).isSameAs(roster);
                    assertThat(context).getBean(HostKey.class).isSameAs(HOSTS_KEY);
                    assertThat(context).getBean(DispatchSettings.class).isSameAs(dispatch);
                    assertThat(context.getBean(Cartable.class).accounts().settings())
                            .isSameAs(settings);
                });
    }

    @Test
    void dataIsKeptForAsLongAsThePropertiesSay() {
        Runners.complete()
                .withPropertyValues("cartable.retention.message-details=30d")
                .run(context -> {
                    ApplyRetention retention = context.getBean(Privacy.class).retention();
                    assertThat(Duration.between(retention.before(DataKind.MESSAGE_DETAILS), Instant.now()))
                            .isBetween(Duration.ofDays(30), Duration.ofDays(30).plusMinutes(5));
                    assertThat(Duration.between(retention.before(DataKind.INBOX), Instant.now()))
                            .isGreaterThanOrEqualTo(DataKind.INBOX.kept());
                });
        Runners.complete()
                .withPropertyValues("cartable.retention.sessions=1h")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("cartable.retention.sessions"));
    }

    @Test
    void theHostsOwnCartableReplacesAllParts() {
        InMemoryStores stores = new InMemoryStores(InstantSource.system());
        Cartable cartable =
                Cartable.builder().stores(stores).zone(ZoneOffset.UTC).build();
        Runners.empty()
                .withUserConfiguration(Runners.OneDatabase.class)
                .withBean(Cartable.class, () -> cartable)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).getBean(Cartable.class).isSameAs(cartable);
                });
    }

    @Test
    void theHostsSchoolIsUsed() {
        Runners.complete()
                .withBean(School.class, () -> HOSTS_SCHOOL)
                .run(context -> assertThat(context.getBean(Cartable.class)
                                .accounts()
                                .settings()
                                .school())
                        .isSameAs(HOSTS_SCHOOL));
    }

    @Test
    void theHostsTransactionsAreUsed() {
        Runners.complete()
                .withUserConfiguration(OwnTransactions.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Transactions.class));
    }

    static class OwnTransactions {
        @org.springframework.context.annotation.Bean
        Transactions hostTransactions(javax.sql.DataSource dataSource) {
            return Transactions.of(dataSource);
        }
    }

    @Test
    void theHostsClockIsUsed() {
        Instant noon = Instant.parse("2026-09-01T12:00:00Z");
        Runners.complete()
                .withBean(Clock.class, () -> Clock.fixed(noon, ZoneOffset.UTC))
                .withUserConfiguration(OneFamily.class)
                .run(context -> {
                    context.getBean(Accounts.class).open(OneFamily.PARENT);
                    assertThat(context.getBean(Stores.class)
                                    .accounts()
                                    .byGuardian(List.of(OneFamily.PARENT))
                                    .get(OneFamily.PARENT))
                            .satisfies(
                                    account -> assertThat(account.createdAt()).isEqualTo(noon));
                });
    }

    @Test
    void guardiansAreReadAheadOnAnotherThreadOnlyWhereTheHostSaysSo() {
        assertThat(readersOf("cartable.any-thread=true")).anyMatch(name -> name.equals("cartable-read-ahead"));
        assertThat(readersOf("cartable.any-thread=false"))
                .containsOnly(Thread.currentThread().getName());
        assertThat(readersOf("cartable.language=fr"))
                .containsOnly(Thread.currentThread().getName());
    }

    /** The threads on which the families were read. */
    private static Set<String> readersOf(String property) {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Roster family = new OneFamily().roster();
        Runners.complete()
                .withPropertyValues(property)
                .withBean(Roster.class, () -> new Roster() {
                    @Override
                    public Stream<Family> families() {
                        return family.families()
                                .peek(read -> threads.add(Thread.currentThread().getName()));
                    }

                    @Override
                    public Stream<Family> families(PromotionId promotion) {
                        return family.families(promotion);
                    }

                    @Override
                    public List<Family> families(Collection<GuardianId> guardians) {
                        return family.families(guardians);
                    }

                    @Override
                    public List<Family> familiesOf(Collection<PupilId> pupils) {
                        return family.familiesOf(pupils);
                    }

                    @Override
                    public Map<PupilId, Pupil> pupils(Collection<PupilId> ids) {
                        return family.pupils(ids);
                    }

                    @Override
                    public Enrolment enrolment() {
                        return family.enrolment();
                    }
                })
                .run(context -> assertThat(context.getBean(Accounts.class)
                                .generate()
                                .run(GenerationRequest.everyone(), step -> {})
                                .counts()
                                .created())
                        .isEqualTo(1));
        return threads;
    }

    @Test
    void withoutAHostKeyThereAreNoAccountUseCasesAndTheReportSaysWhy() {
        Runners.empty()
                .withUserConfiguration(Runners.OneDatabase.class)
                .withPropertyValues(Runners.ZONE)
                .run(context -> {
                    assertThat(context).hasSingleBean(Cartable.class).hasSingleBean(Notices.class);
                    assertThat(context).doesNotHaveBean(Accounts.class);
                    ConditionEvaluationReport report = ConditionEvaluationReport.get(context.getBeanFactory());
                    assertThat(reasons(report, CartableAutoConfiguration.class.getName() + "#cartableHostKey"))
                            .contains("neither cartable.host-key nor cartable.host-key-file is set");
                });
    }

    @Test
    void withoutARosterThereAreNoAccountsAndALogLineSaysSo(CapturedOutput output) {
        Runners.complete().withPropertyValues("cartable.roster=").run(context -> {
            assertThat(context).hasSingleBean(Notices.class).doesNotHaveBean(Roster.class);
            assertThat(context).doesNotHaveBean(Accounts.class);
            assertThat(output).contains("Cartable has no parent accounts: cartable.roster is not set");
        });
        Runners.complete()
                .withPropertyValues("cartable.roster=")
                .withUserConfiguration(OneFamily.class)
                .run(context -> assertThat(context).hasSingleBean(Accounts.class));
    }

    private static String reasons(ConditionEvaluationReport report, String source) {
        StringBuilder reasons = new StringBuilder();
        requireNonNull(report.getConditionAndOutcomesBySource().get(source))
                .forEach(outcome ->
                        reasons.append(outcome.getOutcome().getMessage()).append('\n'));
        return reasons.toString();
    }

    @Test
    void withoutAMailServerMessagesWaitAndALogLineSaysSo(CapturedOutput output) {
        Runners.complete()
                .run(context -> assertThat(output).contains("e-mails wait in the outbox. Set spring.mail.host"));
    }

    @Test
    void propertiesReachTheSettings() {
        Runners.complete()
                .withPropertyValues(
                        "cartable.zone=Europe/Paris",
                        "cartable.language=en",
                        "cartable.school-name=Collège Exemple",
                        "cartable.activation-page=https://parents.example.org/activate",
                        "cartable.table-prefix=school_",
                        "cartable.accounts.naming-rule={g}{family}",
                        "cartable.accounts.username-max-length=20",
                        "cartable.accounts.activation-validity=7d",
                        "cartable.accounts.inactive-after=90d",
                        "cartable.accounts.first-credential=temporary-password",
                        "cartable.accounts.code-page=https://e.example.org/c",
                        "cartable.dispatch.retries=5",
                        "cartable.dispatch.long-tail=2h,6h")
                .run(context -> {
                    assertThat(context.getBean(AccountSettings.class))
                            .isEqualTo(new AccountSettings(
                                    new School("Collège Exemple", ZoneId.of("Europe/Paris"), Locale.ENGLISH),
                                    URI.create("https://parents.example.org/activate"),
                                    Duration.ofDays(7),
                                    Duration.ofDays(90),
                                    new NamingRule("{g}{family}", 20),
                                    FirstCredential.TEMPORARY_PASSWORD,
                                    URI.create("https://e.example.org/c")));
                    assertThat(context.getBean(DispatchSettings.class).retries())
                            .isEqualTo(5);
                    assertThat(context.getBean(DispatchSettings.class).longTail())
                            .containsExactly(Duration.ofHours(2), Duration.ofHours(6));
                    assertThat(context.getBean(JdbcStores.class).schema().isCurrent())
                            .isTrue();
                    assertThat(context.getBean(CartableProperties.class).toString())
                            .doesNotContain("AAAA");
                });
    }

    @Test
    void defaultsAreThoseOfTheLibrary() {
        Runners.complete().run(context -> {
            School school = new School("Cartable", ZoneId.of("Africa/Conakry"), Locale.FRENCH);
            assertThat(context.getBean(AccountSettings.class))
                    .isEqualTo(AccountSettings.of(school, CartableProperties.FIRST_TRY));
            assertThat(context.getBean(DispatchSettings.class)).isEqualTo(DispatchSettings.defaults());
        });
    }
}
