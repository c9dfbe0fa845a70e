package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.Activations;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.port.Preferences;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Roster.Enrolment;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A school with in-memory stores, a clock that is set by hand, and parents to try credentials with. */
final class People {
    static final School SCHOOL = new School("Lycée Les Cèdres", ZoneId.of("Africa/Conakry"), Locale.FRENCH);
    static final HostKey KEY = HostKey.of(new byte[32]);
    static final Duration VALIDITY = Duration.ofDays(30);

    final Tokens tokens = new Tokens(KEY);
    final Pbkdf2PasswordHasher hasher = Pbkdf2PasswordHasher.withIterations(Pbkdf2PasswordHasher.MIN_ITERATIONS);
    final List<AccountId> revoked = new CopyOnWriteArrayList<>();
    Instant now = Instant.parse("2026-09-01T08:00:00Z");
    final InstantSource clock = () -> now;
    final InMemoryStores stores = new InMemoryStores(clock);
    final Set<GuardianId> barred = new HashSet<>();
    final LimitSignIns limit = new LimitSignIns(
            stores.unitOfWork(), stores.accounts(), stores.failedSignIns(), SignInLimit.defaults(), KEY, clock);
    final CheckEntitlement entitlement =
            new CheckEntitlement(new EveryoneWithOnePupil(), SCHOOL, new Addressing(Preferences.NONE), clock);

    /** An account that waits for its activation, with a link under way. */
    Account pending(String username) {
        AccountId id = new AccountId(TimeOrderedIds.next(now));
        Account account = Account.open(
                id,
                new GuardianId("guardian of " + username),
                new Username(username),
                new PersonName("Awa", "Ndiaye"),
                null,
                Locale.FRENCH,
                Credential.none(),
                new Account.Fingerprint("0".repeat(32)),
                now);
        stores.unitOfWork().run(tx -> {
            stores.accounts().insert(tx, List.of(account));
            stores.activations()
                    .issue(
                            tx,
                            List.of(new Activation(
                                    tokens.activationHash(id, 1, null), id, 1, now.plus(VALIDITY), null)));
        });
        return account;
    }

    /** An active account with this password. */
    Account active(String username, String password) {
        Account account = pending(username);
        return change(account.activated(hasher.hash(password), now));
    }

    /** An account with a temporary password. */
    Account temporary(String username) {
        Account account = pending(username);
        String password = temporaryPassword(account);
        return change(
                account.withCredential(account.credential().temporary(hasher.hash(password), now.plus(VALIDITY))));
    }

    String token(Account account) {
        return tokens.activation(account.id(), account.credential().revision(), null);
    }

    String temporaryPassword(Account account) {
        return tokens.temporaryPassword(account.id(), account.credential().revision());
    }

    Account change(Account account) {
        stores.unitOfWork().run(tx -> stores.accounts().update(tx, List.of(account)));
        return account(account.id());
    }

    Account account(AccountId id) {
        return requireNonNull(stores.accounts().byId(List.of(id)).get(id), "account");
    }

    /** Whether this is the password of the account as it is stored. */
    boolean isPasswordOf(AccountId id, String password) {
        return hasher.matches(password, requireNonNull(account(id).credential().passwordHash(), "passwordHash"));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    ActivateAccount activateAccount() {
        return activateAccount(stores.accounts(), stores.activations(), hasher);
    }

    ActivateAccount activateAccount(AccountStore accounts, Activations activations, PasswordHasher passwords) {
        return new ActivateAccount(
                stores.unitOfWork(),
                accounts,
                activations,
                new PasswordChoice(passwords, PasswordPolicy.defaults(), SCHOOL),
                revoked::add,
                entitlement,
                stores.hostKeys(),
                KEY,
                clock);
    }

    SignIn signIn() {
        return signIn(hasher);
    }

    SignIn signIn(PasswordHasher passwords) {
        return new SignIn(stores.unitOfWork(), stores.accounts(), limit, passwords, entitlement, clock);
    }

    ChoosePassword choosePassword() {
        return choosePassword(hasher);
    }

    ChoosePassword choosePassword(PasswordHasher passwords) {
        return new ChoosePassword(
                stores.unitOfWork(),
                stores.accounts(),
                limit,
                new PasswordChoice(passwords, PasswordPolicy.defaults(), SCHOOL),
                revoked::add,
                entitlement,
                clock);
    }

    RecordSignIn recordSignIn() {
        return new RecordSignIn(stores.unitOfWork(), stores.accounts(), entitlement, clock);
    }

    /** A roster in which each guardian may see one pupil, unless barred. */
    private final class EveryoneWithOnePupil implements Roster {
        @Override
        public Stream<Family> families() {
            return Stream.of();
        }

        @Override
        public Stream<Family> families(PromotionId promotion) {
            return Stream.of();
        }

        @Override
        public List<Family> families(Collection<GuardianId> guardians) {
            return guardians.stream().map(this::family).toList();
        }

        @Override
        public List<Family> familiesOf(Collection<PupilId> pupils) {
            return List.of();
        }

        @Override
        public Map<PupilId, Pupil> pupils(Collection<PupilId> ids) {
            return Map.of();
        }

        @Override
        public Enrolment enrolment() {
            return new Enrolment(0, Map.of());
        }

        private Family family(GuardianId guardian) {
            Pupil pupil = new Pupil(new PupilId("p"), new PersonName("Ali", "Ndiaye"), null, null, true);
            Guardianship link = Guardianship.of(guardian, pupil.id(), Guardianship.Relation.MOTHER);
            return new Family(
                    new Guardian(guardian, new PersonName("Awa", "Ndiaye"), null, null, null),
                    barred.contains(guardian) ? List.of() : List.of(new Family.Ward(pupil, link)));
        }
    }
}
