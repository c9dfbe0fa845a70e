package dev.cartable.notice.http;

import static dev.cartable.notice.http.ShortMessages.NOW;
import static dev.cartable.notice.http.ShortMessages.NUMBER;
import static dev.cartable.notice.http.ShortMessages.courier;
import static dev.cartable.notice.http.ShortMessages.message;
import static dev.cartable.notice.http.ShortMessages.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Courier.Delivery.ChannelDown;
import dev.cartable.notice.port.Courier.Delivery.Refused;
import dev.cartable.notice.port.Courier.Delivery.Sent;
import dev.cartable.notice.port.Courier.Delivery.TryLater;
import dev.cartable.notice.port.Courier.Delivery.Unknown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a message by what the gateway does. */
class OutcomesTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final ScriptedGateway gateway = new ScriptedGateway();

    @AfterEach
    void end() throws IOException {
        gateway.close();
    }

    private Delivery deliver() {
        return courier(settings(gateway).build()).deliver(message("Bonjour"));
    }

    @Test
    void neitherTheHeaderOfASignInNorASecretAsAFormHasItIsShown() {
        gateway.then(400, "{\"message\":\"Basic dXNlcjpnZWhlaW0vOTk= or geheim%2F99 is wrong\"}");

        Delivery delivery =
                courier(settings(gateway).basic("user", "geheim/99").build()).deliver(message("Bonjour"));

        assertThat(delivery.answer()).isEqualTo("HTTP 400: Basic (secret) or (secret) is wrong");
    }

    @Test
    void noFormOfASignInByHttpBasicIsShown() {
        // user: "user", password: "??>>~~ geheim"
        String credentials = "dXNlcjo/Pz4+fn4gZ2VoZWlt";
        gateway.then(
                400,
                "{\"message\":\"" + credentials.replace("/", "\\\\/") + " "
                        + credentials.replace('+', '-').replace('/', '_')
                        + " user:??>>~~ geheim, ??>>~~ geheim and Basic " + credentials + "\"}");

        Delivery delivery = courier(settings(gateway)
                        .header("Authorization", "Basic " + credentials)
                        .build())
                .deliver(message("Bonjour"));

        assertThat(delivery.answer()).isEqualTo("HTTP 400: (secret) (secret) (secret), (secret) and Basic (secret)");
    }

    private Delivery deliverShortly() {
        return courier(settings(gateway).timeout(SHORT).build()).deliver(message("Bonjour"));
    }

    @Test
    void anAnswerWithAnIdIsTaken() {
        gateway.then(201, "{\"id\":\"m-1\"}");

        assertThat(deliver()).isEqualTo(new Sent("HTTP 201 m-1"));
    }

    @Test
    void aGatewayThatOwesAReceiptHasAcceptedTheMessage() {
        gateway.then(200, "{\"id\":4711}");

        Delivery delivery = courier(settings(gateway)
                        .receipts("", "/id", "/status", Set.of("ok"), Set.of("bad"), "")
                        .build())
                .deliver(message("Bonjour"));

        assertThat(delivery).isEqualTo(new Delivery.Accepted("HTTP 200 4711", "4711"));
    }

    private Delivery deliverForId(String id) {
        gateway.then(201, "{\"id\":\"" + id + "\"}");
        return deliver();
    }

    @ParameterizedTest
    @CsvSource({
        "https://gateway.example/requests/7ab%2F/, 7ab%2F",
        "http://gateway.example/requests/7, 7",
        "requests/7, requests/7"
    })
    void ofAnIdThatIsAUrlTheLastPartCounts(String id, String reference) {
        assertThat(deliverForId(id)).isEqualTo(new Sent("HTTP 201 " + reference));
    }

    @Test
    void anIdHas255PrintableCharactersAtMost() {
        String longest = "a".repeat(255);

        assertThat(deliverForId(longest)).isEqualTo(new Sent("HTTP 201 " + longest));
        assertThat(deliverForId(longest + "a")).isEqualTo(new Unknown("ODD_ANSWER: HTTP 201"));
        assertThat(deliverForId("m 1")).isEqualTo(new Unknown("ODD_ANSWER: HTTP 201"));
    }

    @Test
    void aUrlWithAnIdHas2000CharactersAtMost() {
        String start = "https://gateway.example/";
        String longest = start + "a".repeat(2_000 - start.length() - 2) + "/7";

        assertThat(deliverForId(longest)).isEqualTo(new Sent("HTTP 201 7"));
        assertThat(deliverForId(longest + "7")).isEqualTo(new Unknown("ODD_ANSWER: HTTP 201"));
    }

    @Test
    void anEmptyElementIsNotTheId() {
        gateway.then(201, "{\"ids\":[null,\"m-1\"]}");

        assertThat(courier(settings(gateway).id("/ids/*").build()).deliver(message("Bonjour")))
                .isEqualTo(new Sent("HTTP 201 m-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "<html>Sign in to the network</html>",
                "{\"id\":",
                "{}",
                "{\"id\":null}",
                "{\"id\":{}}",
                "[]",
                "{\"id\":\"\"}"
            })
    void anAnswerOfSuccessWithoutAnIdIsNotUnderstood(String body) {
        gateway.then(200, body);

        assertThat(deliver()).isEqualTo(new Unknown("ODD_ANSWER: HTTP 200"));
    }

    @Test
    void withoutAPlaceForTheIdTheStatusIsEnough() {
        gateway.then(202, "queued");
        GatewaySettings settings = GatewaySettings.builder(gateway.url("/"))
                .allowPrivateAddresses()
                .body("to={to}&text={text}")
                .build();

        assertThat(courier(settings).deliver(message("Bonjour"))).isEqualTo(new Sent("HTTP 202"));
    }

    @ParameterizedTest
    @CsvSource({"200, Sent[answer=HTTP 200 1]", "299, Sent[answer=HTTP 299 1]", "300, Unknown[answer=HTTP 300]"})
    void eachStatusOf200IsSuccess(int status, String outcome) {
        gateway.then(status, "{\"id\":\"1\"}");

        assertThat(deliver()).hasToString(outcome);
    }

    @Test
    void aStatusOfSuccessThatIsNotTheGatewaysIsNotUnderstood() {
        gateway.then(200, "{\"id\":\"1\"}");

        assertThat(courier(settings(gateway).success(201, 202).build()).deliver(message("Bonjour")))
                .isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 406, 409, 410, 413, 422, 451, 499})
    void otherStatusesOf400AreFinalForTheRecipient(int status) {
        gateway.then(status, "{\"message\":\"no such number\"}");

        assertThat(deliver()).isEqualTo(new Refused("HTTP " + status + ": no such number"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 401, 402, 403, 404, 405})
    void whatAnyMessageWouldBeAnsweredPausesTheChannel(int status) {
        gateway.then(status, "", "Location: " + gateway.url("/elsewhere"));

        assertThat(deliver()).isEqualTo(new ChannelDown("HTTP " + status, Duration.ZERO));
        assertThat(gateway.requests()).as("no redirect is followed").hasSize(1);
    }

    @Test
    void aRedirectThatSaysTheRequestWasWorkedOnLeavesTheOutcomeUnknown() {
        gateway.then(303, "", "Location: " + gateway.url("/elsewhere"));

        assertThat(deliver()).isEqualTo(new Unknown("HTTP 303"));
        assertThat(gateway.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "90 | PT1M30S",
                "Sat, 28 Nov 2026 08:10:00 GMT | PT10M",
                "Sat, 28 Nov 2026 07:00:00 GMT | PT0S",
                "999999999 | PT24H",
                "soon | PT0S",
                "-5 | PT0S"
            })
    void tooManyRequestsPauseTheChannelForAsLongAsTheGatewayWants(String header, Duration pause) {
        gateway.then(429, "{\"message\":\"slow down\"}", "Retry-After: " + header);

        assertThat(deliver()).isEqualTo(new ChannelDown("HTTP 429: slow down", pause));
    }

    @Test
    void aGatewayThatIsUnavailableHasNotTakenTheMessage() {
        gateway.then(503, "", "Retry-After: 60");

        assertThat(deliver()).isEqualTo(new ChannelDown("HTTP 503", Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425})
    void aRequestThatWasNotWorkedOnGoesLater(int status) {
        gateway.then(status, "");

        assertThat(deliver()).isEqualTo(new TryLater("HTTP " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 504, 520})
    void afterAnyOtherStatusOf500TheOutcomeIsUnknown(int status) {
        gateway.then(status, "{\"message\":\"oops\"}");

        assertThat(deliver()).isEqualTo(new Unknown("HTTP " + status + ": oops"));
        assertThat(gateway.requests()).as("nothing is sent twice").hasSize(1);
    }

    @Test
    void ofASilentGatewayTheOutcomeIsUnknown() {
        gateway.thenHang();

        assertThat(deliverShortly()).isEqualTo(new Unknown("NO_REPLY"));
        assertThat(gateway.requests()).hasSize(1);
    }

    @Test
    void ofAGatewayThatHangsUpTheOutcomeIsUnknown() {
        gateway.thenHangUp();

        assertThat(deliver())
                .isInstanceOfSatisfying(
                        Unknown.class, unknown -> assertThat(unknown.answer()).startsWith("CONNECTION_LOST"));
        assertThat(gateway.requests()).as("Java repeats nothing by itself").hasSize(1);
    }

    @Test
    void ofAGatewayThatHangsUpOnAUsedConnectionTheOutcomeIsUnknown() {
        gateway.then(201, "{\"id\":\"1\"}").thenHangUp();
        HttpGatewayCourier courier = courier(settings(gateway).build());

        assertThat(courier.deliver(message("Bonjour"))).isInstanceOf(Sent.class);
        assertThat(courier.deliver(message("Bonjour"))).isInstanceOf(Unknown.class);
        assertThat(gateway.requests()).hasSize(2);
    }

    @Test
    void anAnswerThatDripsIsCutOff() throws InterruptedException {
        gateway.then(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        });

        assertThat(deliverShortly()).isEqualTo(new Unknown("NO_REPLY"));
        assertThat(gateway.awaitHangUp()).isTrue();
    }

    @Test
    void ofAHugeAnswerOnlyTheBeginningIsRead() throws InterruptedException {
        gateway.then(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{\"id\":\"1\",\"x\":\""
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] more = "x".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 10_000; i++) {
                out.write(more);
            }
        });

        assertThat(deliver()).isEqualTo(new Unknown("ODD_ANSWER: HTTP 200"));
        assertThat(gateway.awaitHangUp()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"65536, Sent[answer=HTTP 200 1]", "65537, Unknown[answer=ODD_ANSWER: HTTP 200]"})
    void anAnswerHas65536BytesAtMost(int length, String outcome) {
        String start = "{\"id\":\"1\",\"x\":\"";
        gateway.then(200, start + "x".repeat(length - start.length() - 2) + "\"}");

        assertThat(deliver()).hasToString(outcome);
    }

    @Test
    void anAnswerThatIsNotHttpLeavesTheOutcomeUnknown() {
        gateway.then(out -> out.write("220 mail.example ESMTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertThat(deliver()).isInstanceOf(Unknown.class);
    }

    @Test
    void whereNobodyListensNothingWasSent() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        GatewaySettings settings = GatewaySettings.builder("http://localhost:" + port)
                .allowPrivateAddresses()
                .body("to={to}&text={text}")
                .build();

        assertThat(courier(settings).deliver(message("Bonjour")))
                .isInstanceOfSatisfying(
                        ChannelDown.class, down -> assertThat(down.answer()).startsWith("NO_CONNECTION"));
    }

    @Test
    void ofAServerWithoutTlsNothingIsTaken() {
        gateway.then(out -> {
            throw new IOException("this is no greeting");
        });
        GatewaySettings settings = GatewaySettings.builder(gateway.url("/").replace("http:", "https:"))
                .allowPrivateAddresses()
                .body("to={to}&text={text}")
                .build();

        assertThat(courier(settings).deliver(message("Bonjour")))
                .isInstanceOfSatisfying(
                        ChannelDown.class, down -> assertThat(down.answer()).startsWith("TLS_FAILED"));
    }

    @Test
    void ofAServerThatNeverGreetsNothingWasTaken() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            GatewaySettings settings = GatewaySettings.builder("https://localhost:" + silent.getLocalPort())
                    .allowPrivateAddresses()
                    .timeout(SHORT)
                    .body("to={to}&text={text}")
                    .build();

            assertThat(courier(settings).deliver(message("Bonjour")))
                    .isInstanceOfSatisfying(
                            ChannelDown.class, down -> assertThat(down.answer()).startsWith("NO_CONNECTION"));
        }
    }

    @Test
    void anInterruptLeavesTheFlagUp() {
        gateway.thenHang();
        Thread.currentThread().interrupt();

        Delivery delivery = deliver();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(delivery.answer()).isEqualTo("INTERRUPTED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "101 | Sent | Sent[answer=HTTP 200 m-1]",
                "403 | bad | Refused[answer=BAD_NUMBER: HTTP 200 403: bad]",
                "405 | no credit | ChannelDown[answer=HTTP 200 405: no credit, pause=PT0S]",
                "501 | busy | TryLater[answer=HTTP 200 501: busy]",
                "999 | what | Refused[answer=HTTP 200 999: what]"
            })
    void theStatusOfTheRecipientDecides(String status, String message, String outcome) {
        gateway.then(200, "{\"id\":\"m-1\",\"status\":" + status + ",\"message\":\"" + message + "\"}");
        GatewaySettings settings = settings(gateway)
                .status("/status", "100", "101")
                .badNumber("403")
                .later("501")
                .channelDown("405")
                .build();

        assertThat(courier(settings).deliver(message("Bonjour"))).hasToString(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"m-1\"}", "{\"id\":\"m-1\",\"status\":\" \"}"})
    void withoutTheStatusOfTheRecipientNothingIsUnderstood(String body) {
        gateway.then(200, body);

        assertThat(courier(settings(gateway).status("/status", "ok").build()).deliver(message("Bonjour")))
                .isEqualTo(new Unknown("ODD_ANSWER: HTTP 200"));
    }

    @Test
    void anAnswerShowsNeitherTheNumberNorASecret() {
        gateway.then(
                400, "{\"message\":\"user s3cr3t-key may not send to 224620123456, +224 620123456, " + NUMBER + "\"}");

        Delivery delivery = courier(
                        settings(gateway).headerKey("apiKey", "s3cr3t-key").build())
                .deliver(message("Bonjour"));

        assertThat(delivery.answer())
                .isEqualTo("HTTP 400: user (secret) may not send to (number), +224 (number), (number)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+2246201", "+22462012"})
    void anAnswerDoesNotShowAShortNumberEither(String number) {
        gateway.then(400, "{\"message\":\"" + number + " is unknown\"}");

        assertThat(courier(settings(gateway).build()).deliver(message(ShortMessages.KIND, number, "Bonjour", Map.of())))
                .isEqualTo(new Refused("HTTP 400: (number) is unknown"));
    }

    @Test
    void anAnswerDoesNotShowThePasswordOfTheRequest() {
        gateway.then(400, "{\"message\":\"geheim/99 is not the password of school\"}");

        Delivery delivery = courier(
                        settings(gateway).credentials("school", "geheim/99").build())
                .deliver(message("Bonjour"));

        assertThat(delivery.answer()).isEqualTo("HTTP 400: (secret) is not the password of school");
    }

    @Test
    void ofTheHeadersOfTheSettingsThoseOfFourCharactersAndMoreAreHidden() {
        gateway.then(400, "{\"message\":\"neither abcd nor xyz\"}");

        Delivery delivery = courier(settings(gateway)
                        .header("X-Token", "abcd")
                        .header("X-Other", "xyz")
                        .build())
                .deliver(message("Bonjour"));

        assertThat(delivery.answer()).isEqualTo("HTTP 400: neither (secret) nor xyz");
    }

    @Test
    void anAnswerOf200CharactersIsWhole() {
        gateway.then(400, "{\"message\":\"" + "x".repeat(190) + "\"}");

        assertThat(deliver().answer()).isEqualTo("HTTP 400: " + "x".repeat(190));
    }

    @Test
    void aLongAnswerIsCut() {
        gateway.then(400, "{\"message\":\"" + "no ".repeat(500) + "\"}");

        assertThat(deliver().answer()).hasSize(200).endsWith("…");
    }

    @Test
    void anAddressThatIsNoNumberIsRefusedWithoutARequest() {
        RenderedNotice notice = message(ShortMessages.KIND, "620 12 34 56", "Bonjour", Map.of());

        assertThat(courier(settings(gateway).build()).deliver(notice)).isEqualTo(new Refused("NO_NUMBER"));
        assertThat(gateway.requests()).isEmpty();
    }

    @Test
    void aTextOfTooManySegmentsIsRefusedWithoutARequest() {
        assertThat(courier(settings(gateway).maxSegments(2).build()).deliver(message("a".repeat(307))))
                .isEqualTo(new Refused("TOO_LONG: 3"));
        assertThat(gateway.requests()).isEmpty();
    }

    @Test
    void aTextOfAsManySegmentsAsAMessageMayHaveIsSent() {
        gateway.then(201, "{\"id\":\"1\"}");

        assertThat(courier(settings(gateway).maxSegments(2).build()).deliver(message("a".repeat(306))))
                .isEqualTo(new Sent("HTTP 201 1"));
    }

    @Test
    void aGatewayInTheLocalNetworkIsNotAllowedUnlessTheSettingsSaySo() {
        gateway.then(201, "{\"id\":\"1\"}");
        GatewaySettings settings = GatewaySettings.builder(gateway.url("/"))
                .body("to={to}&text={text}")
                .build();

        assertThat(courier(settings).deliver(message("Bonjour")))
                .isEqualTo(new ChannelDown("FORBIDDEN_ADDRESS: localhost", Duration.ZERO));
        assertThat(gateway.requests()).isEmpty();
        assertThat(gateway.connections()).isZero();
    }

    @Test
    void aPublicNameThatLeadsIntoTheLocalNetworkIsNotAllowed() {
        GatewaySettings settings = GatewaySettings.builder("https://gateway.example/")
                .body("to={to}&text={text}")
                .build();
        for (String address : List.of("10.0.0.7", "127.0.0.1", "169.254.169.254", "::1", "fd00::1")) {
            HttpGatewayCourier courier =
                    new HttpGatewayCourier(settings, InstantSource.fixed(NOW), duration -> {}, host ->
                            new InetAddress[] {InetAddress.getByName("8.8.8.8"), InetAddress.getByName(address)});

            assertThat(courier.deliver(message("Bonjour")))
                    .as(address)
                    .isEqualTo(new ChannelDown("FORBIDDEN_ADDRESS: gateway.example", Duration.ZERO));
        }
    }

    @Test
    void connectionsAreUsedAgainForAFewSecondsOnly() {
        gateway.then(201, "{\"id\":\"1\"}").then(201, "{\"id\":\"2\"}").then(201, "{\"id\":\"3\"}");
        long[] seconds = {0};
        HttpGatewayCourier courier = courier(settings(gateway).build(), () -> NOW.plusSeconds(seconds[0]));

        courier.deliver(message("Bonjour"));
        courier.deliver(message("Bonjour"));
        assertThat(gateway.connections()).isEqualTo(1);
        seconds[0] = 4;
        courier.deliver(message("Bonjour"));
        assertThat(gateway.connections()).isEqualTo(2);
        assertThat(gateway.requests()).hasSize(3);
    }

    @Test
    void aTextThatNoHeaderCanHaveRefusesItsMessageAlone() {
        gateway.then(201, "{\"id\":\"1\"}");
        HttpGatewayCourier courier =
                courier(settings(gateway).header("X-Text", "{text}").build());

        assertThat(courier.deliver(message("الغياب"))).isEqualTo(new Refused("NO_REQUEST"));
        assertThat(courier.deliver(message("Bonjour"))).isEqualTo(new Sent("HTTP 201 1"));
        assertThat(gateway.requests()).hasSize(1);
    }

    @Test
    void aUrlThatIsNoneWithItsValuesIsRefusedWithoutARequest() {
        GatewaySettings settings = GatewaySettings.builder(gateway.url("/%{user}0"))
                .allowPrivateAddresses()
                .user("school")
                .body("to={to}&text={text}")
                .build();

        assertThat(courier(settings).deliver(message("Bonjour"))).isEqualTo(new Refused("NO_REQUEST"));
        assertThat(gateway.requests()).isEmpty();
    }

    @Test
    void anAnswerDoesNotShowAHeaderOfTheSettings() {
        gateway.then(400, "{\"message\":\"no account t0ken-2 and no Bearer t0ken-2-long\"}");

        Delivery delivery = courier(settings(gateway)
                        .header("X-Token", "t0ken-2")
                        .header("X-Other", "Bearer t0ken-2-long")
                        .build())
                .deliver(message("Bonjour"));

        assertThat(delivery.answer()).isEqualTo("HTTP 400: no account (secret) and no (secret)");
    }

    @Test
    void aLongAnswerIsCutBetweenCharacters() {
        gateway.then(400, "{\"message\":\"" + "x".repeat(188) + "\uD83D\uDE00xx\"}");

        assertThat(deliver().answer()).isEqualTo("HTTP 400: " + "x".repeat(188) + "…");
    }

    @Test
    void aLongAnswerTakesNoLongTime() {
        assertTimeout(Duration.ofSeconds(1), () -> {
            assertThat(AnswerVerdict.reference("https://a" + "/".repeat(60_000) + "b" + "/".repeat(60_000) + "c"))
                    .hasSizeGreaterThan(255);
            assertThat(AnswerVerdict.withoutNumber("+" + "1".repeat(60_000) + " " + NUMBER, NUMBER))
                    .endsWith("1 (number)");
        });
    }
}
