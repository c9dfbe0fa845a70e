package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A parent's account. One guardian has one account, even where two guardians share an e-mail address.
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
 * @param migratedAt when it was taken over from an older system; null if it began here
 * @param version the version that was read; the store raises it with each update
 */
public record Account(
        AccountId id,
        GuardianId guardian,
        Username username,
        State state,
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
        @Nullable Instant migratedAt,
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
        if ((state == State.DEACTIVATED) != (deactivatedAt != null && deactivation != null)) {
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
                State.PENDING,
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
                null,
                0);
    }

    /** Whether the holder may sign in or activate it. */
    public boolean isOpen() {
        return state == State.PENDING || state == State.ACTIVE;
    }

    /** Whether the parent has a password of their own. */
    public boolean hasChosenPassword() {
        return credential.origin() == Credential.Origin.CHOSEN;
    }

    /** In step with the roster again: it has a pupil, and says what the roster says. */
    public Account describedAs(PersonName name, @Nullable EmailAddress email, Locale language, Fingerprint source) {
        Copy copy = new Copy(this);
        copy.name = name;
        copy.email = email;
        copy.language = language;
        copy.source = source;
        copy.orphanSince = null;
        return copy.account();
    }

    /** With the address that the guardian can be written to; null if there is none. */
    public Account reachedAt(@Nullable EmailAddress email) {
        Copy copy = new Copy(this);
        copy.email = email;
        return copy.account();
    }

    /**
     * As it is when its message was not sent because the guardian could not be reached: the next generation finds it out of step with
     * the roster, and sends a new message if the guardian can be reached by then.
     */
    public Account unreached() {
        Copy copy = new Copy(this);
        copy.email = null;
        copy.source = Fingerprint.outOfStep();
        return copy.account();
    }

    /** With another credential; an open account is active exactly when the parent has chosen its password. */
    public Account withCredential(Credential credential) {
        Copy copy = new Copy(this);
        copy.credential = credential;
        if (isOpen()) {
            copy.state = openState(credential);
        }
        return copy.account();
    }

    private static State openState(Credential credential) {
        return credential.origin() == Credential.Origin.CHOSEN ? State.ACTIVE : State.PENDING;
    }

    /** The parent has chosen a password. */
    public Account activated(String passwordHash, Instant now) {
        Copy copy = new Copy(this);
        copy.state = State.ACTIVE;
        copy.credential = credential.chosen(passwordHash);
        copy.activatedAt = activatedAt == null ? now : activatedAt;
        copy.deactivatedAt = null;
        copy.deactivation = null;
        return copy.account();
    }

    /** The same password, hashed anew; null leaves the hash as it is. */
    public Account rehashed(@Nullable String passwordHash) {
        Copy copy = new Copy(this);
        copy.credential = passwordHash == null ? credential : credential.rehashed(passwordHash);
        return copy.account();
    }

    /** Taken over at {@code now} from an older system, with the password and the latest sign-in that it had there. */
    public Account migrated(@Nullable String passwordHash, @Nullable Instant lastSignInAt, Instant now) {
        Copy copy = new Copy(this);
        if (passwordHash != null) {
            copy.state = State.ACTIVE;
            copy.credential = new Credential(credential.revision(), Credential.Origin.CHOSEN, passwordHash, null);
            copy.activatedAt = lastSignInAt == null ? now : lastSignInAt;
        }
        copy.lastSignInAt = lastSignInAt;
        copy.migratedAt = now;
        return copy.account();
    }

    /** The parent has signed in at {@code now}; an earlier time than the known one changes nothing. */
    public Account signedIn(Instant now) {
        Copy copy = new Copy(this);
        copy.lastSignInAt = lastSignInAt != null && lastSignInAt.isAfter(now) ? lastSignInAt : now;
        return copy.account();
    }

    /** No pupil was found for it; the first time counts. */
    public Account orphaned(Instant now) {
        Copy copy = new Copy(this);
        copy.orphanSince = orphanSince == null ? now : orphanSince;
        return copy.account();
    }

    /** A pupil was found for it again. */
    public Account adopted() {
        Copy copy = new Copy(this);
        copy.orphanSince = null;
        return copy.account();
    }

    /** The parent can no longer sign in. */
    public Account deactivated(Deactivation cause, Instant now) {
        Copy copy = new Copy(this);
        copy.state = State.DEACTIVATED;
        copy.deactivatedAt = now;
        copy.deactivation = cause;
        return copy.account();
    }

    /** Back as it was before it was deactivated; the grace of an orphan begins anew. */
    public Account reactivated() {
        Copy copy = new Copy(this);
        copy.state = openState(credential);
        copy.orphanSince = null;
        copy.deactivatedAt = null;
        copy.deactivation = null;
        return copy.account();
    }

    /** The row that stays when the person's data is gone. */
    public Account erased(GuardianId pseudonym, Username reserved, PersonName nameless, Fingerprint nothing) {
        Copy copy = new Copy(this);
        copy.guardian = pseudonym;
        copy.username = reserved;
        copy.state = State.ERASED;
        copy.name = nameless;
        copy.email = null;
        copy.credential = credential.renewed();
        copy.source = nothing;
        copy.lastSignInAt = null;
        copy.orphanSince = null;
        copy.deactivatedAt = null;
        copy.deactivation = null;
        return copy.account();
    }

    /** As the store has it after another update. */
    public Account withVersion(long version) {
        Copy copy = new Copy(this);
        copy.version = version;
        return copy.account();
    }

    /** The ids, the state and the credential's revision; no name, address or hash. */
    @Override
    public String toString() {
        return "Account[" + id + " of guardian " + guardian + " " + state + " " + credential + "]";
    }

    /** What a changed account is made of. */
    private static final class Copy {
        private final AccountId id;
        private final Instant createdAt;
        private GuardianId guardian;
        private Username username;
        private State state;
        private PersonName name;
        private @Nullable EmailAddress email;
        private Locale language;
        private Credential credential;
        private Fingerprint source;
        private @Nullable Instant activatedAt;
        private @Nullable Instant lastSignInAt;
        private @Nullable Instant orphanSince;
        private @Nullable Instant deactivatedAt;
        private @Nullable Deactivation deactivation;
        private @Nullable Instant migratedAt;
        private long version;

        Copy(Account of) {
            this.id = of.id;
            this.createdAt = of.createdAt;
            this.guardian = of.guardian;
            this.username = of.username;
            this.state = of.state;
            this.name = of.name;
            this.email = of.email;
            this.language = of.language;
            this.credential = of.credential;
            this.source = of.source;
            this.activatedAt = of.activatedAt;
            this.lastSignInAt = of.lastSignInAt;
            this.orphanSince = of.orphanSince;
            this.deactivatedAt = of.deactivatedAt;
            this.deactivation = of.deactivation;
            this.migratedAt = of.migratedAt;
            this.version = of.version;
        }

        Account account() {
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
                    migratedAt,
                    version);
        }
    }

    /** Where an account stands. */
    public enum State {
        /** Made or renewed; the parent has yet to choose a password. */
        PENDING,
        /** The parent has chosen a password, and may sign in. */
        ACTIVE,
        /** The parent can no longer sign in; can be undone. */
        DEACTIVATED,
        /** The person's data is gone for good; the row keeps the counts right. */
        ERASED
    }

    /** Why an account was deactivated. */
    public enum Deactivation {
        /** No pupil was linked any more; it returns by itself when one is linked again. */
        ORPHANED,
        /** A person decided it; it returns when a person decides so. */
        BY_HAND
    }

    /**
     * A short digest of what an account was made from, so that "nothing has changed" is one comparison: SHA-256 (FIPS 180-4),
     * the first 128 bits as 32 hexadecimal digits.
     */
    public record Fingerprint(String hex) {
        private static final Fingerprint OUT_OF_STEP = new Fingerprint("0".repeat(32));

        /** The fingerprint of no source at all: whatever the roster says, the account is out of step with it. */
        public static Fingerprint outOfStep() {
            return OUT_OF_STEP;
        }

        public Fingerprint {
            requireNonNull(hex, "hex");
            if (hex.length() != 32) {
                throw new IllegalArgumentException("a fingerprint has 32 hexadecimal digits, not " + hex.length());
            }
        }

        @Override
        public String toString() {
            return hex;
        }
    }
}
