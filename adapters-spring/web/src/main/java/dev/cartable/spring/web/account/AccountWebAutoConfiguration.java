package dev.cartable.spring.web.account;

import dev.cartable.account.Accounts;
import dev.cartable.spring.web.CartableWebAutoConfiguration;
import dev.cartable.spring.web.internal.RunResource;
import dev.cartable.spring.web.internal.Runs;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** The endpoints of parent accounts, where {@link CartableWebAutoConfiguration} serves any and there are accounts. */
@AutoConfiguration(after = CartableWebAutoConfiguration.class)
@ConditionalOnBean({CartableWebAutoConfiguration.class, Accounts.class})
public final class AccountWebAutoConfiguration {
    AccountWebAutoConfiguration() {}

    @Bean
    AccountController cartableAccountController(Accounts accounts) {
        return new AccountController(accounts);
    }

    @Bean
    @ConditionalOnBean(Runs.class)
    AccountRunController cartableAccountRunController(Accounts accounts, Runs runs) {
        return new AccountRunController(new RunResource(runs, "account", new AccountWork(accounts).kinds()));
    }
}
