package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A parent's account. One guardian has one account, whoever they share an e-mail address with.
 *
 * @param guardian the guardian in the host's data; after erasure a pseudonym
 * @param name the guardian's name when the roster was last read
 * @param email the address that the guardian can be written to; null if there is none that may be used
 * @param language what to write in
 * @param source what the account was last brought in step with
 * @param activatedAt when the parent first chose a password
 * @param lastSignInAt the latest sign-in that Cartable heard of
 * @param orphanSince when a check first found no pupil that the guardian may see; null while there is one
 * @param deactivatedAt when it was deactivated; null while it is not
 * @param deactivation why; null while it is not
 * @param version the version that was read; the store raises it with each update
 */
public record Account(
        AccountId id,
        GuardianId guardian,
        Username username,
        AccountState state,
        PersonName name,
        @Nullable EmailAddress email,
        Locale language,
        Credential credential,
        Fingerprint source,
        Instant createdAt,
        @Nullable Instant activatedAt,
        @Nullable Instant lastSignInAt,
        @Nullable Instant orphanSince,
        @Nullable Instant deactivatedAt,
        @Nullable Deactivation deactivation,
        long version) {

    public Account {
        requireNonNull(id, "id");
        requireNonNull(guardian, "guardian");
        requireNonNull(username, "username");
        requireNonNull(state, "state");
        requireNonNull(name, "name");
        requireNonNull(language, "language");
        requireNonNull(credential, "credential");
        requireNonNull(source, "source");
        requireNonNull(createdAt, "createdAt");
        if ((state == AccountState.DEACTIVATED) != (deactivatedAt != null && deactivation != null)) {
            throw new IllegalArgumentException(
                    "account " + id + " is " + state + " with deactivation " + deactivation + " at " + deactivatedAt);
        }
    }

    /** A new account that waits for its parent. */
    public static Account open(
            AccountId id,
            GuardianId guardian,
            Username username,
            PersonName name,
            @Nullable EmailAddress email,
            Locale language,
            Credential credential,
            Fingerprint source,
            Instant now) {
        return new Account(
                id,
                guardian,
                username,
                AccountState.PENDING,
                name,
                email,
                language,
                credential,
                source,
                now,
                null,
                null,
                null,
                null,
                null,
                0);
    }

    /** Whether the holder may sign in or activate it. */
    public boolean isOpen() {
        return state == AccountState.PENDING || state == AccountState.ACTIVE;
    }

    /** Whether the parent has a password of their own. */
    public boolean hasChosenPassword() {
        return credential.origin() == Credential.Origin.CHOSEN;
    }

    /** In step with the roster again: it has a pupil, and says what the roster says. */
    public Account describedAs(PersonName name, @Nullable EmailAddress email, Locale language, Fingerprint source) {
        return with(
                state,
                name,
                email,
                language,
                credential,
                source,
                activatedAt,
                lastSignInAt,
                null,
                deactivatedAt,
                deactivation);
    }

    /** With another credential; an open account is active exactly when the parent has chosen its password. */
    public Account withCredential(Credential credential) {
        AccountState next = !isOpen()
                ? state
                : credential.origin() == Credential.Origin.CHOSEN ? AccountState.ACTIVE : AccountState.PENDING;
        return with(
                next,
                name,
                email,
                language,
                credential,
                source,
                activatedAt,
                lastSignInAt,
                orphanSince,
                deactivatedAt,
                deactivation);
    }

    /** The parent has chosen a password. */
    public Account activated(String passwordHash, Instant now) {
        return with(
                AccountState.ACTIVE,
                name,
                email,
                language,
                credential.chosen(passwordHash),
                source,
                activatedAt == null ? now : activatedAt,
                lastSignInAt,
                orphanSince,
                null,
                null);
    }

    /** The parent has signed in at {@code now}; an earlier time than the known one changes nothing. */
    public Account signedIn(Instant now) {
        Instant latest = lastSignInAt != null && lastSignInAt.isAfter(now) ? lastSignInAt : now;
        return with(
                state,
                name,
                email,
                language,
                credential,
                source,
                activatedAt,
                latest,
                orphanSince,
                deactivatedAt,
                deactivation);
    }

    /** No pupil was found for it; the first time counts. */
    public Account orphaned(Instant now) {
        Instant since = orphanSince == null ? now : orphanSince;
        return with(
                state,
                name,
                email,
                language,
                credential,
                source,
                activatedAt,
                lastSignInAt,
                since,
                deactivatedAt,
                deactivation);
    }

    /** A pupil was found for it again. */
    public Account adopted() {
        return with(
                state,
                name,
                email,
                language,
                credential,
                source,
                activatedAt,
                lastSignInAt,
                null,
                deactivatedAt,
                deactivation);
    }

    /** Nobody may sign in from now on. */
    public Account deactivated(Deactivation cause, Instant now) {
        return with(
                AccountState.DEACTIVATED,
                name,
                email,
                language,
                credential,
                source,
                activatedAt,
                lastSignInAt,
                orphanSince,
                now,
                cause);
    }

    /** Back as it was before it was deactivated; the grace of an orphan begins anew. */
    public Account reactivated() {
        AccountState before = hasChosenPassword() ? AccountState.ACTIVE : AccountState.PENDING;
        return with(before, name, email, language, credential, source, activatedAt, lastSignInAt, null, null, null);
    }

    /** The row that stays when the person's data is gone. */
    public Account erased(GuardianId pseudonym, Username nobody, PersonName nameless, Fingerprint nothing) {
        return new Account(
                id,
                pseudonym,
                nobody,
                AccountState.ERASED,
                nameless,
                null,
                language,
                credential.renewed(),
                nothing,
                createdAt,
                activatedAt,
                null,
                null,
                null,
                null,
                version);
    }

    private Account with(
            AccountState state,
            PersonName name,
            @Nullable EmailAddress email,
            Locale language,
            Credential credential,
            Fingerprint source,
            @Nullable Instant activatedAt,
            @Nullable Instant lastSignInAt,
            @Nullable Instant orphanSince,
            @Nullable Instant deactivatedAt,
            @Nullable Deactivation deactivation) {
        return new Account(
                id,
                guardian,
                username,
                state,
                name,
                email,
                language,
                credential,
                source,
                createdAt,
                activatedAt,
                lastSignInAt,
                orphanSince,
                deactivatedAt,
                deactivation,
                version);
    }

    /** The ids, the state and the credential's revision; no name, address or hash. */
    @Override
    public String toString() {
        return "Account[" + id + " of guardian " + guardian + " " + state + " " + credential + "]";
    }
}
