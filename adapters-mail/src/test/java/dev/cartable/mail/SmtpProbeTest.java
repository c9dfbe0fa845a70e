package dev.cartable.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.School;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmtpProbeTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-02T08:00:00Z"));
    private static final EmailAddress TO = EmailAddress.of("head@example.org");

    private static SmtpProbe probe(ScriptedServer server) {
        return new SmtpProbe(
                SmtpSettings.builder("127.0.0.1")
                        .port(server.port())
                        .sender(Sender.of("school@example.org"))
                        .localHost("client.example.org")
                        .build(),
                CLOCK);
    }

    private static Words words(Locale language) {
        School school = new School("École de Kipé", ZoneOffset.UTC, Locale.FRENCH);
        return TemplateRenderer.builtIn(school, MailDesign.defaults())
                .render(SmtpProbe.KIND, language, Channel.EMAIL, Map.of("school", school.name()));
    }

    @Test
    void greetingTellsWhatTheServerOffersAndSendsNothing() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(
                "EHLO", "250-scripted\r\n250-SIZE 1000000\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN")) {
            assertThat(probe(server).greet())
                    .isEqualTo(new ProbeResult.Works(
                            "250 ok",
                            new SmtpOffer(true, false, List.of("PLAIN", "LOGIN"), OptionalLong.of(1_000_000))));
            assertThat(server.commands()).containsExactly("EHLO client.example.org", "NOOP", "QUIT");
        }
    }

    @Test
    void aTestMessageComesBackWithTheServersOwnAnswer() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "")) {
            ProbeResult result = probe(server).send(TO, Locale.FRENCH, words(Locale.FRENCH));
            assertThat(result).isInstanceOf(ProbeResult.Works.class);
            assertThat(result.answer()).isEqualTo("250 2.0.0 taken as 4711");
            assertThat(server.messages())
                    .singleElement()
                    .asString()
                    .contains("To: head@example.org", "Content-Language: fr", "text/html");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aRefusalComesBackWithWhatToMend() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("RCPT", "550 5.1.1 <head@example.org> unknown")) {
            ProbeResult result = probe(server).send(TO, Locale.ENGLISH, words(Locale.ENGLISH));
            assertThat(result).isInstanceOfSatisfying(ProbeResult.Fails.class, fails -> {
                assertThat(fails.fault()).isEqualTo(Fault.RECIPIENT_REFUSED);
                assertThat(fails.answer()).isEqualTo("550 5.1.1 <(address)> unknown");
                assertThat(fails.offer().maxBytes()).hasValue(10485760);
            });
        }
    }

    @Test
    void aServerThatHangsUpIsAFinding() throws IOException {
        for (String step : List.of(ScriptedServer.GREETING, "EHLO", "NOOP")) {
            try (ScriptedServer server = ScriptedServer.answering(step, ScriptedServer.HANG_UP)) {
                assertThat(probe(server).greet())
                        .isInstanceOfSatisfying(
                                ProbeResult.Fails.class,
                                fails -> assertThat(fails.fault()).isEqualTo(Fault.LINE_LOST));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyFaultHasAdviceInBothLanguages(Fault fault) {
        assertThat(fault.advice(Locale.FRENCH)).isNotBlank().isNotEqualTo(fault.advice(Locale.ENGLISH));
        assertThat(fault.advice(Locale.CANADA_FRENCH)).isEqualTo(fault.advice(Locale.FRENCH));
        assertThat(fault.advice(Locale.GERMAN)).isEqualTo(fault.advice(Locale.ENGLISH));
    }
}
