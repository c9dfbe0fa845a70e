package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.StagedStores;
import dev.cartable.Stores;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.account.port.SessionRevoker;
import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.port.ArchiveEncryption;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.document.model.GradingRules;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.Placeholders;
import dev.cartable.notice.http.GatewayReceipts;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.port.AnswerReceiver;
import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Placeholder;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Renderer;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.school.port.Grades;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.PhoneNumbers;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.StudySessions;
import dev.cartable.school.port.Subscriptions;
import dev.cartable.school.port.Users;
import dev.cartable.school.port.WeeklyPlans;
import dev.cartable.task.Task;
import dev.cartable.task.port.Alarms;
import dev.cartable.work.CurrentActor;
import dev.cartable.work.HostKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Puts the one {@link Cartable} of a Spring Boot application together from the host's beans and properties. Every bean backs
 * off for the host's own; without {@link Stores} there is none of them.
 */
@AutoConfiguration(after = {CartableStoresAutoConfiguration.class, CartableMailAutoConfiguration.class})
@Conditional(Conditions.Parts.class)
@ConditionalOnBean(Stores.class)
@EnableConfigurationProperties(CartableProperties.class)
public final class CartableAutoConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(CartableAutoConfiguration.class);

    CartableAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean({School.class, AccountSettings.class})
    School cartableSchool(CartableProperties properties) {
        return new School(
                properties.schoolName(), requireNonNull(properties.zone(), "cartable.zone"), properties.language());
    }

    @Bean
    @ConditionalOnMissingBean(AccountSettings.class)
    AccountSettings cartableAccountSettings(CartableProperties properties, School school) {
        return properties.accounts().settings(school, properties.activationPageOrFirstTry());
    }

    @Bean
    @ConditionalOnMissingBean(DispatchSettings.class)
    DispatchSettings cartableDispatchSettings(
            CartableProperties properties, ObjectProvider<DispatchSettingsCustomizer> customizers) {
        DispatchSettings settings = properties.dispatch().settings();
        for (DispatchSettingsCustomizer one : customizers.orderedStream().toList()) {
            settings = one.customize(settings);
        }
        return settings;
    }

    /** The settings of the gateway for short messages; empty if there are none. */
    @Bean
    SmsSettings cartableSmsSettings(CartableProperties properties, ObjectProvider<SmsSettingsCustomizer> customizers) {
        return SmsSettings.of(properties.sms(), customizers.orderedStream().toList());
    }

    @Bean
    @Conditional(HostKeys.Given.class)
    @ConditionalOnMissingBean
    HostKey cartableHostKey(CartableProperties properties) {
        return HostKeys.of(properties);
    }

    @Bean
    @Conditional(Conditions.RosterIsNamed.class)
    @ConditionalOnMissingBean
    Roster cartableRoster(Stores stores) {
        return stores.roster();
    }

    @Bean
    @ConditionalOnMissingBean
    Users cartableUsers(Stores stores) {
        return stores.users();
    }

    @Bean
    @ConditionalOnMissingBean(QuotaSettings.class)
    QuotaSettings cartableQuotaSettings(CartableProperties properties, ObjectProvider<Level> levels) {
        return properties.quotas().settings(levels.orderedStream().toList());
    }

    @Bean
    Cartable cartable(
            Stores stores,
            ObjectProvider<Roster> roster,
            Users users,
            QuotaSettings quotas,
            ObjectProvider<StudySessions> studySessions,
            ObjectProvider<WeeklyPlans> weeklyPlans,
            ObjectProvider<Subscriptions> subscriptions,
            ObjectProvider<Invoices> invoices,
            ObjectProvider<Absences> absences,
            ObjectProvider<CalendarSource> calendar,
            ObjectProvider<Grades> grades,
            ObjectProvider<GradingRules> gradingRules,
            ObjectProvider<DocumentVault> documentVault,
            ObjectProvider<ReportCardRenderer> reportCardRenderer,
            ObjectProvider<InvoiceRenderer> invoiceRenderer,
            ObjectProvider<CartableDocumentProperties> documents,
            AccountSettings settings,
            DispatchSettings dispatch,
            ObjectProvider<HostKey> key,
            ObjectProvider<PasswordHasher> hasher,
            ObjectProvider<PasswordPolicy> policy,
            ObjectProvider<SignInLimit> limit,
            ObjectProvider<SessionRevoker> revoker,
            ObjectProvider<Renderer> renderer,
            ObjectProvider<InstantSource> time,
            ObjectProvider<CurrentActor> actor,
            ObjectProvider<NoticeType> noticeTypes,
            ObjectProvider<Preferences> preferences,
            ObjectProvider<BounceMailbox> bounces,
            ObjectProvider<AnswerReceiver> answerReceiver,
            ObjectProvider<Task> tasks,
            ObjectProvider<Alarms> alarms,
            ObjectProvider<Courier> couriers,
            @Qualifier(CartableMailAutoConfiguration.COURIER) ObjectProvider<Courier> ours,
            ObjectProvider<ReminderRule<?>> reminderRules,
            ObjectProvider<PhoneNumbers> phoneNumbers,
            ObjectProvider<BackupVault> vault,
            ObjectProvider<OffsiteVault> offsiteVault,
            ObjectProvider<DatabaseDump> dump,
            ObjectProvider<DatabaseRestore> restore,
            ObjectProvider<StagedStores> stagedStores,
            ObjectProvider<StagedDatabaseStep> stagedSteps,
            ObjectProvider<ArchiveEncryption> encryption,
            ObjectProvider<BackupHook> backupHooks,
            ObjectProvider<CartableBackupProperties> backup,
            SmsSettings sms,
            ObjectProvider<CartableBuilderCustomizer> customizers,
            CartableProperties properties) {
        CartableBuilder builder = Cartable.builder()
                .stores(stores)
                .zone(settings.school().zone())
                .school(settings.school().name())
                .language(settings.school().language())
                .activationPage(settings.activationPage())
                .accounts(derived -> settings)
                .dispatch(dispatch)
                .mailDesign(properties.mail().design())
                .users(users)
                .quotas(quotas)
                .retention(properties.retentionPeriods());
        Optional.ofNullable(properties.dispatch().quietHours()).ifPresent(builder::quietHours);
        Optional.ofNullable(properties.publicUrl()).ifPresent(builder::publicUrl);
        builder.answerDays(properties.answerDays());
        answerReceiver.ifAvailable(builder::answerReceiver);
        builder.preferenceSettings(properties.preferences().settings());
        builder.speak(properties.sendingMode()).instance(properties.localInstance());
        builder.anyThread(properties.anyThread() || properties.tasks().enabled());
        roster.ifAvailable(builder::roster);
        studySessions.ifAvailable(builder::studySessions);
        weeklyPlans.ifAvailable(builder::weeklyPlans);
        subscriptions.ifAvailable(builder::subscriptions);
        invoices.ifAvailable(builder::invoices);
        absences.ifAvailable(builder::absences);
        calendar.ifAvailable(builder::calendar);
        grades.ifAvailable(builder::grades);
        builder.gradingRules(gradingRules.getIfAvailable(properties.grades()::rules));
        if (properties.billing().enabled()) {
            builder.issuesInvoices(properties.billing().settings());
        }
        documentVault.ifAvailable(builder::documentVault);
        reportCardRenderer.ifAvailable(builder::reportCardRenderer);
        invoiceRenderer.ifAvailable(builder::invoiceRenderer);
        documents.ifAvailable(
                given -> builder.attachReportCards(given.attach()).attachInvoices(given.attachInvoices()));
        vault.ifAvailable(builder::backupVault);
        offsiteVault.ifAvailable(builder::offsiteVault);
        encryption.ifAvailable(builder::archiveEncryption);
        dump.ifAvailable(builder::databaseDump);
        restore.ifAvailable(builder::databaseRestore);
        stagedStores.ifAvailable(builder::stagedStores);
        stagedSteps.orderedStream().forEach(builder::stagedDatabaseStep);
        backupHooks.orderedStream().forEach(builder::backupHook);
        backup.ifAvailable(given -> builder.backups(given::settings)
                .safetyVault(new DirectoryVault(given.safetyFolder(), time.getIfAvailable(InstantSource::system))));
        key.ifAvailable(builder::key);
        builder.checkKeyAtUse();
        hasher.ifAvailable(builder::passwordHasher);
        policy.ifAvailable(builder::passwordPolicy);
        limit.ifAvailable(builder::signInLimit);
        revoker.ifAvailable(host -> builder.sessionRevoker(new AfterCommit(host)));
        renderer.ifAvailable(builder::renderer);
        time.ifAvailable(builder::time);
        builder.actor(actor.getIfAvailable(SignedInActor::new));
        noticeTypes.orderedStream().forEach(builder::noticeType);
        preferences.ifAvailable(builder::preferences);
        builder.bounces(properties.bounces().settings());
        bounces.ifAvailable(builder::bounceMailbox);
        builder.tasks(properties.tasks()::settings);
        builder.tasksFrom(() -> tasks.orderedStream().toList());
        builder.reminders(properties.reminders()::settings);
        if (!properties.reminders().channels().isEmpty()) {
            builder.reminderChannels(properties.reminders().used());
        }
        builder.reminderRulesFrom(() -> reminderRules.orderedStream().toList());
        alarms.ifAvailable(builder::alarms);
        Optional.ofNullable(properties.tasks().alarmsTo()).ifPresent(builder::alarmsTo);
        Optional.ofNullable(properties.smsBudget()).ifPresent(builder::smsBudget);
        builder.fallbacks(Fallbacks.parse(properties.fallbacks()));
        builder.phoneNumbers(phoneNumbers.getIfAvailable(properties::phoneNumbers));
        List<Courier> serving = serving(couriers.orderedStream().distinct().toList(), ours.getIfAvailable());
        sms.addTo(serving, time.getIfAvailable(InstantSource::system));
        serving.forEach(builder::courier);
        if (roster.getIfAvailable() == null) {
            LOG.info(
                    "Cartable has no parent accounts: cartable.roster is not set. Set it to views, if the host defines the"
                            + " roster's views, or to tables, if imports fill Cartable's own; or define a bean of type {}",
                    Roster.class.getName());
        }
        if (serving.stream().noneMatch(courier -> courier.channel().equals(Channel.EMAIL))) {
            LOG.info("Cartable has no mail server: e-mails wait in the outbox. Set spring.mail.host to send them");
        }
        customizers.orderedStream().forEach(one -> one.customize(builder));
        Cartable cartable = build(builder);
        if (vault.getIfAvailable() != null) {
            recover(cartable);
        }
        if (key.getIfAvailable() != null) {
            HostKeys.report(cartable);
        }
        Speaking.report(cartable, properties.sendingMode());
        return cartable;
    }

    /** A restore that was cut off is finished or undone before anything uses data that is half restored. */
    private static void recover(Cartable cartable) {
        cartable.backups()
                .recover()
                .ifPresent(report ->
                        LOG.warn("The restore {}, which was cut off, is now {}", report.id(), report.outcome()));
    }

    private static Cartable build(CartableBuilder builder) {
        Placeholders placeholders = builder.placeholders();
        String properties = properties(placeholders.found());
        if (placeholders.refused()) {
            throw new CartableConfigurationException(
                    "Cartable's messages would reach people with values that only make a first try work: " + properties
                            + ". Nothing was sent.",
                    "Set " + properties + ".");
        }
        if (!placeholders.found().isEmpty()) {
            LOG.warn("Cartable's messages hold values of a first try: set {}", properties);
        }
        return builder.build();
    }

    private static String properties(Set<Placeholder> placeholders) {
        return placeholders.stream()
                .sorted()
                .map(CartableAutoConfiguration::property)
                .collect(Collectors.joining(", "));
    }

    private static String property(Placeholder placeholder) {
        return switch (placeholder) {
            case SCHOOL_NAME -> "cartable.school-name";
            case ACTIVATION_PAGE -> "cartable.activation-page";
            case SENDER -> "cartable.mail.from";
        };
    }

    /** Reads what the gateway under cartable.sms posts later about its messages, in an endpoint of the host's. */
    @Bean
    @Conditional(Conditions.ReceiptsAreReadable.class)
    @ConditionalOnMissingBean
    GatewayReceipts cartableGatewayReceipts(SmsSettings sms) {
        return GatewayReceipts.of(sms.gateway())
                .orElseThrow(() -> new CartableConfigurationException(
                        "The gateway under cartable.sms sends no receipts.", "Set cartable.sms.receipt.id.", null));
    }

    /** The host's couriers, each once; the one for spring.mail only if none of them serves e-mail. */
    private static List<Courier> serving(List<Courier> all, @Nullable Courier ours) {
        List<Courier> serving = new ArrayList<>(all);
        if (ours != null) {
            serving.remove(ours);
            if (serving.stream().noneMatch(courier -> courier.channel().equals(ours.channel()))) {
                serving.add(ours);
            }
        }
        return serving;
    }
}
