package dev.cartable.spring.web.portal;

import dev.cartable.account.Accounts;
import dev.cartable.notice.Notices;
import dev.cartable.spring.web.CartableWebAutoConfiguration;
import dev.cartable.spring.web.internal.SchoolTime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** The endpoints of a parents' portal, where {@link CartableWebAutoConfiguration} serves any. */
@AutoConfiguration(after = CartableWebAutoConfiguration.class)
@ConditionalOnBean(CartableWebAutoConfiguration.class)
public final class PortalWebAutoConfiguration {
    PortalWebAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(Accounts.class)
    ActivationController cartableActivationController(Accounts accounts, SchoolTime time) {
        return new ActivationController(accounts, time);
    }

    @Bean
    @ConditionalOnBean(Accounts.class)
    PasswordController cartablePasswordController(Accounts accounts, SchoolTime time) {
        return new PasswordController(accounts, time);
    }

    @Bean
    @ConditionalOnBean(Notices.class)
    UnsubscribeController cartableUnsubscribeController(Notices notices) {
        return new UnsubscribeController(notices);
    }

    @Bean
    @ConditionalOnBean(Notices.class)
    AnswerController cartableAnswerController(Notices notices) {
        return new AnswerController(notices);
    }

    @Bean
    @ConditionalOnBean(Notices.class)
    ReceiptController cartableReceiptController(Notices notices) {
        return new ReceiptController(notices);
    }
}
