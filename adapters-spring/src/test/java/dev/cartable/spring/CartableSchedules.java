package dev.cartable.spring;

import dev.cartable.account.Accounts;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.alert.Alerts;
import dev.cartable.notice.Notices;
import dev.cartable.privacy.Privacy;
import dev.cartable.quota.Quotas;
import dev.cartable.work.LeaseHeldException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

// readme
@Component
@EnableScheduling
record CartableSchedules(Accounts accounts, Quotas quotas, Alerts alerts, Notices notices, Privacy privacy) {

    private static final Logger LOG = LoggerFactory.getLogger(CartableSchedules.class);

    @Scheduled(fixedDelay = 60_000)
    void send() {
        notices.dispatch().drain(); // several nodes share the queue
    }

    @Scheduled(cron = "0 30 1 * * *", zone = "Africa/Conakry")
    void nightly() {
        try {
            privacy.retention().run(); // deletes data about people once its time is over
            LOG.info(
                    "{}",
                    accounts.generate()
                            .run(GenerationRequest.everyone(), step -> {})
                            .counts());
        } catch (LeaseHeldException e) {
            LOG.info("another node is at it: {}", e.getMessage());
        }
    }

    // The rest is for hosts that count use of the network.

    @Scheduled(fixedDelay = 5_000)
    void meter() {
        quotas.meter().flush();
    }

    @Scheduled(fixedDelay = 300_000)
    void evaluate() {
        quotas.closeStaleSessions().run(closing -> {});
        alerts.evaluate().run(alert -> {});
    }

    @Scheduled(cron = "0 0 7 * * *", zone = "Africa/Conakry")
    void summary() {
        alerts.summaries().run(alerts.summaries().lastDay(), summary -> {});
    }
}
// readme
