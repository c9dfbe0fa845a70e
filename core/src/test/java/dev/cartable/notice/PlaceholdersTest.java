package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.CartableException;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Courier.Placeholder;
import dev.cartable.notice.port.Courier.Reach;
import dev.cartable.school.model.School;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule by which the values of a first try are refused. */
class PlaceholdersTest {
    private static final School NAMED = new School("Lycée Les Cèdres", ZoneId.of("Africa/Conakry"), Locale.FRENCH);
    private static final School UNNAMED = new School("Cartable", ZoneId.of("Africa/Conakry"), Locale.FRENCH);
    private static final URI PAGE = URI.create("https://parents.example.org/activate");
    private static final URI OWN_PAGE = URI.create("http://localhost:8080/activate");

    @ParameterizedTest
    @CsvSource({
        "PEOPLE,        false, false, false, '',                                   false",
        "PEOPLE,        true,  false, false, SCHOOL_NAME,                          true",
        "PEOPLE,        false, true,  false, ACTIVATION_PAGE,                      true",
        "PEOPLE,        false, false, true,  SENDER,                               true",
        "PEOPLE,        true,  true,  true,  SCHOOL_NAME ACTIVATION_PAGE SENDER,   true",
        "THIS_MACHINE,  true,  true,  true,  SCHOOL_NAME ACTIVATION_PAGE SENDER,   false",
        "NOBODY,        true,  true,  true,  '',                                   false"
    })
    void eachSettingCountsByItselfAndOnlyWhereACourierReachesPeople(
            Reach reach, boolean unnamed, boolean ownPage, boolean ownSender, String found, boolean refused) {
        Placeholders placeholders = Placeholders.of(
                unnamed ? UNNAMED : NAMED,
                ownPage ? OWN_PAGE : PAGE,
                List.of(
                        new Line(Reach.NOBODY, Set.of()),
                        new Line(reach, ownSender ? Set.of(Placeholder.SENDER) : Set.of())));

        assertThat(placeholders.found())
                .extracting(Enum::name)
                .containsExactlyInAnyOrder(found.isEmpty() ? new String[0] : found.split(" "));
        assertThat(placeholders.refused()).isEqualTo(refused);
        if (refused) {
            assertThatThrownBy(placeholders::check)
                    .isInstanceOfSatisfying(
                            CartableException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("PLACEHOLDERS"));
        } else {
            assertThatNoException().isThrownBy(placeholders::check);
        }
    }

    @Test
    void whereNoLinksAreSentThePageDoesNotCount() {
        assertThat(Placeholders.of(NAMED, null, List.of(new Line(Reach.PEOPLE, Set.of())))
                        .found())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "mail.localhost",
                "localhost.localdomain",
                "127.0.0.1",
                "127.1.2.3",
                "0.0.0.0",
                "[::1]",
                "::1",
                "[0:0:0:0:0:0:0:1]",
                "[::]"
            })
    void namesAndAddressesOfThisMachine(String host) {
        assertThat(Placeholders.isThisMachine(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parents.example.org",
                "localhost.example.org",
                "127.example.org",
                "10.0.0.1",
                "128.0.0.1",
                "[2001:db8::1]",
                "[::2]"
            })
    void namesAndAddressesOfOthers(String host) {
        assertThat(Placeholders.isThisMachine(host)).isFalse();
    }

    private record Line(Reach reach, Set<Placeholder> placeholders) implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public void release() {
            throw new AssertionError("nothing is open");
        }
    }
}
