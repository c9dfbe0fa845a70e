package dev.cartable.account;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.PhoneNumber;
import java.time.Instant;

/** The kinds of notices about accounts, and how they are addressed. */
public final class AccountKinds {
    /** Invites a parent to activate the account by a one-time link. */
    public static final Kind ACTIVATION = Kind.of("account.activation");

    /** Gives a parent a temporary password. */
    public static final Kind PASSWORD = Kind.of("account.password");

    /** One message that a person wrote to one parent. */
    public static final Kind NOTICE = Kind.of("account.notice");

    /** A letter on paper that brings the account's present credential; it is never queued. */
    public static final Kind LETTER = Kind.of("account.letter");

    private AccountKinds() {}

    static Kind credential(FirstCredential first) {
        return first == FirstCredential.TEMPORARY_PASSWORD ? PASSWORD : ACTIVATION;
    }

    static Subject subject(Account account) {
        return new Subject("account", account.id().toString());
    }

    /** The message that brings the account's present credential. Names and secrets are filled in when it is sent. */
    static Notice credentialNotice(Account account, Address to, FirstCredential first, Instant now) {
        FirstCredential brought = to instanceof PhoneNumber ? FirstCredential.ACTIVATION_LINK : first;
        return to(account, to, credentialDraft(account, brought, now));
    }

    /** As {@link #credentialNotice}, once more for the same credential: at another address, or with another code. */
    static Notice readdressedNotice(Account account, Address to, Instant now) {
        return to(
                account,
                to,
                credentialDraft(account, FirstCredential.ACTIVATION_LINK, now).slot(now.toString()));
    }

    private static Notice to(Account account, Address to, Notice.Draft draft) {
        Channel channel = to instanceof PhoneNumber ? Channel.SMS : Channel.EMAIL;
        return draft.to(Recipient.guardian(account.guardian()), channel, to, account.language());
    }

    private static Notice.Draft credentialDraft(Account account, FirstCredential first, Instant now) {
        return Notice.draft(credential(first), subject(account), now)
                .revision(Integer.toString(account.credential().revision()));
    }
}
