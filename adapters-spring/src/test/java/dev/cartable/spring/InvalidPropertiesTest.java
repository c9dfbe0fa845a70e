package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** A value that cannot be is refused at the start, by a message that names its property. */
class InvalidPropertiesTest {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({
        CartableProperties.class,
        CartableHealthProperties.class,
        CartableMetricsProperties.class,
        CartableBackupProperties.class
    })
    static class Host {}

    @ParameterizedTest
    @CsvSource({
        "cartable.accounts.activation-validity, 0s, cartable.accounts.activation-validity",
        "cartable.accounts.inactive-after, -1d, cartable.accounts.inactive-after",
        "cartable.accounts.naming-rule, {surname}, cartable.accounts.naming-rule",
        "cartable.activation-page, no page, cartable.activation-page",
        "cartable.answer-days, 0, cartable.answer-days",
        "cartable.backup.keep.daily, -1, cartable.backup.keep",
        "cartable.backup.max-age, 0s, cartable.backup.max-age",
        "cartable.bounces.soft-bounces, 0, cartable.bounces",
        "cartable.country, Guinea, cartable.country",
        "cartable.dispatch.retries, 99, cartable.dispatch",
        "cartable.dispatch.quiet-hours, late, cartable.dispatch.quiet-hours",
        "cartable.dispatch.domain-limits, fast, cartable.dispatch.domain-limits",
        "cartable.fallbacks, e-mail, cartable.fallbacks",
        "cartable.grades.out-of, -1, cartable.grades",
        "cartable.health.outbox-age, 0s, cartable.health.outbox-age",
        "cartable.health.restore-age, -1d, cartable.health.restore-age",
        "cartable.health.key-age, 0s, cartable.health.key-age",
        "cartable.instance-id, 'a b', cartable.instance-id",
        "cartable.mail.colour, red, cartable.mail.colour",
        "cartable.mail.connections, 0, cartable.mail.connections",
        "cartable.mail.messages-per-connection, 0, cartable.mail.messages-per-connection",
        "cartable.mail.messages-per-minute, -1, cartable.mail.messages-per-minute",
        "cartable.metrics.age, 0s, cartable.metrics.age",
        "cartable.metrics.backup-age, -5m, cartable.metrics.backup-age",
        "cartable.preferences.mandatory, 'pay ments', cartable.preferences.mandatory",
        "cartable.public-url, http://portal.example.org, cartable.public-url",
        "cartable.quotas.line-speed, -1, cartable.quotas",
        "cartable.quotas.lateness, 90d, cartable.quotas",
        "cartable.reminders.absences.brake-percent, 101, cartable.reminders.absences",
        "cartable.reminders.channels, e-mail, cartable.reminders.channels",
        "cartable.reminders.dunning, often, cartable.reminders.dunning",
        "cartable.reminders.site, school, cartable.reminders.site",
        "cartable.retention.sessions, -1d, cartable.retention.sessions",
        "cartable.sms-budget, 0, cartable.sms-budget",
        "cartable.speak, loudly, cartable.speak",
        "cartable.tasks.alarms-to, nobody, cartable.tasks.alarms-to",
        "cartable.tasks.each.alert-check.schedule, hourly, cartable.tasks.each.alert-check",
        "cartable.tasks.patience, 0s, cartable.tasks.patience",
        "cartable.zone, Africa/Atlantis, cartable.zone"
    })
    void itsPropertyIsNamed(String property, String value, String named) {
        new ApplicationContextRunner()
                .withUserConfiguration(Host.class)
                .withPropertyValues(property + "=" + value)
                .run(context -> {
                    assertThat(context).hasFailed();
                    StringBuilder messages = new StringBuilder();
                    for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
                        messages.append(cause.getMessage()).append('\n');
                    }
                    assertThat(messages.toString()).contains(named);
                });
    }
}
