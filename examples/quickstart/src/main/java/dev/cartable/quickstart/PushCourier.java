package dev.cartable.quickstart;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import java.io.IOException;
import java.time.Duration;

/** A host's own courier: hands notices to a push service, on a channel that Cartable has never heard of. */
final class PushCourier implements Courier {
    static final Channel PUSH = Channel.of("push");

    private final PushService service;

    PushCourier(PushService service) {
        this.service = requireNonNull(service, "service");
    }

    /** The host's client of the service. */
    interface PushService {
        /** Sends to all devices of a person, and returns the HTTP status. A second message of the same id is dropped. */
        int push(String person, String id, String title, String text) throws IOException;
    }

    @Override
    public Channel channel() {
        return PUSH;
    }

    @Override
    public Delivery deliver(RenderedNotice notice) {
        try {
            int status =
                    service.push(notice.address().value(), notice.id().toString(), notice.subject(), notice.text());
            String answer = "HTTP " + status;
            return switch (status / 100) {
                case 2 -> new Delivery.Sent(answer);
                case 4 ->
                    status == 429
                            ? new Delivery.ChannelDown(answer, Duration.ofMinutes(1))
                            : new Delivery.Refused(answer);
                default -> new Delivery.TryLater(answer);
            };
        } catch (IOException e) {
            return new Delivery.TryLater("the push service cannot be reached: " + e.getMessage());
        }
    }

    /** Keeps nothing open. */
    @Override
    public void release() {}
}
