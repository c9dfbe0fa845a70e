package dev.cartable.spring;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Credential;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;

/**
 * A parent as Spring Security sees them, with the authority {@value #AUTHORITY}. A deactivated account is disabled, and so is that of a
 * guardian who may see no pupil; the credentials of one with a temporary password are expired, so that the host sends the parent to choose another.
 *
 * <p>It goes into the host's sessions. A host without a {@code SessionRegistry} compares {@link #credentialRevision()} with the
 * account's at each request: a session of an older revision is over.
 */
public final class ParentUser extends User {
    /** What every parent may do: be one. */
    public static final String AUTHORITY = "ROLE_PARENT";

    private static final long serialVersionUID = 1L;

    private final UUID account;
    private final int credentialRevision;

    private ParentUser(Account account, String passwordHash, boolean enabled) {
        super(
                account.username().value(),
                passwordHash,
                enabled,
                true,
                account.credential().origin() != Credential.Origin.TEMPORARY,
                true,
                AuthorityUtils.createAuthorityList(AUTHORITY));
        this.account = account.id().value();
        this.credentialRevision = account.credential().revision();
    }

    static ParentUser of(Account account, String passwordHash, boolean enabled) {
        return new ParentUser(account, passwordHash, enabled);
    }

    /** The account that the parent signs in to. */
    public AccountId accountId() {
        return new AccountId(account);
    }

    /** The revision of the credential that the parent signed in with. */
    public int credentialRevision() {
        return credentialRevision;
    }

    /** By account: a parent is never equal to a user of the host who has the same username. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ParentUser parent && account.equals(parent.account);
    }

    @Override
    public int hashCode() {
        return account.hashCode();
    }

    /** The account's id alone: no username, no hash. */
    @Override
    public String toString() {
        return "ParentUser[" + account + "]";
    }
}
