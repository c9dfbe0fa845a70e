package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.model.AccountId;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final AccountId ACCOUNT = AccountId.parse("0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b");
    private final Tokens tokens = new Tokens(HostKey.of(new byte[32]));

    @Test
    void derivesTheSameTokenEachTime() {
        assertThat(tokens.activation(ACCOUNT, 1, null))
                .isEqualTo(new Tokens(HostKey.of(new byte[32])).activation(ACCOUNT, 1, null))
                .matches("[0-9A-HJKMNP-TV-Z]{26}");
    }

    @Test
    void derivesAnotherForEachAccountRevisionAndKey() {
        byte[] other = new byte[32];
        other[31] = 1;
        AccountId second = new AccountId(TimeOrderedIds.next(Instant.EPOCH));
        assertThat(Set.of(
                        tokens.activation(ACCOUNT, 1, null),
                        tokens.activation(ACCOUNT, 2, null),
                        tokens.activation(second, 1, null),
                        new Tokens(HostKey.of(other)).activation(ACCOUNT, 1, null)))
                .hasSize(4);
    }

    @Test
    void spreadsOverTheWholeAlphabet() {
        Set<Character> first = new HashSet<>();
        Set<Character> last = new HashSet<>();
        IntStream.rangeClosed(1, 2_000)
                .mapToObj(i -> tokens.activation(ACCOUNT, i, null))
                .forEach(token -> {
                    first.add(token.charAt(0));
                    last.add(token.charAt(25));
                });
        assertThat(first).hasSize(32);
        assertThat(last).hasSize(32);
    }

    @Test
    void readsATokenAsPeopleTypeIt() {
        for (int revision = 1; revision <= 200; revision++) {
            String token = tokens.activation(ACCOUNT, revision, null);
            String typed = " "
                    + Tokens.grouped(token)
                            .toLowerCase(Locale.ROOT)
                            .replace('0', 'o')
                            .replace("-", " \u2013 ") + "\n";
            assertThat(Tokens.hash(typed)).isEqualTo(tokens.activationHash(ACCOUNT, revision, null));
            assertThat(Tokens.hash(token.replace('1', 'l'))).isEqualTo(Tokens.hash(token));
            assertThat(Tokens.hash(token.replace('1', 'I'))).isEqualTo(Tokens.hash(token));
        }
    }

    @Test
    void hashesWhateverIsTyped() {
        assertThat(Tokens.hash("")).isNotEqualTo(Tokens.hash("x"));
        assertThat(Tokens.hash("😀\u0000".repeat(10_000)).hex()).hasSize(64);
    }

    @Test
    void printsTokensInGroupsWithoutARestOfOne() {
        assertThat(Tokens.grouped("ABCDEFGHJKMNPQRSTVWXYZ0123")).isEqualTo("ABCDE-FGHJK-MNPQR-STVWX-YZ0123");
        assertThat(Tokens.grouped("ABC")).isEqualTo("ABC");
    }

    @Test
    void makesTemporaryPasswordsThatAreEasyToType() {
        String password = tokens.temporaryPassword(ACCOUNT, 1);
        assertThat(password).matches("[bcdfghjkmprtwx2-8]{5}-[bcdfghjkmprtwx2-8]{5}-[bcdfghjkmprtwx2-8]{5}");
        assertThat(Math.log(21) / Math.log(2) * 15).isGreaterThan(60);
        assertThat(password)
                .isEqualTo(tokens.temporaryPassword(ACCOUNT, 1))
                .isNotEqualTo(tokens.temporaryPassword(ACCOUNT, 2));
        assertThat(Tokens.asTemporaryPassword(
                        " " + password.toUpperCase(Locale.ROOT).replace("-", "")))
                .isEqualTo(password);
        assertThat(Tokens.asTemporaryPassword("Something else")).isEqualTo("Something else");
    }
}
