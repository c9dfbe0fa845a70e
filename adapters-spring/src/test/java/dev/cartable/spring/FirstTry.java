package dev.cartable.spring;

import dev.cartable.account.Accounts;
import dev.cartable.account.model.GenerationRequest;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// readme
@Configuration
class FirstTry {
    @Bean
    CommandLineRunner accountsAtStart(Accounts accounts) {
        return arguments -> accounts.generate().run(GenerationRequest.everyone(), step -> {});
    }
}
// readme
