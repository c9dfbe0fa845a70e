package dev.cartable.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostKeyTest {
    private static final byte[] SECRET = secret(32);

    private final HostKey key = HostKey.of(SECRET);

    @Test
    void aKeyIsTheSameHoweverItIsGiven() {
        String padded = Base64.getEncoder().encodeToString(SECRET);

        assertThat(Stream.of(
                                padded,
                                padded.replace("=", ""),
                                " \n" + padded + "\r\n",
                                padded.substring(0, 20) + "\n" + padded.substring(20))
                        .map(HostKey::base64))
                .allSatisfy(read -> assertThat(read).isEqualTo(key).hasSameHashCodeAs(key));
    }

    @Test
    void aLongerKeyIsTakenWhole() {
        byte[] longer = secret(64);

        assertThat(HostKey.of(longer)).isNotEqualTo(HostKey.of(Arrays.copyOf(longer, 32)));
        assertThat(derived(HostKey.of(longer), "p")).isNotEqualTo(derived(HostKey.of(Arrays.copyOf(longer, 32)), "p"));
    }

    @Test
    void aKeyThatIsTooShortIsRefusedWithItsLengthAndWhatToDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostKey.of(new byte[31]))
                .withMessageContaining("31 bytes")
                .withMessageContaining("openssl rand -base64 32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostKey.base64(Base64.getEncoder().encodeToString(new byte[31])))
                .withMessageContaining("31 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> HostKey.base64(""));
    }

    @Test
    void aTextThatIsNotBase64IsRefusedAndNotQuoted() {
        String password = "correct-horse-battery-staple-and-so-many-more-words-that-it-is-long-enough-ok";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostKey.base64(password))
                .withMessageNotContaining("horse")
                .withNoCause();
    }

    @Test
    void laterChangesOfTheArrayDoNotChangeTheKey() {
        byte[] array = SECRET.clone();
        HostKey made = HostKey.of(array);
        Arrays.fill(array, (byte) 0);

        assertThat(made).isEqualTo(key);
    }

    @Test
    void theSamePartsGiveTheSameThirtyTwoBytes() {
        assertThat(key.derive("account.activation", "42", "1"))
                .hasSize(32)
                .isEqualTo(HostKey.of(SECRET).derive("account.activation", "42", "1"));
    }

    @Test
    void anotherKeyGivesAnotherValue() {
        assertThat(derived(key, "p", "a")).isNotEqualTo(derived(HostKey.of(new byte[32]), "p", "a"));
    }

    @Test
    void noTwoListsOfPartsGiveTheSameValue() {
        List<List<String>> lists = List.of(
                List.of("p"),
                List.of("p", ""),
                List.of("p", "", ""),
                List.of("p", "ab"),
                List.of("p", "a", "b"),
                List.of("p", "b", "a"),
                List.of("p", "ab", ""),
                List.of("p", "", "ab"),
                List.of("pa", "b"),
                List.of("", "p", "ab"),
                List.of("q", "ab"),
                List.of("p", "a\u0000\u0001b"),
                List.of("p", "a\u0000\u0000b"),
                List.of("p", "\u00e9"),
                List.of("p", "e\u0301"),
                List.of("p", "?"),
                List.of("p", "\uD800"),
                List.of("p", "\uDBFF"),
                List.of("p", "\uFFFD"));

        Set<String> values = lists.stream()
                .map(list ->
                        derived(key, list.get(0), list.subList(1, list.size()).toArray(String[]::new)))
                .collect(Collectors.toCollection(HashSet::new));

        assertThat(values).hasSameSizeAs(lists);
    }

    @Test
    void itsTextSaysNothingAboutTheKey() {
        String base64 = Base64.getEncoder().encodeToString(SECRET);

        assertThat(key.toString())
                .isEqualTo("HostKey[hidden]")
                .doesNotContain(base64.substring(0, 6), HexFormat.of().formatHex(SECRET, 0, 4));
    }

    @Test
    void keysAreEqualIfTheirBytesAre() {
        assertThat(key)
                .isEqualTo(HostKey.of(SECRET))
                .isNotEqualTo(HostKey.of(new byte[32]))
                .isNotEqualTo("key");
    }

    @Test
    void newValuesAreMadeWithTheCurrentKey() {
        HostKey old = HostKey.of(secret(40));

        assertThat(key.withOld(List.of(old)).hmac("p", "a"))
                .isEqualTo(key.hmac("p", "a"))
                .isEqualTo(derived(key, "p", "a"))
                .isNotEqualTo(old.hmac("p", "a"));
    }

    @Test
    void storedValuesAreLookedForUnderAllKeysTheCurrentFirst() {
        HostKey older = HostKey.of(secret(48));
        HostKey old = HostKey.of(secret(40)).withOld(List.of(older));

        assertThat(key.withOld(List.of(old)).candidates("p", "a"))
                .containsExactly(key.hmac("p", "a"), HostKey.of(secret(40)).hmac("p", "a"), older.hmac("p", "a"));
        assertThat(key.candidates("p", "a")).containsExactly(key.hmac("p", "a"));
    }

    @Test
    void oldKeysAreWrittenBehindTheCurrentOne() {
        HostKey ring = key.withOld(List.of(HostKey.of(secret(40)), HostKey.of(secret(48))));
        String text = Base64.getEncoder().encodeToString(SECRET) + "\nold: "
                + Base64.getEncoder().encodeToString(secret(40)) + "\nold:"
                + Base64.getEncoder().encodeToString(secret(48)) + "\n";

        assertThat(HostKey.base64(text)).isEqualTo(ring).hasSameHashCodeAs(ring).isNotEqualTo(key);
    }

    @Test
    void theSameKeyTwiceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.withOld(List.of(HostKey.of(SECRET))))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.withOld(List.of(HostKey.of(secret(40)), HostKey.of(secret(40)))));
    }

    @Test
    void aRandomKeyIsAlwaysAnother() {
        assertThat(HostKey.random()).isNotEqualTo(HostKey.random());
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> key.derive("p", nothing()))
                .withMessage("part");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> HostKey.base64(nothing()))
                .withMessage("text");
    }

    @SuppressWarnings("NullAway") // A caller without null checks.
    private static String nothing() {
        return null;
    }

    static byte[] secret(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + 1);
        }
        return bytes;
    }

    private static String derived(HostKey key, String purpose, String... parts) {
        return HexFormat.of().formatHex(key.derive(purpose, parts));
    }
}
