package dev.cartable.school.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    anne@example.org, anne@example.org
                    "  anne@example.org\t\r\n", anne@example.org
                    Anne@EXAMPLE.org, Anne@example.org
                    jb.o'brien+ecole@example.org, jb.o'brien+ecole@example.org
                    a@école.example.org, a@xn--cole-9oa.example.org
                    a@例え.example.org, a@xn--r8jz45g.example.org
                    a@b-c.example.com, a@b-c.example.com
                    """)
    void anAddressIsUsable(String field, String value) {
        assertThat(EmailAddress.check(field))
                .isEqualTo(new EmailAddress.Usable(EmailAddress.of(value)))
                .extracting(c -> ((EmailAddress.Usable) c).address().value())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    "a@b.org\r\nBcc:x@example.org", line break
                    "a@b.org\u0000", line break or an invisible
                    a\u200Bb@example.org, invisible
                    a\u202Eb@example.org, invisible
                    Mc Mahon@example.com, has a space
                    a\u00A0b@example.com, has a space
                    "a@example.org, b@example.org", more than one
                    a@example.org;b@example.org, more than one
                    a@example.org b@example.org, more than one
                    a@example.org/b@example.org, not of the form
                    Anne <a@example.org>, has a space
                    none@none, without a dot
                    a@example.org., no valid domain
                    a@.example.org, no valid domain
                    a@example..org, no valid domain
                    a@-example.org, no valid domain
                    a@exa_mple.org, no valid domain
                    a@straße.example.org, in two ways
                    a@[127.0.0.1], no valid domain
                    a@127.0.0.1, ends in a number
                    .a@example.org, before the @
                    a.@example.org, before the @
                    a..b@example.org, before the @
                    mailto:a@example.org, before the @
                    é@example.org, beyond ASCII
                    @example.org, not of the form
                    a@, not of the form
                    anne, not of the form
                    """)
    void anAddressIsUnusableForAReason(String field, String reason) {
        assertThat(EmailAddress.check(field))
                .isInstanceOfSatisfying(
                        EmailAddress.Unusable.class,
                        unusable -> assertThat(unusable.reason()).contains(reason));
        assertThatThrownBy(() -> EmailAddress.of(field)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsMissingAndNotWrong() {
        assertThat(EmailAddress.check(null)).isEqualTo(new EmailAddress.Missing());
        assertThat(EmailAddress.check(" \t")).isEqualTo(new EmailAddress.Missing());
    }

    @Test
    void lengthsHaveTheirLimits() {
        String domain = ("d".repeat(60) + ".").repeat(3) + "org";

        assertThat(EmailAddress.check("a".repeat(64) + "@example.org")).isInstanceOf(EmailAddress.Usable.class);
        assertThat(EmailAddress.check("a".repeat(65) + "@example.org")).isInstanceOf(EmailAddress.Unusable.class);
        assertThat(EmailAddress.check("a".repeat(64) + "@" + domain)).isInstanceOf(EmailAddress.Usable.class);
        assertThat(EmailAddress.check("a".repeat(64) + "@abcd." + domain))
                .isEqualTo(new EmailAddress.Unusable("is longer than 254 characters"));
        assertThat(EmailAddress.check("a".repeat(1_000_000))).isInstanceOf(EmailAddress.Unusable.class);
        assertThat(EmailAddress.check("a@" + "b.".repeat(500_000))).isInstanceOf(EmailAddress.Unusable.class);
    }

    @Test
    void caseTwinsAreOneAddress() {
        assertThat(EmailAddress.of("Anne.Roy@Example.org"))
                .isEqualTo(EmailAddress.of("anne.roy@example.ORG"))
                .hasSameHashCodeAs(EmailAddress.of("anne.roy@example.ORG"));
    }

    @Test
    void anyTextIsCheckedWithoutAnExceptionAndWhatIsUsableStaysSo() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "ab.@@-_ ,;\"<>é\u00DF\u0130\u200D\u202E\r\n\0xn--\uD83D\uDC69\uD800\u3002\uFF20例1";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(1 + random.nextInt(12), 0, alphabet.length()).forEach(c -> text.append(alphabet.charAt(c)));
            if (EmailAddress.check(text.toString()) instanceof EmailAddress.Usable usable) {
                String value = usable.address().value();
                assertThat(value).as("seed %d", seed).matches("[!-~]+@[a-z0-9.-]+");
                assertThat(EmailAddress.of(value).value()).as("seed %d", seed).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u00A0", "\u202F", "\t"})
    void whatIsInvisibleAroundAnAddressIsIgnored(String blank) {
        assertThat(EmailAddress.check(blank + "a@example.org" + blank))
                .isEqualTo(new EmailAddress.Usable(EmailAddress.of("a@example.org")));
    }

    @Test
    void anAddressIsComparedInLowerCaseAndWrittenAsItWasGiven() {
        EmailAddress address = EmailAddress.of("Anne.Roy@Example.org");

        assertThat(address.value()).isEqualTo("Anne.Roy@example.org");
        assertThat(address.folded()).isEqualTo("anne.roy@example.org");
        assertThat(address).isNotEqualTo(EmailAddress.of("anne@example.org"));
    }

    @Test
    void theShortestAddressAndTheLongestAreUsable() {
        String domain = ("d".repeat(60) + ".").repeat(3) + "org";
        String longest = "a".repeat(64) + "@" + "b".repeat(254 - 64 - 1 - 1 - domain.length()) + "." + domain;

        assertThat(longest).hasSize(254);
        assertThat(EmailAddress.check(longest)).isInstanceOf(EmailAddress.Usable.class);
        assertThat(EmailAddress.check(longest.replace("@", "@b")))
                .isEqualTo(new EmailAddress.Unusable("is longer than 254 characters"));
        assertThat(EmailAddress.check("a@b.c")).isInstanceOf(EmailAddress.Usable.class);
    }

    @Test
    void anEmptyAddressIsNoneAndTheMessageSaysSo() {
        assertThatThrownBy(() -> EmailAddress.of(" ")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> EmailAddress.of("anne")).hasMessageContaining("not of the form");
    }
}
