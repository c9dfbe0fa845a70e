package dev.cartable.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code cartable.health}.
 *
 * @param outboxAge How long a message may wait before the health is degraded.
 * @param restoreAge How long ago a backup may have been restored for a trial.
 * @param keyAge How long ago a private key may have been shown to open an encrypted backup.
 */
@ConfigurationProperties("cartable.health")
public record CartableHealthProperties(
        @DefaultValue("1h") Duration outboxAge,
        @DefaultValue("14d") Duration restoreAge,
        @DefaultValue("200d") Duration keyAge) {
    public CartableHealthProperties {
        CartableProperties.positive("cartable.health.outbox-age", outboxAge);
        CartableProperties.positive("cartable.health.restore-age", restoreAge);
        CartableProperties.positive("cartable.health.key-age", keyAge);
    }
}
