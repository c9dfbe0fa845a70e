package dev.cartable.account;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.school.model.EmailAddress;
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
    static Notice credentialNotice(Account account, EmailAddress to, FirstCredential first, Instant now) {
        return credentialDraft(account, first, now)
                .to(Recipient.guardian(account.guardian()), Channel.EMAIL, to, account.language());
    }

    /** As {@link #credentialNotice}, once more for the same credential: at another address. */
    static Notice readdressedNotice(Account account, EmailAddress to, Instant now) {
        return credentialDraft(account, FirstCredential.ACTIVATION_LINK, now)
                .slot(now.toString())
                .to(Recipient.guardian(account.guardian()), Channel.EMAIL, to, account.language());
    }

    private static Notice.Draft credentialDraft(Account account, FirstCredential first, Instant now) {
        return Notice.draft(credential(first), subject(account), now)
                .revision(Integer.toString(account.credential().revision()));
    }
}
