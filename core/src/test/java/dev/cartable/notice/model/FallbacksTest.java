package dev.cartable.notice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FallbacksTest {
    private static final Kind PAYMENT = Kind.of("reminder.payment");
    private static final Kind OTHER = Kind.of("reminder.study");

    @Test
    void areReadForEveryKindAndForSingleOnes() {
        Fallbacks fallbacks = Fallbacks.parse("sms, letter; reminder.payment = letter");

        assertThat(fallbacks.of(OTHER)).containsExactly(Channel.SMS, Channel.LETTER);
        assertThat(fallbacks.of(PAYMENT)).containsExactly(Channel.LETTER);
    }

    @Test
    void anEntryForOneKindLeavesTheOthersTheDefault() {
        Fallbacks fallbacks = Fallbacks.parse("reminder.payment=none");

        assertThat(fallbacks.of(PAYMENT)).isEmpty();
        assertThat(fallbacks.of(OTHER)).isEqualTo(Fallbacks.defaults().of(OTHER));
        assertThat(Fallbacks.parse("none").of(OTHER)).isEmpty();
    }

    @Test
    void whatIsNoChannelIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fallbacks.parse("sms,e-mail"))
                .withMessageContaining("E-MAIL");
    }

    @Test
    void channelsOfNoKindAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Fallbacks.parse("=letter"));
    }

    @Test
    void aChannelGoesBeforeTheOthersOfAKindWithoutChannelsOfItsOwn() {
        Fallbacks fallbacks = Fallbacks.of(Channel.SMS, Channel.EMAIL).with(PAYMENT, Channel.LETTER);

        assertThat(fallbacks.startingWith(OTHER, Channel.EMAIL).of(OTHER)).containsExactly(Channel.EMAIL, Channel.SMS);
        assertThat(fallbacks.startingWith(PAYMENT, Channel.EMAIL).of(PAYMENT)).containsExactly(Channel.LETTER);
    }
}
