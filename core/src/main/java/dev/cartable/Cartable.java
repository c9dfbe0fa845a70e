package dev.cartable;

import dev.cartable.account.AccountStatistics;
import dev.cartable.account.ActivateAccount;
import dev.cartable.account.CheckAccounts;
import dev.cartable.account.CheckEntitlement;
import dev.cartable.account.ChoosePassword;
import dev.cartable.account.CleanUpOrphans;
import dev.cartable.account.CredentialNotice;
import dev.cartable.account.DeactivateAccount;
import dev.cartable.account.Erasures;
import dev.cartable.account.ExportAccounts;
import dev.cartable.account.FindAccount;
import dev.cartable.account.GenerateAccounts;
import dev.cartable.account.LimitSignIns;
import dev.cartable.account.MaintainHostKey;
import dev.cartable.account.MigrateAccounts;
import dev.cartable.account.NotifyParent;
import dev.cartable.account.OpenAccount;
import dev.cartable.account.ParentNotice;
import dev.cartable.account.PossibleDuplicates;
import dev.cartable.account.ReactivateAccount;
import dev.cartable.account.ReadAccountExport;
import dev.cartable.account.RecordSignIn;
import dev.cartable.account.ResendCredentials;
import dev.cartable.account.SignIn;
import dev.cartable.account.ValidateAccounts;
import dev.cartable.account.WriteLetters;
import dev.cartable.account.csv.CsvExport;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.port.AccountPorts;
import dev.cartable.account.port.Tombstones;
import dev.cartable.alert.AlertNotice;
import dev.cartable.alert.DigestNotice;
import dev.cartable.alert.EditAlerts;
import dev.cartable.alert.EvaluateAlerts;
import dev.cartable.alert.SendDigests;
import dev.cartable.alert.port.AlertPorts;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.EditTemplates;
import dev.cartable.notice.InAppCourier;
import dev.cartable.notice.ListNotices;
import dev.cartable.notice.QueueNotice;
import dev.cartable.notice.ReadInbox;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.privacy.ApplyRetention;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.privacy.ExportPerson;
import dev.cartable.quota.AdmitSession;
import dev.cartable.quota.AssignProfile;
import dev.cartable.quota.AuditUsage;
import dev.cartable.quota.CheckAllowance;
import dev.cartable.quota.CloseStaleSessions;
import dev.cartable.quota.ConsumeUsage;
import dev.cartable.quota.EditProfiles;
import dev.cartable.quota.ForgetUsageEvents;
import dev.cartable.quota.MeterUsage;
import dev.cartable.quota.MigrateUsage;
import dev.cartable.quota.ProfileStatistics;
import dev.cartable.quota.ReadProfileHistory;
import dev.cartable.quota.ReadSessions;
import dev.cartable.quota.RecordSessions;
import dev.cartable.quota.RecordUsage;
import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.port.QuotaPorts;
import dev.cartable.quota.port.SessionPorts;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.SaveUsers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One school's Cartable: every use case, put together from the host's stores, couriers and settings. Several schools in one
 * process are several of these. Made by {@link #builder()}; safe for use by several threads; {@link #close} lets go of what the
 * couriers hold, not of the host's data source.
 *
 * <p>A use case whose parts were not given names what is missing when it is asked for, so a host gives only what it uses.
 */
public final class Cartable implements AutoCloseable {
    private final CartableBuilder parts;

    /** One for all callers: rounds in one process run one after the other. */
    private @Nullable DispatchNotices dispatch;

    /** One for all callers: those who ask at the same moment are answered together. */
    private @Nullable ConsumeUsage consume;

    private @Nullable MeterUsage meter;
    private @Nullable LimitSignIns limitSignIns;

    Cartable(CartableBuilder parts) {
        this.parts = parts;
    }

    /** Starts to put one together. */
    public static CartableBuilder builder() {
        return new CartableBuilder();
    }

    // The school

    /**
     * Fills Cartable's own relations from a roster. Needs the key once anybody was {@linkplain #erasePerson() erased}: without it
     * nobody can say who that was, and the roster would bring them back.
     */
    public ImportRoster importRoster() {
        return new ImportRoster(
                parts.stores().unitOfWork(),
                parts.stores().leases(),
                parts.stores().rosterStore(),
                erased(Erasures::among)::apply);
    }

    /** Without the key nobody can say who was erased; a school that has erased nobody needs none. */
    private <T> Function<Collection<T>, Set<T>> erased(BiFunction<Erasures, Collection<T>, Set<T>> among) {
        Tombstones tombstones = parts.stores().tombstones();
        return people -> {
            if (!parts.hasKey()) {
                try (Stream<String> any = tombstones.all()) {
                    if (any.findAny().isEmpty()) {
                        return Set.of();
                    }
                }
            }
            return among.apply(erasures(), people);
        };
    }

    private Erasures erasures() {
        return new Erasures(parts.stores().tombstones(), parts.stores().hostKeys(), parts.key());
    }

    // Accounts

    /** Makes the accounts of all guardians. */
    public GenerateAccounts generateAccounts() {
        return new GenerateAccounts(
                accountPorts(), queueNotice(), settings(), parts.key(), parts.readAhead(), parts.time());
    }

    /** Opens one guardian's account, in the host's transaction. */
    public OpenAccount openAccount() {
        return new OpenAccount(accountPorts(), queueNotice(), settings(), parts.key(), parts.time());
    }

    /** Lets a parent choose the first password with a one-time token. */
    public ActivateAccount activateAccount() {
        return new ActivateAccount(
                parts.stores().unitOfWork(),
                parts.stores().accounts(),
                parts.stores().activations(),
                parts.passwordHasher(),
                parts.passwordPolicy(),
                parts.sessionRevoker(),
                parts.school(),
                checkEntitlement(),
                parts.stores().hostKeys(),
                parts.key(),
                parts.time());
    }

    /** Says what an account's guardian is entitled to now, for hosts with a login of their own. */
    public CheckEntitlement checkEntitlement() {
        return new CheckEntitlement(parts.roster(), parts.school(), parts.time());
    }

    /** Signs a parent in, for hosts without a login of their own. */
    public SignIn signIn() {
        return new SignIn(
                parts.stores().unitOfWork(),
                parts.stores().accounts(),
                limitSignIns(),
                parts.passwordHasher(),
                checkEntitlement(),
                parts.time());
    }

    /** Limits how often passwords are tried. All callers share it. */
    public LimitSignIns limitSignIns() {
        synchronized (this) {
            if (limitSignIns == null) {
                limitSignIns = new LimitSignIns(
                        parts.stores().unitOfWork(),
                        parts.stores().accounts(),
                        parts.stores().failedSignIns(),
                        parts.signInLimit(),
                        parts.key(),
                        parts.time());
            }
            return limitSignIns;
        }
    }

    /** Takes note of a sign-in, for hosts with a login of their own. */
    public RecordSignIn recordSignIn() {
        return new RecordSignIn(
                parts.stores().unitOfWork(), parts.stores().accounts(), checkEntitlement(), parts.time());
    }

    /** Lets a parent who knows the present password choose another. */
    public ChoosePassword choosePassword() {
        return new ChoosePassword(
                parts.stores().unitOfWork(),
                parts.stores().accounts(),
                limitSignIns(),
                parts.passwordHasher(),
                parts.passwordPolicy(),
                parts.sessionRevoker(),
                parts.school(),
                checkEntitlement(),
                parts.time());
    }

    /** Sends credentials again. */
    public ResendCredentials resendCredentials() {
        return new ResendCredentials(accountPorts(), queueNotice(), settings(), parts.key(), parts.time());
    }

    /** Takes over accounts from an older system. */
    public MigrateAccounts migrateAccounts() {
        return new MigrateAccounts(accountPorts(), settings(), parts.passwordHasher(), parts.key(), parts.time());
    }

    /** Says how the accounts stand. */
    public CheckAccounts checkAccounts() {
        return new CheckAccounts(accountPorts(), settings(), parts.time());
    }

    /** Says of each account whether it is valid. */
    public ValidateAccounts validateAccounts() {
        return new ValidateAccounts(accountPorts(), settings(), parts.time());
    }

    /** Lists accounts that share an address. */
    public PossibleDuplicates possibleDuplicates() {
        return new PossibleDuplicates(accountPorts());
    }

    /** Deactivates accounts without a pupil once their grace is over. */
    public CleanUpOrphans cleanUpOrphans() {
        return new CleanUpOrphans(accountPorts(), queueNotice(), settings(), parts.key(), parts.time());
    }

    /** Closes one account. */
    public DeactivateAccount deactivateAccount() {
        return new DeactivateAccount(accountPorts(), parts.time());
    }

    /** Takes a deactivated account back. */
    public ReactivateAccount reactivateAccount() {
        return new ReactivateAccount(accountPorts());
    }

    /** Finds the account that a person means. */
    public FindAccount findAccount() {
        return new FindAccount(accountPorts());
    }

    /** Counts how far the school has come with its accounts. */
    public AccountStatistics accountStatistics() {
        return new AccountStatistics(accountPorts(), settings(), parts.time());
    }

    /** Queues one message, written by a person, to one parent. */
    public NotifyParent notifyParent() {
        return new NotifyParent(accountPorts(), queueNotice(), checkEntitlement(), addressing(), parts.time());
    }

    /** Keeps the database and the host key together. */
    public MaintainHostKey maintainHostKey() {
        return new MaintainHostKey(accountPorts(), settings(), parts.key(), parts.time());
    }

    /** Writes all accounts into a CSV file. */
    public ExportAccounts exportAccounts() {
        return new ExportAccounts(accountPorts(), new CsvExport());
    }

    /** Reads such a file back. */
    public ReadAccountExport exportedAccounts() {
        return new ReadAccountExport(new CsvExport());
    }

    /** Writes letters to those who have no other channel. */
    public WriteLetters writeLetters() {
        return new WriteLetters(accountPorts(), parts.renderer(), settings(), parts.key(), parts.time());
    }

    // Personal data

    /** Erases a guardian, or a user of the network, at their wish. */
    public ErasePerson erasePerson() {
        return new ErasePerson(
                accountPorts(),
                parts.users(),
                parts.stores().rosterStore(),
                parts.stores().outbox(),
                parts.stores().personalData(),
                erasures(),
                parts.time());
    }

    /** Deletes data about people once its time is over. */
    public ApplyRetention applyRetention() {
        return new ApplyRetention(
                parts.stores().unitOfWork(),
                parts.stores().leases(),
                parts.stores().retention(),
                forgetUsageEvents(),
                parts.retention(),
                parts.time());
    }

    /** Gives a person all that is kept about them. */
    public ExportPerson exportPerson() {
        return new ExportPerson(
                accountPorts(),
                parts.users(),
                parts.stores().outbox(),
                parts.stores().personalData(),
                parts.time());
    }

    // Quotas

    /** Fills Cartable's own relation of users of the network. */
    public SaveUsers saveUsers() {
        return new SaveUsers(
                parts.stores().unitOfWork(),
                parts.users(),
                parts.stores().userStore(),
                parts.stores().rosterStore(),
                erased(Erasures::users)::apply);
    }

    /** Makes and changes profiles. */
    public EditProfiles editProfiles() {
        return new EditProfiles(quotaPorts(), parts.time());
    }

    /** Gives users, promotions or everybody a profile. */
    public AssignProfile assignProfile() {
        return new AssignProfile(quotaPorts(), parts.quotas(), parts.calendar(), parts.time());
    }

    /** Counts what users have used. */
    public RecordUsage recordUsage() {
        return new RecordUsage(quotaPorts(), parts.quotas(), parts.calendar(), parts.time());
    }

    /** Counts use before it happens, if there is room for it. */
    public ConsumeUsage consumeUsage() {
        synchronized (this) {
            if (consume == null) {
                consume = new ConsumeUsage(
                        quotaPorts(), parts.quotas(), parts.calendar(), parts.time(), parts.anyThread());
            }
            return consume;
        }
    }

    /**
     * Counts use before it happens in the memory of this process. All callers share the meters, and a flush writes what all of
     * them have used on the caller's thread.
     *
     * @throws IllegalStateException without {@link CartableBuilder#anyThread}: with a data source that depends on the thread,
     *     use would be written to another tenant's tables
     */
    public MeterUsage meterUsage() {
        if (!parts.anyThread()) {
            throw new IllegalStateException(
                    "meters are shared by all threads, and this Cartable may use its stores only on the"
                            + " caller's thread; nothing was counted. Build it with anyThread(true), or set cartable.any-thread=true, if"
                            + " the data source does not depend on the thread; otherwise use consumeUsage()");
        }
        synchronized (this) {
            if (meter == null) {
                meter = new MeterUsage(parts.stores().unitOfWork(), checkAllowance(), recordUsage(), parts.time());
            }
            return meter;
        }
    }

    /** Says what a user may use now. */
    public CheckAllowance checkAllowance() {
        return new CheckAllowance(quotaPorts(), parts.quotas(), parts.calendar(), parts.time());
    }

    /** Resets counters. */
    public ResetUsage resetUsage() {
        return new ResetUsage(quotaPorts(), parts.quotas(), parts.calendar(), parts.time());
    }

    /** Counts what access servers tell of sessions. */
    public RecordSessions recordSessions() {
        return new RecordSessions(sessionPorts(), parts.quotas(), parts.calendar(), parts.time());
    }

    /** Lets users begin sessions. */
    public AdmitSession admitSession() {
        return new AdmitSession(sessionPorts(), parts.quotas(), parts.calendar(), checkAllowance(), parts.time());
    }

    /** Frees sessions of which nothing was heard. */
    public CloseStaleSessions closeStaleSessions() {
        return new CloseStaleSessions(sessionPorts(), parts.quotas(), parts.calendar(), parts.time());
    }

    /** Shows sessions. */
    public ReadSessions readSessions() {
        return new ReadSessions(parts.stores().sessions());
    }

    /** Says how profiles are used. */
    public ProfileStatistics profileStatistics() {
        return new ProfileStatistics(
                quotaPorts(), parts.stores().usageStatistics(), parts.quotas(), parts.calendar(), parts.time());
    }

    /** Brings over what an older system has counted. */
    public MigrateUsage migrateUsage() {
        return new MigrateUsage(
                quotaPorts(),
                parts.stores().migrations(),
                parts.stores().usageLedger(),
                parts.quotas(),
                parts.calendar(),
                parts.time());
    }

    /** Proves counters, and mends them. */
    public AuditUsage auditUsage() {
        return new AuditUsage(
                quotaPorts(), parts.stores().usageLedger(), parts.quotas(), parts.calendar(), parts.time());
    }

    /** Forgets events of long ago. */
    public ForgetUsageEvents forgetUsageEvents() {
        return new ForgetUsageEvents(parts.stores().unitOfWork(), parts.stores().usage(), parts.quotas(), parts.time());
    }

    /** Says who held which profile and when. */
    public ReadProfileHistory readProfileHistory() {
        return new ReadProfileHistory(parts.stores().profiles());
    }

    // Alerts

    /** Makes and changes alerts. */
    public EditAlerts editAlerts() {
        return new EditAlerts(alertPorts(), parts.time());
    }

    /** Looks which alerts fire. */
    public EvaluateAlerts evaluateAlerts() {
        return new EvaluateAlerts(
                alertPorts(),
                checkAllowance(),
                queueNotice(),
                parts.renderer(),
                parts.calendar(),
                parts.school(),
                addressing(),
                parts.time());
    }

    /** Tells supervisors which alerts fired. */
    public SendDigests sendDigests() {
        return new SendDigests(alertPorts(), queueNotice(), parts.school(), addressing(), parts.time());
    }

    // Messages

    /** Sends what is queued and due. */
    public DispatchNotices dispatchNotices() {
        synchronized (this) {
            if (dispatch == null) {
                dispatch = new DispatchNotices(
                        parts.stores().unitOfWork(),
                        parts.stores().outbox(),
                        couriers(),
                        noticeTypes(),
                        parts.renderer(),
                        parts.time(),
                        parts.dispatch(),
                        parts.anyThread());
            }
            return dispatch;
        }
    }

    /** Queues messages of the host's own kinds. */
    public QueueNotice queueNotice() {
        return new QueueNotice(parts.stores().outbox());
    }

    /** Lets an administrator word the messages. */
    public EditTemplates editTemplates() {
        TemplateRenderer templates = parts.templates();
        return new EditTemplates(
                parts.stores().unitOfWork(), parts.stores().templates(), templates, templates, noticeTypes());
    }

    /** Lists what waits and what became of the rest. */
    public ListNotices listNotices() {
        return new ListNotices(parts.stores().outbox());
    }

    /** Reads what people find in the application itself. */
    public ReadInbox readInbox() {
        return new ReadInbox(parts.stores().unitOfWork(), parts.stores().inbox(), parts.time());
    }

    /** The settings that the account use cases go by. */
    public AccountSettings settings() {
        return parts.accountSettings();
    }

    /** The host's couriers, and the one for messages in the application. */
    private List<Courier> couriers() {
        List<Courier> couriers = new ArrayList<>(parts.couriers());
        if (couriers.stream().noneMatch(courier -> courier.channel().equals(Channel.IN_APP))) {
            couriers.add(
                    new InAppCourier(parts.stores().unitOfWork(), parts.stores().inbox(), parts.time()));
        }
        return couriers;
    }

    /** Decides where a person is notified. */
    public Addressing addressing() {
        return new Addressing(parts.preferences());
    }

    /** One type for each kind of notice, ours and the host's. */
    private List<NoticeType> noticeTypes() {
        List<NoticeType> types = new ArrayList<>(parts.noticeTypes());
        if (parts.hasKey()) {
            for (FirstCredential first : FirstCredential.values()) {
                types.add(new CredentialNotice(
                        first,
                        accountPorts(),
                        settings(),
                        parts.key(),
                        checkEntitlement(),
                        addressing(),
                        parts.time()));
            }
        }
        types.add(new AlertNotice(
                alertPorts(),
                checkAllowance(),
                parts.calendar(),
                parts.school(),
                parts.time(),
                addressing(),
                parts.stores().outbox()));
        types.add(new DigestNotice(alertPorts(), parts.school(), addressing()));
        types.add(new ParentNotice(parts.stores().accounts(), parts.school(), checkEntitlement(), addressing()));
        return types;
    }

    private QuotaPorts quotaPorts() {
        Stores stores = parts.stores();
        return new QuotaPorts(stores.unitOfWork(), stores.leases(), parts.users(), stores.profiles(), stores.usage());
    }

    private SessionPorts sessionPorts() {
        Stores stores = parts.stores();
        return new SessionPorts(quotaPorts(), stores.sessions(), stores.usageLedger());
    }

    private AlertPorts alertPorts() {
        return new AlertPorts(quotaPorts(), parts.stores().alerts(), parts.templates());
    }

    private AccountPorts accountPorts() {
        Stores stores = parts.stores();
        return new AccountPorts(
                stores.unitOfWork(),
                stores.leases(),
                parts.roster(),
                stores.accounts(),
                stores.activations(),
                stores.usernames(),
                stores.tombstones(),
                stores.hostKeys(),
                parts.temporaryPasswordHasher(),
                parts.sessionRevoker());
    }

    /**
     * Flushes the meters, if they were used, and lets go of the connections to mail servers: of each, also where another one
     * fails. The first failure is thrown at the end, with the others as suppressed.
     */
    @Override
    public void close() {
        MeterUsage used;
        synchronized (this) {
            used = meter;
        }
        List<Runnable> steps = new ArrayList<>();
        if (used != null) {
            steps.add(used::close);
        }
        parts.couriers().forEach(courier -> steps.add(courier::release));
        RuntimeException failure = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
