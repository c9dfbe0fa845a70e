package dev.cartable.notice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaySettingsTest {
    private static final String URL = "https://gateway.example/send";

    private static Map<String, String> with(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("url", URL, "body", "to={to}&text={text}"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return all;
    }

    @Test
    void readsEachSetting() {
        GatewaySettings settings = GatewaySettings.of(with(
                "method", "put",
                "auth", "basic",
                "user", "school",
                "password", "s3cret",
                "header.X-App", "cartable {id}",
                "from", "ECOLE",
                "channel", "push",
                "success", "200, 202",
                "unsent", "503,520",
                "id", "/a/b",
                "status", "/c",
                "accepted", "ok, sent",
                "later", "busy",
                "bad-number", "bad",
                "channel-down", "broke",
                "reason", "/d",
                "template.reminder.absence", "absence(pupil, day)",
                "receipt.id", "/id",
                "receipt.status", "/s",
                "receipt.delivered", "D",
                "receipt.failed", "F",
                "connect-timeout", "500ms",
                "timeout", "PT20S",
                "connections", "3",
                "per-minute", "60",
                "max-segments", "2",
                "recognises-repeats", "true"));

        assertThat(settings.method()).isEqualTo("PUT");
        assertThat(settings.auth()).isEqualTo(new GatewayAuth.Basic("school", "s3cret"));
        assertThat(settings.headers()).containsOnlyKeys("X-App");
        assertThat(settings.from()).isEqualTo("ECOLE");
        assertThat(settings.channel()).isEqualTo(Channel.of("PUSH"));
        assertThat(settings.answers().success()).containsExactlyInAnyOrder(200, 202);
        assertThat(settings.answers().unsent()).containsExactlyInAnyOrder(503, 520);
        assertThat(settings.answers().accepted()).containsExactlyInAnyOrder("ok", "sent");
        assertThat(settings.answers().later()).containsExactly("busy");
        assertThat(settings.answers().badNumber()).containsExactly("bad");
        assertThat(settings.answers().channelDown()).containsExactly("broke");
        assertThat(settings.template(Kind.of("reminder.absence")))
                .hasToString("GatewayTemplate[name=absence, variables=[pupil, day]]");
        assertThat(settings.receipts()).isNotNull();
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.connections()).isEqualTo(3);
        assertThat(settings.messagesPerMinute()).isEqualTo(60);
        assertThat(settings.maxSegments()).isEqualTo(2);
        assertThat(settings.repeatsRecognised()).isTrue();
        assertThat(settings).hasToString("GatewaySettings[PUSH by gateway.example]");
    }

    @Test
    void hasDefaults() {
        GatewaySettings settings = GatewaySettings.of(with());

        assertThat(settings.method()).isEqualTo("POST");
        assertThat(settings.channel()).isEqualTo(Channel.SMS);
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.privateAllowed()).isFalse();
        assertThat(settings.repeatsRecognised()).isFalse();
        assertThat(settings.receipts()).isNull();
    }

    @Test
    void aSettingTakesThePlaceOfThePresets() {
        GatewaySettings settings = GatewaySettings.of(
                Map.of("preset", "twilio", "user", "AC1", "password", "s3cret", "from", "+1", "per-minute", "10"));

        assertThat(settings.host()).isEqualTo("api.twilio.com");
        assertThat(settings.messagesPerMinute()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url | | MISSING",
                "url | gateway.example | BAD_URL",
                "url | https://127.1/ | BAD_URL",
                "url | ftp://gateway.example/ | BAD_URL",
                "url | https://user:s3cret@gateway.example/ | BAD_URL",
                "url | https://gateway.example/a b | BAD_URL",
                "url | https://{to}.example/ | BAD_URL",
                "url | https://gateway.example:{to}/ | BAD_URL",
                "url | http://gateway.example/ | PLAIN",
                "url | https://gateway.example/{number} | UNKNOWN_PLACEHOLDER",
                "body | | MISSING",
                "body | to={to} | MISSING",
                "body | text={text} | MISSING",
                "body | hello {to} {text} | BAD_BODY",
                "body | ={to}&text={text} | BAD_BODY",
                "body | {\"to\":\"{to}\",\"text\":\"{text}\" | BAD_BODY",
                "body | to={to}&text={text}&sid={sid} | UNKNOWN_PLACEHOLDER",
                "body | to={to}&text={text}&p=100% | BAD_BODY",
                "body | to={to}&text={text}&from={from} | MISSING",
                "body | to={to}&name={template} | MISSING",
                "method | GET | BAD_METHOD",
                "auth | magic | BAD_VALUE",
                "auth | basic | MISSING",
                "auth | header | MISSING",
                "auth | oauth2 | MISSING",
                "header.Host | x | BAD_HEADER",
                "header.Content-Length | 1 | BAD_HEADER",
                "header.a b | 1 | BAD_HEADER",
                "header.X-App | École | BAD_VALUE",
                "header.X-App | {text}’ | BAD_VALUE",
                "id | messages | BAD_PATH",
                "success | 2xx | BAD_VALUE",
                "timeout | soon | BAD_VALUE",
                "timeout | PT9223372036854775807S | OUT_OF_RANGE",
                "connections | many | BAD_VALUE",
                "allow-plain | yes | BAD_VALUE",
                "channel | s m s | BAD_VALUE",
                "template.Absence | a(b) | BAD_VALUE",
                "template.reminder.absence | a(b | BAD_TEMPLATE",
                "colour | red | UNKNOWN_SETTING",
                "preset | vonage | BAD_VALUE",
                "preset | ../words | BAD_VALUE"
            })
    void refusesWhatCannotWorkAndNamesTheSetting(String setting, String value, String code) {
        assertThatExceptionOfType(GatewaySettingsException.class)
                .isThrownBy(() -> GatewaySettings.of(with(setting, value == null ? "" : value)))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).startsWith(e.facts().get("what")).doesNotContain("s3cret");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "connect-timeout, 1ms, PT0.000999999S",
        "connect-timeout, 10m, PT10M0.000000001S",
        "timeout, 1ms, PT0.000999999S",
        "timeout, 10m, PT10M0.000000001S",
        "connections, 1, 0",
        "connections, 20, 21",
        "per-minute, 0, -1",
        "max-segments, 1, 0",
        "max-segments, 255, 256"
    })
    void takesTheLeastAndTheGreatestValueAndNothingBeyond(String setting, String limit, String beyond) {
        assertThatCode(() -> GatewaySettings.of(with(setting, limit))).doesNotThrowAnyException();
        assertThatExceptionOfType(GatewaySettingsException.class)
                .isThrownBy(() -> GatewaySettings.of(with(setting, beyond)))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("OUT_OF_RANGE");
                    assertThat(e.facts()).containsEntry("what", setting);
                });
    }

    @Test
    void namesTheTemplateThatItCannotRead() {
        assertThatExceptionOfType(GatewaySettingsException.class)
                .isThrownBy(() -> GatewaySettings.of(with("template.reminder.absence", "a(b")))
                .satisfies(e -> assertThat(e.facts()).containsEntry("what", "template.reminder.absence"));
    }

    @Test
    void refusesReceiptsOfAGatewayWithoutIds() {
        assertThatExceptionOfType(GatewaySettingsException.class)
                .isThrownBy(() -> GatewaySettings.of(with("receipt.id", "/id", "receipt.status", "/s")))
                .satisfies(e -> assertThat(e.facts()).containsEntry("what", "id"));
    }

    @Test
    void refusesATokenUrlWithoutTls() {
        assertThatExceptionOfType(GatewaySettingsException.class)
                .isThrownBy(() -> GatewaySettings.of(with(
                        "auth",
                        "oauth2",
                        "token-url",
                        "http://gateway.example/t",
                        "client-id",
                        "a",
                        "client-secret",
                        "b")))
                .satisfies(e -> assertThat(e.code()).isEqualTo("PLAIN"));
    }

    @Test
    void allowsPlainHttpExpresslyAndToThisMachine() {
        assertThat(GatewaySettings.of(with("url", "http://192.168.1.20/send", "allow-plain", "true"))
                        .host())
                .isEqualTo("192.168.1.20");
        assertThat(GatewaySettings.of(with("url", "http://localhost:9/send")).isOnThisMachine())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"X-Key, clé-1, BAD_KEY", "X-Key, “key”, BAD_KEY", "Host, key-1, BAD_HEADER"})
    void refusesAKeyThatNoRequestCanHave(String header, String key, String code) {
        assertThatExceptionOfType(GatewaySettingsException.class)
                .isThrownBy(() -> GatewaySettings.builder(URL).headerKey(header, key))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aHostThatWritesNoFileSetsTheSame() throws Exception {
        SSLContext own = SSLContext.getDefault();

        GatewaySettings settings = GatewaySettings.builder("https://sms.example.org/send")
                .method("PUT")
                .credentials("school", "s3cret")
                .header("X-App", "cartable")
                .body("to={to}&text={text}")
                .from("ECOLE")
                .channel(Channel.of("PUSH"))
                .template(Kind.of("reminder.absence"), "absence(pupil, day)")
                .success(200, 202)
                .unsent(503, 520)
                .later("busy")
                .badNumber("bad")
                .channelDown("broke")
                .recognisesRepeats()
                .allowPlain()
                .allowPrivateAddresses()
                .connectTimeout(Duration.ofMillis(500))
                .timeout(Duration.ofSeconds(20))
                .connections(3)
                .messagesPerMinute(60)
                .maxSegments(2)
                .tls(own)
                .build();

        assertThat(settings)
                .returns("PUT", GatewaySettings::method)
                .returns("ECOLE", GatewaySettings::from)
                .returns(Channel.of("PUSH"), GatewaySettings::channel)
                .returns(true, GatewaySettings::repeatsRecognised)
                .returns(true, GatewaySettings::privateAllowed)
                .returns(Duration.ofMillis(500), GatewaySettings::connectTimeout)
                .returns(Duration.ofSeconds(20), GatewaySettings::timeout)
                .returns(3, GatewaySettings::connections)
                .returns(60, GatewaySettings::messagesPerMinute)
                .returns(2, GatewaySettings::maxSegments)
                .returns(own, GatewaySettings::tls);
        assertThat(settings.answers().success()).containsExactlyInAnyOrder(200, 202);
        assertThat(settings.answers().unsent()).containsExactlyInAnyOrder(503, 520);
        assertThat(settings.template(Kind.of("reminder.absence")))
                .hasToString("GatewayTemplate[name=absence, variables=[pupil, day]]");
    }
}
