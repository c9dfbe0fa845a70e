package dev.cartable.spring.web.quota;

import dev.cartable.alert.Alerts;
import dev.cartable.quota.Quotas;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.AccessPolicy;
import dev.cartable.spring.web.CartableWebAutoConfiguration;
import dev.cartable.spring.web.internal.SchoolTime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** The endpoints of quotas and alerts, where {@link CartableWebAutoConfiguration} serves any. */
@AutoConfiguration(after = CartableWebAutoConfiguration.class)
@ConditionalOnBean({CartableWebAutoConfiguration.class, Quotas.class, Alerts.class, Users.class})
public final class QuotaWebAutoConfiguration {
    QuotaWebAutoConfiguration() {}

    @Bean
    ProfileController cartableProfileController(Quotas quotas, Users users, AccessPolicy policy) {
        return new ProfileController(quotas, new Known(quotas, users, policy));
    }

    @Bean
    StatisticsController cartableProfileStatisticsController(Quotas quotas, Users users, AccessPolicy policy) {
        return new StatisticsController(quotas, new Known(quotas, users, policy));
    }

    @Bean
    HolderController cartableProfileHolderController(Quotas quotas, Users users, AccessPolicy policy) {
        return new HolderController(quotas, users, new Known(quotas, users, policy));
    }

    @Bean
    UsageController cartableUsageController(Quotas quotas, Users users, AccessPolicy policy, SchoolTime time) {
        return new UsageController(quotas, new Known(quotas, users, policy), time.clock());
    }

    @Bean
    HistoryController cartableProfileHistoryController(Quotas quotas, Users users, AccessPolicy policy) {
        return new HistoryController(quotas, users, new Known(quotas, users, policy));
    }

    @Bean
    AlertController cartableAlertController(Alerts alerts, Quotas quotas, Users users, AccessPolicy policy) {
        return new AlertController(alerts, quotas, users, new Known(quotas, users, policy));
    }
}
