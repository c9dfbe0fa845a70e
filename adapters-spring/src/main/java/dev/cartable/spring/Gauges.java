package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.backup.BackupReview;
import dev.cartable.backup.Backups;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupLedger.Proof;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeStatistics.Backlog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How Cartable stands, as gauges: what waits and how long, which channels are paused, when something ticked last, how old the latest backup and the
 * last proofs are. The figures behind them are cached, so that frequent scrapes cost the database nothing; ages grow all the same. A gauge is NaN
 * where there is no such time, or it cannot be read. Safe for use by several threads.
 */
final class Gauges implements MeterBinder {
    private final ObjectProvider<Cartable> cartable;
    private final ObjectProvider<InstantSource> time;
    private final CachedFigures<Standing> standing;
    private final CachedFigures<Optional<BackupReview>> review;

    /** @param lastTick null if nothing has ever ticked */
    private record Standing(
            Map<Channel, Long> waiting,
            Backlog backlog,
            @Nullable Instant lastTick) {}

    Gauges(
            ObjectProvider<Cartable> cartable,
            ObjectProvider<Backups> backups,
            ObjectProvider<InstantSource> time,
            ObjectProvider<CartableMetricsProperties> properties) {
        this.cartable = requireNonNull(cartable, "cartable");
        this.time = requireNonNull(time, "time");
        this.standing = new CachedFigures<>(
                "outbox", this::standing, () -> properties.getObject().age(), this::clock);
        this.review = new CachedFigures<>(
                "backups",
                () -> Optional.ofNullable(backups.getIfAvailable()).map(Backups::review),
                () -> properties.getObject().backupAge(),
                this::clock);
    }

    private InstantSource clock() {
        return time.getIfAvailable(InstantSource::system);
    }

    private Standing standing() {
        Cartable all = cartable.getObject();
        return new Standing(
                all.notices().waiting(),
                all.notices().backlog(),
                all.tasks().lastTick().orElse(null));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Stream.of(Channel.EMAIL, Channel.SMS, Channel.IN_APP, Channel.LETTER).forEach(channel -> {
            gauge(registry, "cartable.outbox.waiting", "Messages that wait", null, channel, of ->
                    (double) of.waiting().getOrDefault(channel, 0L));
            gauge(
                    registry,
                    "cartable.channel.paused",
                    "1 if the channel is left alone for a while, as after its server failed",
                    null,
                    channel,
                    of -> isPaused(of.backlog(), channel) ? 1.0 : 0.0);
        });
        gauge(
                registry,
                "cartable.outbox.age",
                "Since when the oldest message waits; 0 if none does",
                "seconds",
                null,
                of -> of.backlog().oldestWaiting() == null
                        ? 0.0
                        : seconds(of.backlog().oldestWaiting()));
        gauge(
                registry,
                "cartable.tick.age",
                "Since when nothing has ticked, on any node",
                "seconds",
                null,
                of -> seconds(of.lastTick()));
        backups(
                registry,
                "cartable.backup.age",
                "Age of the latest backup that was verified and counts",
                "seconds",
                of -> seconds(of.latest().map(BackupEntry::createdAt).orElse(null)));
        backups(
                registry,
                "cartable.backup.drill.age",
                "Since when no backup was restored for a trial",
                "seconds",
                of -> seconds(at(of.restore())));
        backups(
                registry,
                "cartable.backup.key.age",
                "Since when no private key was shown to open an encrypted backup",
                "seconds",
                of -> seconds(at(of.key())));
        backups(registry, "cartable.backup.findings", "What a person has to look at about the backups", null, of ->
                (double) of.findings().size());
    }

    private boolean isPaused(Backlog backlog, Channel channel) {
        Instant now = clock().instant();
        return backlog.pauses().stream()
                .anyMatch(one -> one.channel().equals(channel)
                        && one.domain().isEmpty()
                        && one.until().isAfter(now));
    }

    private static @Nullable Instant at(@Nullable Proof proof) {
        return proof == null ? null : proof.at();
    }

    private double seconds(@Nullable Instant since) {
        return since == null
                ? Double.NaN
                : Math.max(0, Duration.between(since, clock().instant()).toMillis() / 1000.0);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            @Nullable String unit,
            @Nullable Channel channel,
            Function<Standing, Double> value) {
        Gauge.Builder<?> gauge =
                Gauge.builder(name, () -> value(standing.get(), value)).description(description);
        if (unit != null) {
            gauge.baseUnit(unit);
        }
        if (channel != null) {
            gauge.tag("channel", Meters.lower(channel.name()));
        }
        gauge.register(registry);
    }

    private void backups(
            MeterRegistry registry,
            String name,
            String description,
            @Nullable String unit,
            Function<BackupReview, Double> value) {
        Gauge.Builder<?> gauge = Gauge.builder(name, () -> {
                    Optional<BackupReview> of = review.get();
                    return of == null ? Double.NaN : value(of.orElse(null), value);
                })
                .description(description);
        if (unit != null) {
            gauge.baseUnit(unit);
        }
        gauge.register(registry);
    }

    private static <T> double value(@Nullable T figures, Function<T, Double> value) {
        return figures == null ? Double.NaN : value.apply(figures);
    }
}
