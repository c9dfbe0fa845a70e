package dev.cartable.spring.web.family;

import dev.cartable.document.Documents;
import dev.cartable.reminder.Reminders;
import dev.cartable.school.port.Roster;
import dev.cartable.spring.web.AccessPolicy;
import dev.cartable.spring.web.CartableWebAutoConfiguration;
import dev.cartable.spring.web.internal.SchoolTime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** The endpoints of families, where {@link CartableWebAutoConfiguration} serves any. */
@AutoConfiguration(after = CartableWebAutoConfiguration.class)
@ConditionalOnBean({CartableWebAutoConfiguration.class, Roster.class})
public final class FamilyWebAutoConfiguration {
    FamilyWebAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(Reminders.class)
    ReminderController cartableReminderController(Reminders reminders, AccessPolicy policy, SchoolTime time) {
        return new ReminderController(reminders, policy, time);
    }

    @Bean
    @ConditionalOnBean(Documents.class)
    DocumentController cartableDocumentController(Documents documents, AccessPolicy policy) {
        return new DocumentController(documents, policy);
    }
}
