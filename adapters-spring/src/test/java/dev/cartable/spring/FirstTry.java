package dev.cartable.spring;

import dev.cartable.account.GenerateAccounts;
import dev.cartable.account.model.GenerationRequest;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// readme
@Configuration
class FirstTry {
    @Bean
    CommandLineRunner accountsAtStart(GenerateAccounts generateAccounts) {
        return arguments -> generateAccounts.run(GenerationRequest.everyone(), step -> {});
    }
}
// readme
