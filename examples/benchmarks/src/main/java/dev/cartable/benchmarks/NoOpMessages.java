package dev.cartable.benchmarks;

import dev.cartable.Cartable;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.school.model.Address;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Messages that are always true, say nothing, and go by a courier that does nothing: what is left is the outbox. */
final class NoOpMessages {
    private static final Kind KIND = Kind.of("benchmark.no-op");
    private static final Channel CHANNEL = new Channel("NOTHING");
    private static final int CHUNK = 1_000;

    private NoOpMessages() {}

    /**
     * Seconds to send so many messages on so many lines.
     *
     * @param claimed how many are claimed at once
     * @param batch how many each line hands over between two commits
     */
    static double drain(Engine engine, int messages, int lines, int claimed, int batch) throws Exception {
        try (Place place = School.empty(engine);
                Pool pool = place.open(lines)) {
            JdbcStores stores = JdbcStores.builder(pool.source())
                    .schemaMode(SchemaMode.NEVER)
                    .build();
            try (Cartable cartable = School.builder(stores)
                    .dispatch(settings(claimed))
                    .courier(new Nothing(lines, batch))
                    .noticeType(new AlwaysTrue())
                    .renderer((kind, language, channel, variables) -> new Words("", "", null))
                    .build()) {
                for (int first = 0; first < messages; first += CHUNK) {
                    List<Notice> chunk = IntStream.range(first, Math.min(first + CHUNK, messages))
                            .mapToObj(NoOpMessages::message)
                            .toList();
                    stores.unitOfWork().run(tx -> cartable.notices().queue(tx, chunk));
                }
                long[] sent = {0};
                double seconds = Measured.seconds(
                        () -> sent[0] = cartable.notices().dispatch().drain().sent());
                Runs.check("notices sent", sent[0], messages);
                return seconds;
            }
        }
    }

    private static DispatchSettings settings(int claimed) {
        DispatchSettings usual = DispatchSettings.defaults();
        return new DispatchSettings(
                usual.retryBase(), usual.retries(), usual.longTail(), claimed, usual.lease(), usual.pause());
    }

    private static Notice message(int number) {
        String id = Integer.toString(number);
        return Notice.draft(KIND, new Subject("number", id), Instant.now())
                .to(new Recipient("number", id), CHANNEL, new Address.Opaque(id), Locale.FRENCH);
    }

    /** The courier. */
    private record Nothing(int maxConnections, int maxBatch) implements Courier {
        @Override
        public Channel channel() {
            return CHANNEL;
        }

        @Override
        public Reach reach() {
            return Reach.NOBODY;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            return new Delivery.Sent("");
        }

        @Override
        public void release() {}
    }

    private static final class AlwaysTrue implements NoticeType {
        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }

        @Override
        public WhenUncertain whenUncertain() {
            return WhenUncertain.SEND_AGAIN;
        }

        @Override
        public Verdict check(Notice notice) {
            return new Verdict.Send(Map.of());
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of();
        }
    }
}
