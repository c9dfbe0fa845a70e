package dev.cartable.spring;

import dev.cartable.account.GenerateAccounts;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.alert.EvaluateAlerts;
import dev.cartable.alert.SendDigests;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.privacy.ApplyRetention;
import dev.cartable.quota.CloseStaleSessions;
import dev.cartable.quota.MeterUsage;
import dev.cartable.work.LeaseHeldException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

// readme
@Component
@EnableScheduling
record CartableSchedules(
        DispatchNotices dispatchNotices,
        GenerateAccounts generateAccounts,
        ApplyRetention applyRetention,
        EvaluateAlerts evaluateAlerts,
        SendDigests sendDigests,
        CloseStaleSessions closeStaleSessions,
        MeterUsage meterUsage) {

    private static final Logger LOG = LoggerFactory.getLogger(CartableSchedules.class);

    @Scheduled(fixedDelay = 60_000)
    void send() {
        dispatchNotices.drain(); // several nodes share the queue
    }

    @Scheduled(cron = "0 30 1 * * *", zone = "Africa/Conakry")
    void nightly() {
        try {
            applyRetention.apply(); // deletes data about people once its time is over
            LOG.info(
                    "{}",
                    generateAccounts
                            .run(GenerationRequest.everyone(), step -> {})
                            .counts());
        } catch (LeaseHeldException e) {
            LOG.info("another node is at it: {}", e.getMessage());
        }
    }

    // The rest is for hosts that count use of the network.

    @Scheduled(fixedDelay = 5_000)
    void meter() {
        meterUsage.flush();
    }

    @Scheduled(fixedDelay = 300_000)
    void alerts() {
        closeStaleSessions.apply(closing -> {});
        evaluateAlerts.apply(alert -> {});
    }

    @Scheduled(cron = "0 0 7 * * *", zone = "Africa/Conakry")
    void digests() {
        sendDigests.apply(sendDigests.lastDay(), digest -> {});
    }
}
// readme
