package dev.cartable.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How this machine introduces itself to a mail server. */
class LocalNameTest {
    private static InetAddress address(String literal) throws IOException {
        return InetAddress.getByName(literal);
    }

    @Test
    void theFullNameIsSaidAsItIs() throws IOException {
        assertThat(LocalName.of("Server.School.GN", List.of(address("192.0.2.7"))))
                .isEqualTo("server.school.gn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost.localdomain",
                "server.localdomain",
                "server",
                "192.0.2.7",
                "",
                "a_b.c",
                "::1"
            })
    void whereTheNameIsNoneTheAddressIsSaidInBrackets(String name) throws IOException {
        assertThat(LocalName.of(name, List.of(address("127.0.0.1"), address("fe80::1"), address("192.0.2.7"))))
                .isEqualTo("[192.0.2.7]");
        assertThat(LocalName.of(name, List.of(address("2001:db8::7")))).isEqualTo("[IPv6:2001:db8:0:0:0:0:0:7]");
        assertThat(LocalName.of(name, List.of(address("127.0.0.1")))).isEqualTo("[127.0.0.1]");
    }

    @Test
    void aServerHearsTheNameThatIsSetOrElseTheRealOne() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "")) {
            SmtpSettings.Builder settings = SmtpSettings.builder("127.0.0.1").port(server.port());
            new SmtpProbe(settings.build(), InstantSource.system()).greet();
            new SmtpProbe(settings.localHost("mail.school.example").build(), InstantSource.system()).greet();

            assertThat(server.commands().stream().filter(command -> command.startsWith("EHLO")))
                    .containsExactly("EHLO " + LocalName.find(), "EHLO mail.school.example");
            assertThat(LocalName.find()).matches("\\[.+]|.+\\..+").doesNotContain("localhost");
        }
    }
}
