package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.HostKeyGuard;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.Username;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends a parent a short message with a code: because the code of the last one has expired, or the password of an active account is
 * forgotten. A code that still opens the account is sent once more; otherwise a new one takes its place. The password, the sessions and
 * the revision of the credential stay as they are until the code is used, so that a stranger who asks changes nothing. A parent with a
 * usable e-mail address, with a link under way by letter or e-mail, without a number or without a pupil is sent nothing.
 *
 * <p>The answer says nothing of the account: it is the same for an unknown username, which is read for and written for as a known one is.
 * Requests for one account and from one source are slowed down as wrong passwords are ({@link LimitSignIns}), and an account is sent at
 * most five codes in one of the school's days; those who ask by the link of an earlier message are counted on their own, so that
 * strangers who know the username do not spend theirs. All codes on request together use at most a fifth of the day's short messages,
 * or ten segments if that is more, each code counted as two segments; the rest is for other messages. Call it outside a
 * transaction. Safe for use by several threads and nodes.
 */
public final class RequestCode {
    /** Who is read and locked in place of an account that there is not. */
    private static final AccountId NO_ACCOUNT = new AccountId(new UUID(0, 0));

    /** So many codes an account is sent in a day on request by username, and as many by link. */
    private static final int MOST_A_DAY = 5;

    /** Codes on request use a fifth of the day's short messages at most, and never fewer than ten segments. */
    private static final int PART_OF_BUDGET = 5;

    private static final int LEAST_SHARE = 10;

    /** How many segments a code is counted as: one by the templates of Cartable, and two by longer ones. */
    private static final int SEGMENTS = 2;

    private static final GuardianId NO_GUARDIAN = new GuardianId("-");

    private final AccountPorts ports;
    private final NoticeQueue queue;
    private final LimitSignIns limit;
    private final AccountSettings settings;
    private final int mostOfSchool;
    private final HostKeyGuard guard;
    private final Tokens tokens;
    private final InstantSource clock;

    RequestCode(
            AccountPorts ports,
            NoticeQueue queue,
            LimitSignIns limit,
            AccountSettings settings,
            OptionalInt smsBudget,
            HostKey key,
            InstantSource clock) {
        this.ports = requireNonNull(ports, "ports");
        this.queue = requireNonNull(queue, "queue");
        this.limit = requireNonNull(limit, "limit");
        this.settings = requireNonNull(settings, "settings");
        this.mostOfSchool = smsBudget.isPresent()
                ? Math.max(LEAST_SHARE, smsBudget.getAsInt() / PART_OF_BUDGET) / SEGMENTS
                : Integer.MAX_VALUE;
        this.guard = new HostKeyGuard(key, ports.hostKeys());
        this.tokens = new Tokens(key);
        this.clock = requireNonNull(clock, "clock");
    }

    /** What came of it. */
    public sealed interface Result {}

    /** If there is such an account and its parent is reached by short message, a code is on its way. */
    public record Accepted() implements Result {}

    /**
     * Too many codes were asked for; nothing is sent.
     *
     * @param retryAt when the next request will be heard
     */
    public record TooMany(Instant retryAt) implements Result {}

    Result request(String usernameOrLink, String source) {
        Account named = named(usernameOrLink).orElse(null);
        Account linked = linked(usernameOrLink).orElse(null);
        Account account = named == null ? linked : named;
        boolean byLink = named == null && linked != null;
        // What strangers who know the username have asked for says nothing of a parent who has the link of an earlier
        // message.
        String purpose = byLink ? "activation.code-request-by-link" : "activation.code-request";
        String subject = account == null
                ? usernameOrLink.strip().toLowerCase(Locale.ROOT)
                : account.id().toString();
        Optional<Instant> blocked = limit.request(purpose, subject, source);
        if (blocked.isPresent()) {
            return new TooMany(blocked.get());
        }
        Instant now = clock.instant();
        AccountSource family = source(account == null ? NO_GUARDIAN : account.guardian(), now);
        AccountId id = account == null ? NO_ACCOUNT : account.id();
        ports.unitOfWork().run(tx -> send(tx, id, family, purpose, now));
        return new Accepted();
    }

    private Optional<Account> named(String username) {
        return Username.typed(username).flatMap(ports.accounts()::byUsername);
    }

    private Optional<Account> linked(String link) {
        AccountId id = ports.activations()
                .find(Tokens.hash(link))
                .filter(activation -> activation.code() != null)
                .map(Activation::account)
                .orElse(NO_ACCOUNT);
        return Optional.ofNullable(ports.accounts().byId(List.of(id)).get(id));
    }

    private @Nullable AccountSource source(GuardianId guardian, Instant now) {
        return AccountSource.of(
                        ports.roster().families(List.of(guardian)),
                        ports.addressing(),
                        AccountKinds.credential(settings.firstCredential()),
                        settings.school(),
                        settings.school().today(now))
                .stream()
                .findFirst()
                .orElse(null);
    }

    private void send(Tx tx, AccountId id, @Nullable AccountSource family, String purpose, Instant now) {
        guard.use(tx, now);
        Account account = ports.accounts().lock(tx, id).filter(Account::isOpen).orElse(null);
        Activation newest = ports.activations().lock(tx, id).orElse(null);
        PhoneNumber number = family == null || family.pupils().isEmpty() ? null : family.phone();
        if (account == null || number == null) {
            ports.activations().revoke(tx, NO_ACCOUNT);
            return;
        }
        if (newest != null && newest.code() == null && newest.isOpen(account, now)) {
            // A link on paper or by e-mail is on its way: a stranger who asks must not kill it.
            ports.activations().revoke(tx, NO_ACCOUNT);
            return;
        }
        PhoneCode present =
                newest != null && newest.isOpen(account, now) && tokens.isSentTo(newest, number) ? newest.code() : null;
        if (present != null && present.isOnItsWay(now)) {
            return;
        }
        LocalDate today = settings.school().today(now);
        if (!limit.countOfDay(tx, purpose + "-day", id.toString(), today, MOST_A_DAY)
                || !limit.countOfDay(tx, "activation.code-request-school", "", today, mostOfSchool)) {
            return;
        }
        if (newest != null && present != null) {
            ports.activations().writeCode(tx, newest.token(), present.isOpen(now) ? present : present.replaced(now));
        } else {
            int revision = account.credential().revision();
            ports.activations()
                    .issue(
                            tx,
                            List.of(new Activation(
                                    tokens.activationHash(id, revision, number),
                                    id,
                                    revision,
                                    now.plus(settings.activationValidity()),
                                    null,
                                    PhoneCode.issued(now))));
        }
        queue.add(tx, List.of(AccountKinds.readdressedNotice(account, number, now)));
    }
}
