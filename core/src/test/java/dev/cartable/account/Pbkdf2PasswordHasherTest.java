package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.port.PasswordHasher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pbkdf2PasswordHasherTest {
    /** By Python's hashlib, as Django stores it. */
    private static final String DJANGO = "pbkdf2_sha256$10000$seasalt$PVyRw1xTbfCFuXnD0LXlLHtw7bVkQBlWnuoomuCDFEc=";

    private final Pbkdf2PasswordHasher hasher = Pbkdf2PasswordHasher.withIterations(1_000);

    @Test
    void matchesOnlyThePasswordThatWasHashed() {
        String hash = hasher.hash("balafon du soir");
        assertThat(hasher.matches("balafon du soir", hash)).isTrue();
        assertThat(hasher.matches("balafon du soiR", hash)).isFalse();
        assertThat(hasher.matches("", hash)).isFalse();
    }

    @Test
    void saysWhichHashesAreToBeRenewed() {
        assertThat(hasher.state(hasher.hash("x"))).isEqualTo(PasswordHasher.State.CURRENT);
        assertThat(hasher.state(Pbkdf2PasswordHasher.withIterations(2_000).hash("x")))
                .isEqualTo(PasswordHasher.State.CURRENT);
        assertThat(Pbkdf2PasswordHasher.defaults().state(hasher.hash("x"))).isEqualTo(PasswordHasher.State.OUTDATED);
        assertThat(hasher.state(DJANGO)).isEqualTo(PasswordHasher.State.OUTDATED);
        assertThat(hasher.state("argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA"))
                .isEqualTo(PasswordHasher.State.UNREADABLE);
    }

    @Test
    void verifiesDjangosHashes() {
        assertThat(hasher.matches("balafon du soir", DJANGO)).isTrue();
        assertThat(hasher.matches("balafon du matin", DJANGO)).isFalse();
    }

    @Test
    void saltsEachHash() {
        assertThat(hasher.hash("balafon")).isNotEqualTo(hasher.hash("balafon"));
    }

    @Test
    void verifiesWhatWasMadeWithOtherIterations() {
        String old = Pbkdf2PasswordHasher.withIterations(2_000).hash("été");
        assertThat(old).startsWith("$pbkdf2-sha256$i=2000$");
        assertThat(hasher.matches("été", old)).isTrue();
        assertThat(hasher.matches("ete", old)).isFalse();
    }

    @Test
    void computesWhatTheStandardSays() {
        // PBKDF2-HMAC-SHA-256 of "password" with salt "saltsaltsaltsalt", 1000 iterations, by Python's hashlib.
        assertThat(hasher.matches(
                        "password",
                        "$pbkdf2-sha256$i=1000$c2FsdHNhbHRzYWx0c2FsdA$8nX7hwFEzIB8aPajJTYK8weHQc5Ngz0pFVAKvSu4jQA"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$2a$10$abcdefghijklmnopqrstuv",
                "$pbkdf2-sha256$i=0$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$pbkdf2-sha256$i=99999999$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$pbkdf2-sha256$i=1000$c2Fs$AAAA",
            })
    void matchesNothingItCannotRead(String hash) {
        assertThat(hasher.matches("", hash)).isFalse();
    }

    @Test
    void usesTheRecommendedIterationsUnlessTold() {
        assertThat(Pbkdf2PasswordHasher.defaults().hash("x")).startsWith("$pbkdf2-sha256$i=600000$");
        assertThat(Pbkdf2PasswordHasher.forTemporaryPasswords().hash("x")).startsWith("$pbkdf2-sha256$i=10000$");
        assertThatThrownBy(() -> Pbkdf2PasswordHasher.withIterations(999)).hasMessageContaining("999");
    }
}
