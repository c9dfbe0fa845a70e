package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountParts;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountFigures;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.AccountStatus;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.Validation;
import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.Letters;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.GuardianId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parent accounts: what a school does with them, from one account at a desk to a run over all guardians. Safe for use by several
 * threads.
 */
public final class Accounts {
    private final AccountParts parts;

    /** One for all callers: attempts in one process take turns. */
    private @Nullable LimitSignIns limitSignIns;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Accounts(AccountParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** Makes the accounts of all guardians. */
    public GenerateAccounts generate() {
        return new GenerateAccounts(
                ports(), parts.noticeQueue(), settings(), parts.key(), parts.readAhead(), parts.time());
    }

    /** Sends credentials again. */
    public ResendCredentials resend() {
        return new ResendCredentials(ports(), parts.noticeQueue(), settings(), parts.key(), parts.time());
    }

    /** Takes over accounts from an older system. */
    public MigrateAccounts migrate() {
        return new MigrateAccounts(ports(), settings(), parts.passwordHasher(), parts.key(), parts.time());
    }

    /** Deactivates accounts without a pupil once their grace is over. */
    public CleanUpOrphans cleanUp() {
        return new CleanUpOrphans(ports(), parts.noticeQueue(), settings(), parts.key(), parts.time());
    }

    /** Writes all accounts into a file, and reads such a file. */
    public ExportAccounts export() {
        return new ExportAccounts(ports());
    }

    /** Keeps the database and the host key together. */
    public MaintainHostKey hostKey() {
        return new MaintainHostKey(ports(), settings(), parts.key(), parts.time());
    }

    /** Limits how often passwords are tried. All callers share it. */
    public LimitSignIns limitSignIns() {
        synchronized (this) {
            if (limitSignIns == null) {
                AccountStores stores = parts.accountStores();
                limitSignIns = new LimitSignIns(
                        parts.transactions(),
                        stores.accounts(),
                        stores.failedSignIns(),
                        parts.signInLimit(),
                        parts.key(),
                        parts.time());
            }
            return limitSignIns;
        }
    }

    /**
     * Opens the guardian's account, or brings the one there is in step with the roster.
     *
     * @return what was done; empty if the roster has no such guardian (a host that has just written them must flush first)
     */
    public Optional<AccountStep> open(GuardianId guardian) {
        return new OpenAccount(ports(), parts.noticeQueue(), settings(), parts.key(), parts.time()).open(guardian);
    }

    /**
     * Why a token opens nothing now; empty if a parent can choose a password with it. Reads only: a page asks this when it is
     * shown, and a mail scanner that opens the page any number of times uses nothing up.
     *
     * @param token as it was sent or typed
     * @throws dev.cartable.account.HostKeyMismatchException if the database was written with another host key: the address that a link
     *     was sent to cannot be compared
     */
    public Optional<ActivateAccount.Reason> reasonAgainst(String token) {
        return activateAccount().reasonAgainst(token);
    }

    /**
     * Chooses the password.
     *
     * @param token as it was sent or typed: capitals, spaces and hyphens make no difference, O is read as 0, I and L as 1
     * @param password as typed
     * @throws dev.cartable.account.HostKeyMismatchException if the database was written with another host key; nothing is written
     */
    public ActivateAccount.Result activate(String token, CharSequence password) {
        return activateAccount().activate(token, password);
    }

    /**
     * Chooses the password with the link and the code of a short message.
     *
     * @param link what follows {@code #} in the link, as it was sent or typed: capitals, spaces and hyphens make no difference
     * @param code as typed; all but its digits is passed over
     * @param password as typed
     * @param source where the attempt comes from, such as the client's address; see {@link LimitSignIns}
     * @throws dev.cartable.account.HostKeyMismatchException if the database was written with another host key
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public ActivateByCode.Result activateByCode(String link, String code, CharSequence password, String source) {
        return new ActivateByCode(ports(), limitSignIns(), activateAccount(), entitlement(), parts.key(), parts.time())
                .activate(link, code, password, source);
    }

    /**
     * Sends a code by short message to a parent whose code has expired or who has forgotten the password. The answer is the same whether
     * there is such an account or not.
     *
     * @param usernameOrLink the username as typed, or what follows {@code #} in the link of an earlier short message
     * @param source where the request comes from, such as the client's address; see {@link LimitSignIns}
     * @throws dev.cartable.account.HostKeyMismatchException if the database was written with another host key; nothing is sent
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public RequestCode.Result requestCode(String usernameOrLink, String source) {
        return new RequestCode(
                        ports(),
                        parts.noticeQueue(),
                        limitSignIns(),
                        settings(),
                        parts.smsBudget(),
                        parts.key(),
                        parts.time())
                .request(usernameOrLink, source);
    }

    /**
     * Signs in from a source that is not known. A stranger who guesses then makes the parent wait too: pass the source if you can.
     *
     * @param username as typed; capitals and spaces around it make no difference
     * @param password as typed
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public SignIn.Result signIn(String username, CharSequence password) {
        return signIn().signIn(username, password);
    }

    /**
     * Signs in. A hash that is weaker than new ones are is replaced.
     *
     * @param username as typed; capitals and spaces around it make no difference
     * @param password as typed
     * @param source where the attempt comes from, such as the client's address; see {@link LimitSignIns}
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public SignIn.Result signIn(String username, CharSequence password, String source) {
        return signIn().signIn(username, password, source);
    }

    /**
     * Why the holder of this account may not sign in now, though the password is right; empty if they may. A host that compares
     * passwords itself asks this at each sign-in.
     */
    public Optional<SignIn.Obstacle> obstacle(Account account) {
        return entitlement().obstacle(account);
    }

    /** Records a sign-in at {@code time}. */
    public RecordSignIn.Result recordSignIn(AccountId account, Instant time) {
        return new RecordSignIn(parts.transactions(), parts.accountStores().accounts(), entitlement(), parts.time())
                .record(account, time);
    }

    /**
     * Replaces the password of the account with this username, as typed, from a source that is not known.
     *
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public ChoosePassword.Result choosePassword(String username, CharSequence current, CharSequence chosen) {
        return choosePassword().choose(username, current, chosen);
    }

    /**
     * Replaces the password of the account with this username, as typed.
     *
     * @param source where the attempt comes from, such as the client's address; see {@link LimitSignIns}
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public ChoosePassword.Result choosePassword(
            String username, CharSequence current, CharSequence chosen, String source) {
        return choosePassword().choose(username, current, chosen, source);
    }

    /**
     * Replaces the password of this account, from a source that is not known.
     *
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public ChoosePassword.Result choosePassword(AccountId id, CharSequence current, CharSequence chosen) {
        return choosePassword().choose(id, current, chosen);
    }

    /** Closes an account. One that was deactivated for want of pupils stays so, and no longer returns by itself. */
    public DeactivateAccount.Result deactivate(AccountId id) {
        return new DeactivateAccount(ports(), parts.time()).deactivate(id);
    }

    /** Opens a deactivated account again. */
    public DeactivateAccount.Result reactivate(AccountId id) {
        return new DeactivateAccount(ports(), parts.time()).reactivate(id);
    }

    /**
     * Queues a message.
     *
     * @param subject one line
     * @param message plain text, with line breaks as wanted
     */
    public NotifyParent.Result notifyParent(AccountId id, String subject, String message) {
        return new NotifyParent(ports(), parts.noticeQueue(), entitlement(), parts.addressing(), parts.time())
                .notify(id, subject, message);
    }

    /** The account with this id, else that of the guardian with this id, else the one with this username. */
    public Optional<Account> find(String idOrGuardianOrUsername) {
        return findAccount().find(idOrGuardianOrUsername);
    }

    /** The account with this username alone, as typed; capitals and spaces around it make no difference. */
    public Optional<Account> named(String username) {
        return findAccount().named(username);
    }

    /** The account of a guardian. */
    public Optional<Account> of(GuardianId guardian) {
        return findAccount().of(guardian);
    }

    /**
     * Looks at every account.
     *
     * @param filter which accounts {@code each} is called with
     * @param each is called with the accounts one by one, in the order of their ids; erased ones are left out
     * @return all accounts in numbers, whatever the filter
     */
    public AccountStatus.Summary check(AccountStatus.Filter filter, Consumer<? super AccountStatus> each) {
        return checkAccounts().check(filter, each);
    }

    /**
     * A page of the accounts, in the order of their ids; erased ones are left out.
     *
     * @param last the id of the last account of the page before; null for the first page
     * @param max how many at most, from 1
     */
    public List<AccountStatus> list(AccountStatus.Filter filter, @Nullable AccountId last, int max) {
        return checkAccounts().list(filter, last, max);
    }

    /** How one account stands; empty if there is none, or it is erased. */
    public Optional<AccountStatus> status(Account account) {
        return checkAccounts().status(account);
    }

    /** How the accounts stand in all. */
    public AccountStatus.Summary summary() {
        return checkAccounts().summary();
    }

    /**
     * Looks at every account that is not erased.
     *
     * @param each is called with the accounts one by one, the valid ones too, in the order of their ids
     */
    public Validation validate(Consumer<? super Validation.AccountFindings> each) {
        return new ValidateAccounts(ports(), settings(), parts.time()).validate(each);
    }

    /**
     * A page of the accounts that are not valid, in the order of their ids.
     *
     * @param last the id of the last account of the page before; null for the first page
     * @param max how many at most, from 1
     */
    public List<Validation.AccountFindings> invalid(@Nullable AccountId last, int max) {
        return new ValidateAccounts(ports(), settings(), parts.time()).invalid(last, max);
    }

    /**
     * Pairs of open accounts with one address, read on demand. Where more than two share it, they are sorted by name and
     * each is paired with the next, so that equal names stand together. Close the stream.
     */
    public Stream<AccountPlan.PossibleDuplicate<Account>> possibleDuplicates() {
        return new PossibleDuplicates(ports()).find();
    }

    /** Counts accounts by state, and how far activation has come. */
    public AccountFigures statistics() {
        return new AccountStatistics(ports(), settings(), parts.time()).count();
    }

    /**
     * Writes a letter for each account that waits for one.
     *
     * @throws dev.cartable.notice.model.TemplateException if there is no template for letters, or it cannot be filled
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Letters.Counts writeLetters(Letters letters) {
        return writeLetters().write(letters);
    }

    /**
     * As {@link #writeLetters(Letters)}, for these guardians alone; empty means everyone.
     *
     * @throws dev.cartable.notice.model.TemplateException if there is no template for letters, or it cannot be filled
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Letters.Counts writeLetters(Collection<GuardianId> guardians, Letters letters) {
        return writeLetters().write(guardians, letters);
    }

    /** The settings that accounts go by. */
    public AccountSettings settings() {
        return parts.accountSettings();
    }

    /** The kinds of notices about accounts: without a key, only those that carry no secret. */
    public List<NoticeType> noticeTypes() {
        List<NoticeType> types = new ArrayList<>();
        if (parts.hasKey()) {
            for (FirstCredential first : FirstCredential.values()) {
                types.add(new CredentialNotice(
                        first, ports(), settings(), parts.key(), entitlement(), parts.addressing(), parts.time()));
            }
        }
        types.add(new ParentNotice(
                parts.accountStores().accounts(), settings().school(), entitlement(), parts.addressing()));
        return types;
    }

    private ActivateAccount activateAccount() {
        AccountStores stores = parts.accountStores();
        return new ActivateAccount(
                parts.transactions(),
                stores.accounts(),
                stores.activations(),
                new PasswordChoice(
                        parts.passwordHasher(),
                        parts.passwordPolicy(),
                        settings().school()),
                parts.sessionRevoker(),
                entitlement(),
                stores.hostKeys(),
                parts.key(),
                parts.time());
    }

    private CheckEntitlement entitlement() {
        return new CheckEntitlement(parts.roster(), settings().school(), parts.addressing(), parts.time());
    }

    private SignIn signIn() {
        AccountStores stores = parts.accountStores();
        return new SignIn(
                parts.transactions(),
                stores.accounts(),
                limitSignIns(),
                parts.passwordHasher(),
                entitlement(),
                parts.time());
    }

    private ChoosePassword choosePassword() {
        AccountStores stores = parts.accountStores();
        return new ChoosePassword(
                parts.transactions(),
                stores.accounts(),
                limitSignIns(),
                new PasswordChoice(
                        parts.passwordHasher(),
                        parts.passwordPolicy(),
                        settings().school()),
                parts.sessionRevoker(),
                entitlement(),
                parts.time());
    }

    private CheckAccounts checkAccounts() {
        return new CheckAccounts(ports(), settings(), parts.time());
    }

    private FindAccount findAccount() {
        return new FindAccount(ports());
    }

    private WriteLetters writeLetters() {
        return new WriteLetters(ports(), parts.renderer(), settings(), parts::users, parts.key(), parts.time());
    }

    /** Shared with the rights of people over their data. */
    @SuppressWarnings("exports") // for Privacy
    public AccountPorts ports() {
        AccountStores stores = parts.accountStores();
        return new AccountPorts(
                parts.transactions(),
                stores.leases(),
                parts.roster(),
                parts.addressing(),
                stores.accounts(),
                stores.activations(),
                stores.usernames(),
                stores.tombstones(),
                stores.hostKeys(),
                parts.temporaryPasswordHasher(),
                parts.sessionRevoker());
    }
}
