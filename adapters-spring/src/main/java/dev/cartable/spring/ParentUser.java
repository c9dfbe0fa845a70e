package dev.cartable.spring;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Credential;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;

/**
 * A parent as Spring Security sees them, with the authority {@value #AUTHORITY}. A deactivated account is disabled; the
 * credentials of one with a temporary password are expired, so that the host sends the parent to choose another; one for which
 * too many wrong passwords were tried is locked.
 *
 * <p>It goes into the host's sessions. A host without a {@code SessionRegistry} compares {@link #credentialRevision()} with the
 * account's at each request: a session of an older revision is over.
 */
public final class ParentUser extends User {
    /** What every parent may do: be one. */
    public static final String AUTHORITY = "ROLE_PARENT";

    private static final long serialVersionUID = 1L;
    private static final UUID NO_ACCOUNT = new UUID(0, 0);

    private final UUID account;
    private final int credentialRevision;

    private ParentUser(Account account, String passwordHash, boolean locked) {
        super(
                account.username().value(),
                passwordHash,
                account.isOpen(),
                true,
                account.credential().origin() != Credential.Origin.TEMPORARY,
                !locked,
                AuthorityUtils.createAuthorityList(AUTHORITY));
        this.account = account.id().value();
        this.credentialRevision = account.credential().revision();
    }

    private ParentUser() {
        super("nobody", "", false, true, true, false, AuthorityUtils.NO_AUTHORITIES);
        this.account = NO_ACCOUNT;
        this.credentialRevision = 0;
    }

    static ParentUser of(Account account, String passwordHash) {
        return of(account, passwordHash, false);
    }

    static ParentUser of(Account account, String passwordHash, boolean locked) {
        return new ParentUser(account, passwordHash, locked);
    }

    /** Nobody, who is locked. */
    static ParentUser nobody() {
        return new ParentUser();
    }

    /** The account that the parent signs in to. */
    public AccountId accountId() {
        return new AccountId(account);
    }

    /** The revision of the credential that the parent signed in with. */
    public int credentialRevision() {
        return credentialRevision;
    }

    /** As Spring Security has it: by username. */
    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    /** The account's id alone: no username, no hash. */
    @Override
    public String toString() {
        return "ParentUser[" + account + "]";
    }
}
