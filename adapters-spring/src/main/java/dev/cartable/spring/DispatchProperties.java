package dev.cartable.spring;

import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.model.QuietHours;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patiently messages are sent.
 *
 * @param retryBase Wait after the first failure; it doubles with each further one.
 * @param retries How often a message is tried again at doubling waits, 0 to 20.
 * @param longTail Further waits after those, such as 2h,6h,24h, for servers that are away for a day.
 * @param claimSize How many messages of a channel are claimed and checked at once, 1 to 1000.
 * @param lease How long a process may take for those; another one takes over after it.
 * @param pause How long a channel that cannot be served is left alone.
 * @param quietHours The hours in which messages that can wait are not sent, in the school's zone, such as 21:00-07:00.
 * @param domainLimits How fast each node sends to the domains of e-mail addresses, such as *=120/min,gmail.com=2/s:4 for four
 *     connections at most.
 * @param receiptPatience How long a gateway's receipt is waited for.
 */
public record DispatchProperties(
        @DefaultValue("60s") Duration retryBase,
        @DefaultValue("3") int retries,
        @DefaultValue List<Duration> longTail,
        @DefaultValue("50") int claimSize,
        @DefaultValue("10m") Duration lease,
        @DefaultValue("15m") Duration pause,
        @Nullable String quietHours,
        @Nullable String domainLimits,
        @DefaultValue("72h") Duration receiptPatience) {

    public DispatchProperties {
        longTail = List.copyOf(longTail);
        List<Duration> waits = longTail;
        CartableProperties.checked(
                "cartable.dispatch",
                () -> new DispatchSettings(retryBase, retries, waits, claimSize, lease, pause)
                        .withReceiptPatience(receiptPatience));
        if (domainLimits != null) {
            CartableProperties.checked("cartable.dispatch.domain-limits", () -> DomainLimits.parse(domainLimits));
        }
        if (quietHours != null) {
            CartableProperties.checked(
                    "cartable.dispatch.quiet-hours", () -> QuietHours.parse(quietHours, ZoneOffset.UTC));
        }
    }

    DispatchSettings settings() {
        return new DispatchSettings(retryBase, retries, longTail, claimSize, lease, pause)
                .withReceiptPatience(receiptPatience)
                .withDomainLimits(domainLimits == null ? DomainLimits.NONE : DomainLimits.parse(domainLimits));
    }
}
