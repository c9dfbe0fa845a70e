package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.CheckEntitlement.Entitlement;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The use case that queues one message, written by a person, to one parent: by e-mail where there is an address, otherwise
 * in the application. Each call is a message of its own. May be called in a transaction of the host. Safe for use by several
 * threads and nodes.
 */
public final class NotifyParent {
    /** The greatest length of a subject, in UTF-16 units. */
    public static final int MAX_SUBJECT = 200;

    /** The greatest length of a message, in UTF-16 units. */
    public static final int MAX_MESSAGE = 10_000;

    /** Line breaks of any script, which would begin another header, and other control characters. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029]");

    private final AccountPorts ports;
    private final NoticeQueue queue;
    private final CheckEntitlement entitlement;
    private final Addressing addressing;
    private final InstantSource time;

    NotifyParent(
            AccountPorts ports,
            NoticeQueue queue,
            CheckEntitlement entitlement,
            Addressing addressing,
            InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.queue = requireNonNull(queue, "queue");
        this.entitlement = requireNonNull(entitlement, "entitlement");
        this.addressing = requireNonNull(addressing, "addressing");
        this.time = requireNonNull(time, "time");
    }

    /** What came of it. */
    public sealed interface Result {}

    /** The message is queued. */
    public record Queued(NoticeId notice, Channel channel, Recipient recipient) implements Result {}

    /** Nothing was queued. */
    public record Refused(Reason reason) implements Result {}

    /** Why a message is not queued. */
    public enum Reason {
        /** There is no such account. */
        UNKNOWN,
        /** The account is deactivated. */
        DEACTIVATED,
        /** The person's data is gone for good. */
        ERASED,
        /** The person accepts such messages by no channel. */
        DECLINED,
        /** The subject is empty. */
        NO_SUBJECT,
        /** The subject has a line break or another control character in it, or is longer than {@value #MAX_SUBJECT}. */
        BAD_SUBJECT,
        /** The message is empty. */
        NO_MESSAGE,
        /** The message is longer than {@value #MAX_MESSAGE}. */
        MESSAGE_TOO_LONG
    }

    /**
     * Queues a message.
     *
     * @param subject one line
     * @param message plain text, with line breaks as wanted
     */
    Result notify(AccountId id, String subject, String message) {
        Optional<Reason> unfit = unfit(subject, message);
        if (unfit.isPresent()) {
            return new Refused(unfit.get());
        }
        Instant now = time.instant();
        Account known = ports.accounts().byId(List.of(id)).get(id);
        Entitlement entitled = known == null ? Entitlement.NONE : entitlement.of(known);
        return ports.unitOfWork().call(tx -> {
            Optional<Account> locked = ports.accounts().lock(tx, id);
            if (locked.isEmpty()) {
                return new Refused(Reason.UNKNOWN);
            }
            Account account = locked.get();
            if (!account.isOpen()) {
                return new Refused(account.state() == Account.State.ERASED ? Reason.ERASED : Reason.DEACTIVATED);
            }
            Addressing.Result to = addressing.firstOf(
                    entitled.person(account), AccountKinds.NOTICE, List.of(Channel.EMAIL, Channel.IN_APP));
            if (!(to instanceof Addressing.Addressed addressed)) {
                return new Refused(Reason.DECLINED);
            }
            Notice notice = addressed
                    .notices(Notice.draft(AccountKinds.NOTICE, AccountKinds.subject(account), now)
                            .revision(TimeOrderedIds.next(now).toString())
                            .variables(Map.of("subject", subject.strip(), "message", message.strip())))
                    .get(0);
            queue.add(tx, List.of(notice));
            return new Queued(notice.id(), notice.channel(), notice.recipient());
        });
    }

    private static Optional<Reason> unfit(String subject, String message) {
        if (CONTROL.matcher(subject).find() || subject.length() > MAX_SUBJECT) {
            return Optional.of(Reason.BAD_SUBJECT);
        }
        if (subject.isBlank()) {
            return Optional.of(Reason.NO_SUBJECT);
        }
        if (message.isBlank()) {
            return Optional.of(Reason.NO_MESSAGE);
        }
        return message.length() > MAX_MESSAGE ? Optional.of(Reason.MESSAGE_TOO_LONG) : Optional.empty();
    }
}
