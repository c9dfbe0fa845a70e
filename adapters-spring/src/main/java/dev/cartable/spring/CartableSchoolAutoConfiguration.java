package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.SaveUsers;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The use cases about the school's data, each a bean. */
@AutoConfiguration(after = CartableAutoConfiguration.class)
@ConditionalOnBean(Cartable.class)
public final class CartableSchoolAutoConfiguration {
    CartableSchoolAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ImportRoster importRoster(Cartable cartable) {
        return cartable.importRoster();
    }

    @Bean
    @ConditionalOnMissingBean
    SaveUsers saveUsers(Cartable cartable) {
        return cartable.saveUsers();
    }
}
