package dev.cartable.spring.web.person;

import dev.cartable.account.Accounts;
import dev.cartable.notice.Notices;
import dev.cartable.privacy.Privacy;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.AccessPolicy;
import dev.cartable.spring.web.CartableWebAutoConfiguration;
import dev.cartable.spring.web.internal.SchoolTime;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** The endpoints of people, where {@link CartableWebAutoConfiguration} serves any. */
@AutoConfiguration(after = CartableWebAutoConfiguration.class)
@ConditionalOnBean({CartableWebAutoConfiguration.class, Users.class})
public final class PersonWebAutoConfiguration {
    PersonWebAutoConfiguration() {}

    @Bean
    UserController cartableUserController(Users users, AccessPolicy policy) {
        return new UserController(users, policy);
    }

    @Bean
    @ConditionalOnBean(Privacy.class)
    MeController cartableMeController(
            Users users,
            ObjectProvider<Roster> roster,
            ObjectProvider<Accounts> accounts,
            Privacy privacy,
            AccessPolicy policy) {
        return new MeController(users, roster::getIfAvailable, accounts::getIfAvailable, privacy, policy);
    }

    @Bean
    @ConditionalOnBean(Notices.class)
    InboxController cartableInboxController(Notices notices, ObjectProvider<Accounts> accounts) {
        return new InboxController(notices, new Recipients(accounts::getIfAvailable));
    }

    @Bean
    @ConditionalOnBean(Notices.class)
    PreferenceController cartablePreferenceController(Notices notices, SchoolTime time) {
        return new PreferenceController(notices, time.zone());
    }
}
