package dev.cartable.notice.http;

import static dev.cartable.notice.http.ShortMessages.KIND;
import static dev.cartable.notice.http.ShortMessages.NOW;
import static dev.cartable.notice.http.ShortMessages.NUMBER;
import static dev.cartable.notice.http.ShortMessages.courier;
import static dev.cartable.notice.http.ShortMessages.message;
import static dev.cartable.notice.http.ShortMessages.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.internal.net.AddressGuard.Resolver;
import dev.cartable.internal.pace.Pace.Sleeper;
import dev.cartable.notice.http.ScriptedGateway.Request;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Courier.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a courier says of itself, when it sends, and what stands in its requests. */
class HttpGatewayCourierTest {
    private static final Kind OTHER = Kind.of("reminder.payment");

    private final ScriptedGateway gateway = new ScriptedGateway();

    @AfterEach
    void end() throws IOException {
        gateway.close();
    }

    private static GatewaySettings.Builder at(String url) {
        return GatewaySettings.builder(url).body("to={to}&text={text}");
    }

    private HttpGatewayCourier oneASecond(Sleeper sleeper) {
        return new HttpGatewayCourier(
                settings(gateway).messagesPerMinute(60).build(),
                InstantSource.fixed(NOW),
                sleeper,
                InetAddress::getAllByName);
    }

    private HttpGatewayCourier withNames(Resolver resolver) {
        return new HttpGatewayCourier(
                at(gateway.url("/send")).build(), InstantSource.fixed(NOW), duration -> {}, resolver);
    }

    private HttpGatewayCourier withAddress(String address) {
        return withNames(host -> new InetAddress[] {InetAddress.getByName(address)});
    }

    private HttpGatewayCourier withUnknownName() {
        return withNames(host -> {
            throw new UnknownHostException(host);
        });
    }

    @Test
    void carriesEachKindUnlessThereAreTemplates() {
        assertThat(courier(at("https://gateway.example/").build()).carries(KIND))
                .isTrue();
        HttpGatewayCourier templates = courier(
                at("https://gateway.example/").template(KIND, "absence(pupil)").build());

        assertThat(templates.carries(KIND)).isTrue();
        assertThat(templates.carries(OTHER)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:9/send, THIS_MACHINE", "https://gateway.example/send, PEOPLE"})
    void aGatewayOnThisMachineNeedNotReachPeople(String url, Reach reach) {
        assertThat(courier(at(url).build()).reach()).isEqualTo(reach);
    }

    @Test
    void recognisesRepeatsIfTheGatewayDoes() {
        assertThat(courier(at("https://gateway.example/").build()).recognisesRepeats())
                .isFalse();
        assertThat(courier(at("https://gateway.example/").recognisesRepeats().build())
                        .recognisesRepeats())
                .isTrue();
    }

    @Test
    void saysWhyNoRequestMayGoToTheGateway() {
        assertThat(withAddress("8.8.8.8").unreachable()).isEmpty();
        assertThat(withAddress("10.0.0.7").unreachable()).contains(NoticeReason.FORBIDDEN_ADDRESS);
        assertThat(withUnknownName().unreachable()).contains(NoticeReason.NO_CONNECTION);
    }

    @Test
    void whereTheNameIsNotKnownNothingWasSent() {
        assertThat(withUnknownName().deliver(message("Bonjour")))
                .isEqualTo(new Delivery.ChannelDown("NO_CONNECTION: localhost", Duration.ZERO));
        assertThat(gateway.requests()).isEmpty();
    }

    @Test
    void aTurnThatWasAwaitedIsTakenByOneMessage() throws InterruptedException {
        List<Duration> waits = new ArrayList<>();
        HttpGatewayCourier courier = oneASecond(waits::add);
        for (int i = 0; i < 3; i++) {
            gateway.then(201, "{\"id\":\"1\"}");
        }

        assertThat(courier.awaitTurn()).isFalse();
        assertThat(courier.awaitTurn()).isTrue();
        assertThat(waits).containsExactly(Duration.ofSeconds(1));
        courier.deliver(message("Bonjour"));
        courier.deliver(message("Bonjour"));
        assertThat(waits).hasSize(1);
        courier.deliver(message("Bonjour"));
        assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void anInterruptWhileAMessageWaitsLeavesTheFlagUpAndSendsNothing() {
        gateway.then(201, "{\"id\":\"1\"}");
        HttpGatewayCourier courier = oneASecond(duration -> {
            throw new InterruptedException();
        });
        courier.deliver(message("Bonjour"));

        Delivery delivery = courier.deliver(message("Bonjour"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(delivery).isEqualTo(new Delivery.ChannelDown("INTERRUPTED", Duration.ofSeconds(1)));
        assertThat(gateway.requests()).hasSize(1);
    }

    @Test
    void anInterruptEndsTheWaitForATurn() throws InterruptedException {
        HttpGatewayCourier courier =
                HttpGatewayCourier.of(settings(gateway).messagesPerMinute(1).build(), () -> {
                    Thread.currentThread().interrupt();
                    return NOW;
                });
        courier.awaitTurn();
        assertThat(Thread.interrupted()).isTrue();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(courier::awaitTurn);
    }

    @Test
    void afterAReleaseAMessageGoesByAnotherConnection() {
        gateway.then(201, "{\"id\":\"1\"}").then(201, "{\"id\":\"2\"}");
        HttpGatewayCourier courier = courier(settings(gateway).build());

        courier.deliver(message("Bonjour"));
        courier.release();
        courier.deliver(message("Bonjour"));

        assertThat(gateway.connections()).isEqualTo(2);
        assertThat(gateway.requests()).hasSize(2);
    }

    @Test
    void whatIsNoTextInAJsonDocumentIsSentAsItIs() {
        courier(settings(gateway)
                        .body("{\"to\":\"{to}\",\"text\":\"{text}\",\"flash\":false,\"parts\":[1,null]}")
                        .build())
                .deliver(message("Bonjour"));

        assertThat(gateway.requests())
                .extracting(Request::body)
                .containsExactly("{\"to\":\"" + NUMBER + "\",\"text\":\"Bonjour\",\"flash\":false,\"parts\":[1,null]}");
    }

    @Test
    void aFieldOfAFormMayHaveANameOfOneLetter() {
        courier(settings(gateway).body("t={to_digits}&m={text}").build()).deliver(message("Bonjour"));

        assertThat(gateway.requests()).extracting(Request::body).containsExactly("t=224620123456&m=Bonjour");
    }
}
