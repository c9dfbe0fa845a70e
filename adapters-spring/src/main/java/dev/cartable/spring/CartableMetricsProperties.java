package dev.cartable.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code cartable.metrics}.
 *
 * @param age How old the figures of the outbox and the tasks may be that gauges show: so often at most a scrape asks the database.
 * @param backupAge How old the figures of the backups may be that gauges show: so often at most a scrape reads the folder of the backups.
 */
@ConfigurationProperties("cartable.metrics")
public record CartableMetricsProperties(
        @DefaultValue("30s") Duration age,
        @DefaultValue("10m") Duration backupAge) {
    public CartableMetricsProperties {
        CartableProperties.positive("cartable.metrics.age", age);
        CartableProperties.positive("cartable.metrics.backup-age", backupAge);
    }
}
