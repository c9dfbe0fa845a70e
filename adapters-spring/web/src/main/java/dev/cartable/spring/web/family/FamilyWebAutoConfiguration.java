package dev.cartable.spring.web.family;

import dev.cartable.document.Documents;
import dev.cartable.notice.Notices;
import dev.cartable.notice.port.Courier;
import dev.cartable.reminder.Reminders;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.AccessPolicy;
import dev.cartable.spring.web.CartableWebAutoConfiguration;
import dev.cartable.spring.web.internal.SchoolTime;
import org.springframework.beans.factory.ObjectProvider;
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
    @ConditionalOnBean(Reminders.class)
    HoldController cartableHoldController(Reminders reminders) {
        return new HoldController(reminders);
    }

    @Bean
    @ConditionalOnBean({Reminders.class, Notices.class})
    TestReminderController cartableTestReminderController(
            Reminders reminders, Notices notices, Users users, ObjectProvider<Courier> couriers, SchoolTime time) {
        return new TestReminderController(reminders, notices, users, couriers::orderedStream, time);
    }

    @Bean
    @ConditionalOnBean(Documents.class)
    DocumentController cartableDocumentController(Documents documents, AccessPolicy policy) {
        return new DocumentController(documents, policy);
    }
}
