package dev.cartable.tck;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.TokenHash;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.Username;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Inbox;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Leases;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Made-up people and messages, known by a number; a greater number has a greater id. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");

    /** A process on another machine: never known to be gone. */
    static final Leases.Holder ELSEWHERE = new Leases.Holder("elsewhere.example.org", 4711, 0);

    /** A process of this machine that certainly lives no more: no process began at that time. */
    static final Leases.Holder GONE = new Leases.Holder(
            Leases.Holder.thisProcess().host(), ProcessHandle.current().pid(), 1);

    static final Leases.Holder HERE = Leases.Holder.thisProcess();

    static final Duration LONG = Duration.ofHours(1);
    static final Duration SHORT = Duration.ofMillis(150);

    private Samples() {}

    static <T> List<T> many(int count, IntFunction<T> sample) {
        return IntStream.range(0, count).mapToObj(sample).toList();
    }

    /** A UUID of version 7 (RFC 9562). */
    static UUID uuid(int number) {
        long millis = NOW.toEpochMilli() + number;
        return new UUID(millis << 16 | 0x7000L, 0x8000_0000_0000_0000L | number);
    }

    static AccountId accountId(int number) {
        return new AccountId(uuid(number));
    }

    static GuardianId guardian(int number) {
        return new GuardianId("guardian-" + number);
    }

    static PupilId pupil(int number) {
        return new PupilId("pupil-" + number);
    }

    static Set<PupilId> pupils(int... numbers) {
        return IntStream.of(numbers).mapToObj(Samples::pupil).collect(Collectors.toSet());
    }

    static Account account(int number) {
        return account(number, guardian(number));
    }

    static Account account(int number, GuardianId guardian) {
        return account(number, guardian, new Username("user" + number));
    }

    static Account account(int number, Username username) {
        return account(number, guardian(number), username);
    }

    private static Account account(int number, GuardianId guardian, Username username) {
        return Account.open(
                accountId(number),
                guardian,
                username,
                new PersonName("Awa", "Diallo " + number),
                EmailAddress.of("awa" + number + "@example.org"),
                Locale.FRENCH,
                Credential.none(),
                fingerprint(number),
                NOW);
    }

    static Account.Fingerprint fingerprint(int number) {
        return new Account.Fingerprint(String.format(Locale.ROOT, "%032x", number));
    }

    /** 64 hexadecimal digits, as the ledger and the tombstones hold them; others for other words of up to 32 bytes. */
    static String hash(String what) {
        String hex = HexFormat.of().formatHex(what.getBytes(StandardCharsets.UTF_8));
        return hex + "0".repeat(64 - hex.length());
    }

    static TokenHash token(int number) {
        return new TokenHash(String.format(Locale.ROOT, "%064x", number));
    }

    /** The activation with this number, of the account with this number, valid for a day. */
    static Activation activation(int number) {
        return activation(number, accountId(number));
    }

    static Activation activation(int number, AccountId account) {
        return new Activation(token(number), account, 1, NOW.plus(Duration.ofDays(1)), null);
    }

    static NoticeId noticeId(int number) {
        return new NoticeId(uuid(number));
    }

    /** The number that the id was made from. */
    static int number(NoticeId id) {
        return (int) id.value().getLeastSignificantBits();
    }

    static Recipient recipient(int number) {
        return new Recipient("account", accountId(number).toString());
    }

    /** An e-mail to the account with this number, due at once. */
    static Notice notice(int number) {
        return notice(number, number, NOW);
    }

    static Notice notice(int number, int recipient, Instant dueAt) {
        return numbered(
                number,
                Notice.draft(
                                Kind.of("account.activation"),
                                new Subject("account", accountId(number).toString()),
                                NOW)
                        .variables(Map.of("username", "user" + number))
                        .dueAt(dueAt)
                        .to(
                                recipient(recipient),
                                Channel.EMAIL,
                                EmailAddress.of("awa" + number + "@example.org"),
                                Locale.FRENCH));
    }

    /** The same message under another id, as a second run would queue it. */
    static Notice again(Notice notice, int number) {
        return numbered(number, notice);
    }

    /** A notice with a known id. */
    static Notice numbered(int number, Notice notice) {
        return new Notice(
                noticeId(number),
                notice.kind(),
                notice.subject(),
                notice.revision(),
                notice.recipient(),
                notice.channel(),
                notice.slot(),
                notice.address(),
                notice.language(),
                notice.variables(),
                notice.queuedAt(),
                notice.dueAt(),
                notice.joinable());
    }

    static Inbox.Message message(int number, int recipient) {
        return new Inbox.Message(
                noticeId(number),
                recipient(recipient),
                "Réunion " + number,
                "Salle 12, à 17 h.",
                URI.create("https://ecole.example/sessions/" + number),
                NOW.plusSeconds(number),
                null);
    }
}
