package dev.cartable.notice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {
    @Test
    void aHostsOwnChannelIsAValueLikeTheKnownOnes() {
        assertThat(Channel.of("push")).isEqualTo(new Channel("PUSH")).hasToString("PUSH");
        assertThat(Channel.of(" e_mail2 ").name()).isEqualTo("E_MAIL2");
        assertThat(Channel.of("email")).isEqualTo(Channel.EMAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1PUSH", "PU SH", "PUSH,SMS", "ÉCRAN", "P2345678901234567890123456789012X"})
    void otherTextsAreNoChannels(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Channel.of(name)).withMessageContaining("is no channel");
    }
}
