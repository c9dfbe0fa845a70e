package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.Stores;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.account.port.SessionRevoker;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.port.StillTrue;
import dev.cartable.quota.model.Level;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Terms;
import dev.cartable.school.port.Users;
import dev.cartable.work.HostKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
@ConditionalOnBean(Stores.class)
@EnableConfigurationProperties(CartableProperties.class)
public final class CartableAutoConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(CartableAutoConfiguration.class);

    CartableAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean({School.class, AccountSettings.class, Cartable.class})
    School cartableSchool(CartableProperties properties) {
        if (properties.zone() == null) {
            throw new CartableConfigurationException(
                    "cartable.zone is not set, so nobody knows when the school's days begin and end.",
                    "Set cartable.zone to the school's time zone, such as Africa/Conakry or Europe/Paris.");
        }
        return new School(properties.schoolName(), properties.zone(), properties.language());
    }

    @Bean
    @ConditionalOnMissingBean({AccountSettings.class, Cartable.class})
    AccountSettings cartableAccountSettings(CartableProperties properties, School school) {
        return properties.accounts().settings(school, properties.activationPageOrFirstTry());
    }

    @Bean
    @ConditionalOnMissingBean({DispatchSettings.class, Cartable.class})
    DispatchSettings cartableDispatchSettings(CartableProperties properties) {
        return properties.dispatch().settings();
    }

    @Bean
    @Conditional(HostKeys.Given.class)
    @ConditionalOnMissingBean
    HostKey cartableHostKey(CartableProperties properties) {
        return HostKeys.of(properties);
    }

    @Bean
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
    @ConditionalOnMissingBean({QuotaSettings.class, Cartable.class})
    QuotaSettings cartableQuotaSettings(CartableProperties properties, ObjectProvider<Level> levels) {
        return properties.quotas().settings(levels.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    Cartable cartable(
            Stores stores,
            Roster roster,
            Users users,
            QuotaSettings quotas,
            ObjectProvider<Terms> terms,
            AccountSettings settings,
            DispatchSettings dispatch,
            ObjectProvider<HostKey> key,
            ObjectProvider<PasswordHasher> hasher,
            ObjectProvider<PasswordPolicy> policy,
            ObjectProvider<SignInLimit> limit,
            ObjectProvider<SessionRevoker> revoker,
            ObjectProvider<Renderer> renderer,
            ObjectProvider<InstantSource> time,
            ObjectProvider<StillTrue> facts,
            ObjectProvider<Courier> couriers,
            @Qualifier(CartableMailAutoConfiguration.COURIER) ObjectProvider<Courier> ours,
            CartableProperties properties) {
        CartableBuilder builder = Cartable.builder()
                .stores(stores)
                .roster(roster)
                .zone(settings.school().zone())
                .school(settings.school().name())
                .language(settings.school().language())
                .activationPage(settings.activationPage())
                .accounts(derived -> settings)
                .dispatch(dispatch)
                .users(users)
                .quotas(quotas)
                .retention(properties.retentionPeriods());
        Optional.ofNullable(properties.dispatch().quietHours()).ifPresent(builder::quietHours);
        builder.anyThread(properties.anyThread());
        terms.ifAvailable(builder::terms);
        key.ifAvailable(builder::key);
        builder.checkKeyAtUse();
        hasher.ifAvailable(builder::passwordHasher);
        policy.ifAvailable(builder::passwordPolicy);
        limit.ifAvailable(builder::signInLimit);
        revoker.ifAvailable(host -> builder.sessionRevoker(new AfterCommit(host)));
        renderer.ifAvailable(builder::renderer);
        time.ifAvailable(builder::time);
        facts.orderedStream().forEach(builder::stillTrue);
        List<Courier> serving = serving(couriers.orderedStream().toList(), ours.getIfAvailable());
        serving.forEach(builder::courier);
        sayWhatIsMissing(serving, key.getIfAvailable() != null && properties.activationPage() == null, settings);
        Cartable cartable = builder.build();
        if (key.getIfAvailable() != null) {
            HostKeys.report(cartable);
        }
        return cartable;
    }

    /** The host's couriers; the one for spring.mail only if none of them serves e-mail. */
    private static List<Courier> serving(List<Courier> all, @Nullable Courier ours) {
        List<Courier> serving = new ArrayList<>(all);
        if (ours != null) {
            serving.remove(ours);
            if (serving.stream().noneMatch(courier -> courier.channel() == ours.channel())) {
                serving.add(ours);
            }
        }
        return serving;
    }

    private static void sayWhatIsMissing(List<Courier> serving, boolean pageless, AccountSettings settings) {
        if (serving.stream().noneMatch(courier -> courier.channel() == Channel.EMAIL)) {
            LOG.info("Cartable has no mail server: e-mails wait in the outbox. Set spring.mail.host to send them");
        }
        if (pageless && settings.activationPage().equals(CartableProperties.FIRST_TRY)) {
            LOG.warn(
                    "cartable.activation-page is not set: activation links lead to {}, which only this machine can open",
                    CartableProperties.FIRST_TRY);
        }
    }
}
