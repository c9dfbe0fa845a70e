package dev.cartable.notice.http;

import static dev.cartable.notice.http.ShortMessages.NOW;
import static dev.cartable.notice.http.ShortMessages.courier;
import static dev.cartable.notice.http.ShortMessages.message;
import static dev.cartable.notice.http.ShortMessages.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.port.Courier.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
    private static final String BASIC = "Basic aWQtMTpzM2NyZXQ=";

    private final ScriptedGateway gateway = new ScriptedGateway();
    private volatile Instant now = NOW;
    private final HttpGatewayCourier courier = courier(
            settings(gateway)
                    .clientCredentials(gateway.url("/token"), "id-1", "s3cret", "sms send")
                    .build(),
            () -> now);

    @AfterEach
    void end() throws IOException {
        gateway.close();
    }

    private AccessTokensTest thenToken(String value, int seconds) {
        gateway.then(200, "{\"access_token\":\"" + value + "\",\"expires_in\":" + seconds + "}");
        return this;
    }

    private AccessTokensTest thenTaken() {
        gateway.then(201, "{\"id\":\"1\"}");
        return this;
    }

    private Delivery deliver() {
        return courier.deliver(message("Bonjour"));
    }

    private List<String> authorizations() {
        return gateway.requests().stream()
                .map(request -> request.header("Authorization"))
                .toList();
    }

    private void assertRenewedAfter(int seconds) {
        thenTaken().thenTaken().thenToken("two", 3600).thenTaken();
        for (int second : List.of(0, seconds - 1, seconds)) {
            now = NOW.plusSeconds(second);
            deliver();
        }
        assertThat(authorizations()).containsExactly(BASIC, "Bearer one", "Bearer one", BASIC, "Bearer two");
    }

    @Test
    void aTokenIsUsedUntilShortlyBeforeItExpires() {
        thenToken("one", 3600).assertRenewedAfter(3540);

        assertThat(gateway.requests().get(3).body()).isEqualTo("grant_type=client_credentials&scope=sms%20send");
    }

    @Test
    void ofAShortLifetimeATenthIsLeftOut() {
        thenToken("one", 20).assertRenewedAfter(18);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"expires_in\":\"soon\"", ",\"expires_in\":-1"})
    void aTokenWithoutALifetimeCountsAsOneOfFiveMinutes(String lifetime) {
        gateway.then(200, "{\"access_token\":\"one\"" + lifetime + "}");

        assertRenewedAfter(270);
    }

    @Test
    void aTokenThatTheGatewayDoesNotTakeIsRenewedOnce() {
        thenToken("one", 3600);
        gateway.then(401, "");
        thenToken("two", 3600).thenTaken();

        assertThat(deliver()).isEqualTo(new Delivery.Sent("HTTP 201 1"));
        assertThat(authorizations()).last().isEqualTo("Bearer two");
    }

    @Test
    void aSecondRefusalPausesTheChannel() {
        thenToken("one", 3600);
        gateway.then(401, "");
        thenToken("two", 3600);
        gateway.then(401, "");

        assertThat(deliver()).isEqualTo(new Delivery.ChannelDown("HTTP 401", Duration.ZERO));
        assertThat(gateway.requests()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {'error':'invalid_client'}",
                "500 | ",
                "200 | {'token':'x'}",
                "200 | {'access_token':'with space'}",
                "200 | <html>",
                "302 | "
            })
    void withoutATokenNothingIsSent(int status, String body) {
        gateway.then(status, body == null ? "" : body.replace('\'', '"'));

        assertThat(deliver()).isEqualTo(new Delivery.ChannelDown("NO_TOKEN: HTTP " + status, Duration.ZERO));
        assertThat(gateway.requests()).hasSize(1);
    }

    @Test
    void aServerForTokensThatHangsUpHasNoMessage() {
        gateway.thenHangUp();

        assertThat(deliver()).isInstanceOf(Delivery.ChannelDown.class);
        assertThat(gateway.requests()).hasSize(1);
    }

    @Test
    void severalThreadsAskForOneToken() {
        thenToken("one", 3600).thenTaken().thenTaken().thenTaken().thenTaken();

        IntStream.range(0, 4)
                .mapToObj(any -> CompletableFuture.supplyAsync(this::deliver))
                .toList()
                .forEach(delivery -> assertThat(delivery.join()).isInstanceOf(Delivery.Sent.class));

        assertThat(gateway.requests()).hasSize(5);
    }

    @Test
    void aBusyCommonPoolHoldsNothingUp() {
        CountDownLatch end = new CountDownLatch(1);
        List<ForkJoinTask<?>> busy = IntStream.range(0, Math.max(1, ForkJoinPool.getCommonPoolParallelism()))
                .mapToObj(any -> ForkJoinPool.commonPool().submit(() -> awaitUninterrupted(end)))
                .collect(Collectors.toList());
        thenToken("one", 3600).thenTaken();
        try {
            assertThat(deliver()).isInstanceOf(Delivery.Sent.class);
        } finally {
            end.countDown();
            busy.forEach(ForkJoinTask::join);
        }
    }

    private static void awaitUninterrupted(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAnswerShowsNeitherTheTokenNorTheCredentialsOfTheClient() {
        thenToken("t0ken-1", 3600);
        gateway.then(400, "{\"message\":\"t0ken-1 of " + BASIC + ", id-1:s3cret and s3cret may not send\"}");

        assertThat(deliver())
                .isEqualTo(new Delivery.Refused(
                        "HTTP 400: (secret) of Basic (secret), (secret) and (secret) may not send"));
    }
}
