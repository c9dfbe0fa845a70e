package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.Activation.TokenHash;
import dev.cartable.account.model.Credential;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.Sha256;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that an account starts from. They are derived from the host key, the account and its credential's revision
 * each time they are needed, so that no queue, dump or backup holds them and a message sent again says the same. Immutable and
 * safe for use by several threads.
 */
final class Tokens {
    /** Crockford's base 32: no I, L, O or U. */
    private static final String TOKEN_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /** 26 of 32 letters: 130 bits. */
    private static final int TOKEN_LENGTH = 26;

    /**
     * Neither letters that look like a digit or like each other (i l 1, o 0, s 5, z 2, v, n beside m, g q 9) nor vowels, which
     * would make words.
     */
    private static final String PASSWORD_ALPHABET = "bcdfghjkmprtwx2345678";

    /** 15 of 21 letters: 65.8 bits. */
    private static final int PASSWORD_LENGTH = 15;

    /** 10 of 32 letters: 50 bits. It opens nothing without its code. */
    private static final int SHORT_LENGTH = 10;

    /** Six digits. */
    private static final int CODES = 1_000_000;

    private static final int GROUP = 5;

    private final HostKey key;

    Tokens(HostKey key) {
        this.key = requireNonNull(key, "key");
    }

    /**
     * The activation token of an account at a revision: {@value #TOKEN_LENGTH} characters, 130 bits, fit for a URL. Each address has
     * a token of its own, so that a link says which address it was sent to; null means a letter on paper. That of a telephone number
     * has {@value #SHORT_LENGTH} characters, 50 bits: it only names the account, beside a {@linkplain #code code}.
     */
    String activation(AccountId account, int revision, @Nullable Address to) {
        if (to instanceof PhoneNumber number) {
            return token(
                    key.derive("activation.sms", account.toString(), Integer.toString(revision), number.value()),
                    SHORT_LENGTH);
        }
        return token(
                to == null
                        ? derive("activation", account, revision)
                        : key.derive("activation", account.toString(), Integer.toString(revision), folded(to)),
                TOKEN_LENGTH);
    }

    private static String folded(Address to) {
        return to instanceof EmailAddress email ? email.folded() : to.value();
    }

    private static String token(byte[] secret, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(TOKEN_ALPHABET.charAt(fiveBits(secret, i * 5)));
        }
        return text.toString();
    }

    /**
     * The activation token whose hash is stored, made with the current key or an old one; empty if it was not sent to this address
     * (null means a letter), or if its key is lost.
     */
    Optional<String> activation(Activation stored, @Nullable Address to) {
        return maker(stored, to).map(maker -> maker.activation(stored.account(), stored.revision(), to));
    }

    /** The tokens of the key, current or old, with which an activation was made for this address. */
    private Optional<Tokens> maker(Activation stored, @Nullable Address to) {
        return key.all().stream()
                .map(Tokens::new)
                .filter(tokens -> tokens.activationHash(stored.account(), stored.revision(), to)
                        .equals(stored.token()))
                .findFirst();
    }

    /**
     * The code that belongs to the link of an activation, six digits, the same each time; empty if the link was not sent to this number,
     * or if its key is lost. Another number, another revision and another issue have another code.
     */
    Optional<String> code(Activation stored, PhoneNumber to) {
        PhoneCode code = stored.code();
        return code == null
                ? Optional.empty()
                : maker(stored, to)
                        .map(maker -> String.format(
                                Locale.ROOT,
                                "%06d",
                                new BigInteger(
                                                1,
                                                maker.key.derive(
                                                        "activation.code",
                                                        stored.account().toString(),
                                                        Integer.toString(stored.revision()),
                                                        to.value(),
                                                        Long.toString(
                                                                code.issuedAt().toEpochMilli())))
                                        .mod(BigInteger.valueOf(CODES))
                                        .intValue()));
    }

    /** The temporary password whose hash is stored, made with the current key or an old one; empty if the key is lost. */
    Optional<String> temporaryPassword(Account account, PasswordHasher hasher) {
        Credential credential = account.credential();
        String stored = credential.passwordHash();
        return stored == null
                ? Optional.empty()
                : key.all().stream()
                        .map(one -> new Tokens(one).temporaryPassword(account.id(), credential.revision()))
                        .filter(password -> hasher.matches(password, stored))
                        .findFirst();
    }

    /** What is stored of the token that is sent to an address; null means a letter. */
    TokenHash activationHash(AccountId account, int revision, @Nullable Address to) {
        return hash(activation(account, revision, to));
    }

    /** Whether an activation was sent to this address. */
    boolean isSentTo(Activation activation, @Nullable Address address) {
        return activation(activation, address).isPresent();
    }

    /** Whether an activation went out on paper. */
    boolean isLetter(Activation activation) {
        return isSentTo(activation, null);
    }

    /** A token in groups of five, the last one with what is left over, as it is printed in letters. */
    static String grouped(String token) {
        int groups = Math.max(1, token.length() / GROUP);
        return IntStream.range(0, groups)
                .mapToObj(i -> token.substring(i * GROUP, i == groups - 1 ? token.length() : (i + 1) * GROUP))
                .collect(Collectors.joining("-"));
    }

    /**
     * What is stored of a token, as it was sent or as a person typed it: capitals, spaces and hyphens make no difference, O is
     * read as 0, I and L as 1.
     */
    static TokenHash hash(String token) {
        StringBuilder letters = new StringBuilder(TOKEN_LENGTH);
        for (char c : token.toUpperCase(Locale.ROOT).toCharArray()) {
            switch (c) {
                case 'O' -> letters.append('0');
                case 'I', 'L' -> letters.append('1');
                default -> {
                    if (!isGap(c)) {
                        letters.append(c);
                    }
                }
            }
        }
        return new TokenHash(Sha256.hex(letters.toString()));
    }

    /**
     * The temporary password of an account at a revision, such as {@code k7mpd-8rwxt-hj4cb}: {@value #PASSWORD_LENGTH} letters
     * and digits, 65.8 bits, none of which looks like another.
     */
    String temporaryPassword(AccountId account, int revision) {
        return grouped(spell("temporary-password", account, revision, PASSWORD_ALPHABET, PASSWORD_LENGTH));
    }

    /**
     * What a person typed, in the form of a temporary password if it is one but for capitals, spaces and hyphens; else
     * unchanged.
     */
    static String asTemporaryPassword(CharSequence typed) {
        StringBuilder letters = new StringBuilder(PASSWORD_LENGTH);
        for (char c : typed.toString().toLowerCase(Locale.ROOT).toCharArray()) {
            if (!isGap(c)) {
                letters.append(c);
            }
        }
        boolean fits =
                letters.length() == PASSWORD_LENGTH && letters.chars().allMatch(c -> PASSWORD_ALPHABET.indexOf(c) >= 0);
        return fits ? grouped(letters.toString()) : typed.toString();
    }

    /** The five bits from a position on, counted from the end of a number. */
    private static int fiveBits(byte[] number, int from) {
        int at = number.length - 1 - from / 8;
        int two = (number[at - 1] & 0xFF) << 8 | (number[at] & 0xFF);
        return two >> from % 8 & 0x1F;
    }

    private static boolean isGap(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.DASH_PUNCTUATION;
    }

    private byte[] derive(String purpose, AccountId account, int revision) {
        return key.derive(purpose, account.toString(), Integer.toString(revision));
    }

    private String spell(String purpose, AccountId account, int revision, String alphabet, int length) {
        byte[] secret = derive(purpose, account, revision);
        BigInteger number = new BigInteger(1, secret);
        BigInteger radix = BigInteger.valueOf(alphabet.length());
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            BigInteger[] split = number.divideAndRemainder(radix);
            text.append(alphabet.charAt(split[1].intValue()));
            number = split[0];
        }
        return text.toString();
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "Tokens[hidden]";
    }
}
