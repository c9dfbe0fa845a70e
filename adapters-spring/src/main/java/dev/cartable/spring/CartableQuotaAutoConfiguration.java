package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.alert.EditAlerts;
import dev.cartable.alert.EvaluateAlerts;
import dev.cartable.alert.SendDigests;
import dev.cartable.privacy.ApplyRetention;
import dev.cartable.quota.AdmitSession;
import dev.cartable.quota.AssignProfile;
import dev.cartable.quota.AuditUsage;
import dev.cartable.quota.CheckAllowance;
import dev.cartable.quota.CloseStaleSessions;
import dev.cartable.quota.ConsumeUsage;
import dev.cartable.quota.EditProfiles;
import dev.cartable.quota.ForgetUsageEvents;
import dev.cartable.quota.MeterUsage;
import dev.cartable.quota.MigrateUsage;
import dev.cartable.quota.ProfileStatistics;
import dev.cartable.quota.ReadProfileHistory;
import dev.cartable.quota.ReadSessions;
import dev.cartable.quota.RecordSessions;
import dev.cartable.quota.RecordUsage;
import dev.cartable.quota.ResetUsage;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** The use cases about quotas and alerts, each a bean. */
@AutoConfiguration(after = CartableAutoConfiguration.class)
@ConditionalOnBean(Cartable.class)
public final class CartableQuotaAutoConfiguration {
    CartableQuotaAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    EditProfiles editProfiles(Cartable cartable) {
        return cartable.editProfiles();
    }

    @Bean
    @ConditionalOnMissingBean
    AssignProfile assignProfile(Cartable cartable) {
        return cartable.assignProfile();
    }

    @Bean
    @ConditionalOnMissingBean
    ConsumeUsage consumeUsage(Cartable cartable) {
        return cartable.consumeUsage();
    }

    /** Flushed once more when the context closes; in between, by the host. */
    @Bean
    @ConditionalOnProperty(prefix = "cartable", name = "any-thread", havingValue = "true")
    @ConditionalOnMissingBean
    MeterUsage meterUsage(Cartable cartable) {
        return cartable.meterUsage();
    }

    @Bean
    @ConditionalOnMissingBean
    RecordUsage recordUsage(Cartable cartable) {
        return cartable.recordUsage();
    }

    @Bean
    @ConditionalOnMissingBean
    CheckAllowance checkAllowance(Cartable cartable) {
        return cartable.checkAllowance();
    }

    @Bean
    @ConditionalOnMissingBean
    ResetUsage resetUsage(Cartable cartable) {
        return cartable.resetUsage();
    }

    @Bean
    @ConditionalOnMissingBean
    ProfileStatistics profileStatistics(Cartable cartable) {
        return cartable.profileStatistics();
    }

    @Bean
    @ConditionalOnMissingBean
    MigrateUsage migrateUsage(Cartable cartable) {
        return cartable.migrateUsage();
    }

    @Bean
    @ConditionalOnMissingBean
    AuditUsage auditUsage(Cartable cartable) {
        return cartable.auditUsage();
    }

    @Bean
    @ConditionalOnMissingBean
    ForgetUsageEvents forgetUsageEvents(Cartable cartable) {
        return cartable.forgetUsageEvents();
    }

    @Bean
    @ConditionalOnMissingBean
    ApplyRetention applyRetention(Cartable cartable) {
        return cartable.applyRetention();
    }

    @Bean
    @ConditionalOnMissingBean
    ReadProfileHistory readProfileHistory(Cartable cartable) {
        return cartable.readProfileHistory();
    }

    @Bean
    @ConditionalOnMissingBean
    RecordSessions recordSessions(Cartable cartable) {
        return cartable.recordSessions();
    }

    @Bean
    @ConditionalOnMissingBean
    AdmitSession admitSession(Cartable cartable) {
        return cartable.admitSession();
    }

    @Bean
    @ConditionalOnMissingBean
    CloseStaleSessions closeStaleSessions(Cartable cartable) {
        return cartable.closeStaleSessions();
    }

    @Bean
    @ConditionalOnMissingBean
    ReadSessions readSessions(Cartable cartable) {
        return cartable.readSessions();
    }

    @Bean
    @ConditionalOnMissingBean
    EditAlerts editAlerts(Cartable cartable) {
        return cartable.editAlerts();
    }

    @Bean
    @ConditionalOnMissingBean
    EvaluateAlerts evaluateAlerts(Cartable cartable) {
        return cartable.evaluateAlerts();
    }

    @Bean
    @ConditionalOnMissingBean
    SendDigests sendDigests(Cartable cartable) {
        return cartable.sendDigests();
    }
}
