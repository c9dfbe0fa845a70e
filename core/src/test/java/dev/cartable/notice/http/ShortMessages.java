package dev.cartable.notice.http;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.GuardianId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/** Short messages and couriers for tests. */
final class ShortMessages {
    static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");
    static final Kind KIND = Kind.of("reminder.absence");
    static final String NUMBER = "+224620123456";

    private ShortMessages() {}

    static RenderedNotice message(String text) {
        return message(KIND, NUMBER, text, Map.of());
    }

    static RenderedNotice message(Kind kind, String number, String text, Map<String, String> variables) {
        Recipient recipient = Recipient.guardian(new GuardianId("g1"));
        return new RenderedNotice(
                NoticeId.next(NOW),
                Notice.Key.of(kind, new Subject("absence", "a1"), "1", recipient, Channel.SMS, ""),
                kind,
                Channel.SMS,
                recipient,
                new Address.Opaque(number),
                Locale.FRENCH,
                "",
                text,
                null,
                null,
                variables,
                null,
                Enclosures.NONE,
                null);
    }

    /** Settings for a gateway on this machine whose answers have an id. */
    static GatewaySettings.Builder settings(ScriptedGateway gateway) {
        return GatewaySettings.builder(gateway.url("/send"))
                .allowPrivateAddresses()
                .body("{\"to\":\"{to}\",\"text\":\"{text}\"}")
                .id("/id")
                .reason("/message")
                .timeout(Duration.ofSeconds(20));
    }

    static HttpGatewayCourier courier(GatewaySettings settings) {
        return courier(settings, InstantSource.fixed(NOW));
    }

    static HttpGatewayCourier courier(GatewaySettings settings, InstantSource clock) {
        return new HttpGatewayCourier(settings, clock, duration -> {}, InetAddress::getAllByName);
    }
}
