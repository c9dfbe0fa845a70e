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
                    "a@b.org\r\nBcc:x@example.org", INVISIBLE_CHARACTER
                    "a@b.org\u0000", INVISIBLE_CHARACTER
                    a\u200Bb@example.org, INVISIBLE_CHARACTER
                    a\u202Eb@example.org, INVISIBLE_CHARACTER
                    Mc Mahon@example.com, SPACE_INSIDE
                    a\u00A0b@example.com, SPACE_INSIDE
                    "a@example.org, b@example.org", SEVERAL_ADDRESSES
                    a@example.org;b@example.org, SEVERAL_ADDRESSES
                    a@example.org b@example.org, SEVERAL_ADDRESSES
                    a@example.org/b@example.org, NOT_NAME_AT_DOMAIN
                    Anne <a@example.org>, SPACE_INSIDE
                    none@none, DOMAIN_WITHOUT_DOT
                    a@example.org., BAD_DOMAIN
                    a@.example.org, BAD_DOMAIN
                    a@example..org, BAD_DOMAIN
                    a@-example.org, BAD_DOMAIN
                    a@exa_mple.org, BAD_DOMAIN
                    a@straße.example.org, DOMAIN_READ_IN_TWO_WAYS
                    a@[127.0.0.1], BAD_DOMAIN
                    a@127.0.0.1, DOMAIN_ENDS_IN_NUMBER
                    .a@example.org, BAD_LOCAL_PART
                    a.@example.org, BAD_LOCAL_PART
                    a..b@example.org, BAD_LOCAL_PART
                    mailto:a@example.org, BAD_LOCAL_PART
                    é@example.org, LETTERS_BEYOND_ASCII
                    @example.org, NOT_NAME_AT_DOMAIN
                    a@, NOT_NAME_AT_DOMAIN
                    anne, NOT_NAME_AT_DOMAIN
                    """)
    void anAddressIsUnusableForAReason(String field, EmailAddress.Fault fault) {
        assertThat(EmailAddress.check(field))
                .isInstanceOfSatisfying(
                        EmailAddress.Unusable.class,
                        unusable -> assertThat(unusable.fault()).isEqualTo(fault));
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
                .isEqualTo(new EmailAddress.Unusable(EmailAddress.Fault.ADDRESS_TOO_LONG));
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
                .isEqualTo(new EmailAddress.Unusable(EmailAddress.Fault.ADDRESS_TOO_LONG));
        assertThat(EmailAddress.check("a@b.c")).isInstanceOf(EmailAddress.Usable.class);
    }

    @Test
    void anEmptyAddressIsNoneAndTheMessageSaysSo() {
        assertThatThrownBy(() -> EmailAddress.of(" ")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> EmailAddress.of("anne")).hasMessageContaining("NOT_NAME_AT_DOMAIN");
    }

    @ParameterizedTest
    @CsvSource({"Awa@EXAMPLE.org, example.org", "awa@école.example.org, xn--cole-9oa.example.org"})
    void theDomainIsWhatFollowsTheSignInAsciiAndLowerCase(String address, String domain) {
        assertThat(EmailAddress.of(address).domain()).isEqualTo(domain);
    }
}
