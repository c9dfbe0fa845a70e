package dev.cartable;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.HostKeyGuard;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.account.port.SessionRevoker;
import dev.cartable.alert.port.AlertStores;
import dev.cartable.audit.port.AuditStores;
import dev.cartable.backup.model.BackupSettings;
import dev.cartable.backup.port.ArchiveEncryption;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.billing.model.BillingSettings;
import dev.cartable.billing.port.BillingStores;
import dev.cartable.document.model.GradingRules;
import dev.cartable.document.port.DocumentStores;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.Placeholders;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.model.BounceSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.port.AnswerReceiver;
import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.DispatchListener;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.privacy.model.RetentionPeriods;
import dev.cartable.privacy.port.PrivacyStores;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.UsageListener;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStores;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.school.port.Grades;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.PhoneNumbers;
import dev.cartable.school.port.RecordStores;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.school.port.StudySessions;
import dev.cartable.school.port.Subscriptions;
import dev.cartable.school.port.Supervisors;
import dev.cartable.school.port.Users;
import dev.cartable.school.port.WeeklyPlans;
import dev.cartable.task.Task;
import dev.cartable.task.TaskSettings;
import dev.cartable.task.port.Alarms;
import dev.cartable.task.port.TaskStores;
import dev.cartable.work.CurrentActor;
import dev.cartable.work.HostKey;
import dev.cartable.work.LocalInstance;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Cartable} together from what a host has. Only {@link #stores} and {@link #zone} are needed by all; each use case
 * names what else it lacks. It can be used again for another school: what it has built stays as it was. Not safe for use by several
 * threads.
 */
public final class CartableBuilder implements Cloneable {
    @Nullable
    SchoolStores schoolStores;

    @Nullable
    RecordStores recordStores;

    @Nullable
    NoticeStores noticeStores;

    @Nullable
    AccountStores accountStores;

    @Nullable
    QuotaStores quotaStores;

    @Nullable
    AlertStores alertStores;

    @Nullable
    ReminderStores reminderStores;

    ReminderSettings reminders = ReminderSettings.defaults();
    List<ReminderRule<?>> reminderRules = List.of();
    Supplier<? extends Collection<? extends ReminderRule<?>>> laterReminderRules = List::of;

    @Nullable
    Set<Channel> reminderChannels;

    @Nullable
    PrivacyStores privacyStores;

    @Nullable
    TaskStores taskStores;

    @Nullable
    DocumentStores documentStores;

    @Nullable
    DocumentVault documentVault;

    @Nullable
    BillingStores billingStores;

    @Nullable
    BillingSettings billing;

    @Nullable
    AuditStores auditStores;

    CurrentActor actor = CurrentActor.APPLICATION;

    @Nullable
    ReportCardRenderer reportCardRenderer;

    @Nullable
    InvoiceRenderer invoiceRenderer;

    boolean attachesReportCards;
    boolean attachesInvoices;

    @Nullable
    Roster roster;

    @Nullable
    HostKey key;

    boolean checkKeyAtUse;

    @Nullable
    ZoneId zone;

    @Nullable
    Renderer renderer;

    @Nullable
    PasswordHasher passwordHasher;

    @Nullable
    URI activationPage;

    @Nullable
    URI publicUrl;

    int answerDays = 30;
    AnswerReceiver answerReceiver = AnswerReceiver.NONE;
    String schoolName = School.FIRST_TRY_NAME;
    Locale language = Locale.FRENCH;
    SessionRevoker sessionRevoker = account -> {};
    PasswordPolicy passwordPolicy = PasswordPolicy.defaults();
    SignInLimit signInLimit = SignInLimit.defaults();
    DispatchSettings dispatch = DispatchSettings.defaults();

    SendingMode speak = SendingMode.everyone();

    @Nullable
    LocalInstance instance;

    @Nullable
    String quietHours;

    InstantSource time = InstantSource.system();
    boolean anyThread;
    UnaryOperator<AccountSettings> accounts = UnaryOperator.identity();
    QuotaSettings quotas = QuotaSettings.defaults();
    RetentionPeriods retention = RetentionPeriods.defaults();

    @Nullable
    Users users;

    @Nullable
    StudySessions studySessions;

    @Nullable
    WeeklyPlans weeklyPlans;

    @Nullable
    Grades grades;

    GradingRules gradingRules = GradingRules.defaults();

    @Nullable
    Subscriptions subscriptions;

    @Nullable
    Invoices invoices;

    @Nullable
    Absences absences;

    @Nullable
    CalendarSource calendar;

    @Nullable
    Supervisors supervisors;

    List<Courier> couriers = List.of();
    List<NoticeType> noticeTypes = List.of();
    MailDesign mailDesign = MailDesign.defaults();

    @Nullable
    Preferences preferences;

    PreferenceSettings preferenceSettings = PreferenceSettings.defaults();
    PhoneNumbers phoneNumbers = PhoneNumbers.NONE;
    Fallbacks fallbacks = Fallbacks.defaults();
    OptionalInt smsBudget = OptionalInt.empty();
    BounceSettings bounces = BounceSettings.defaults();

    @Nullable
    BounceMailbox bounceMailbox;

    List<Task> tasks = List.of();
    Supplier<? extends Collection<? extends Task>> laterTasks = List::of;
    UnaryOperator<TaskSettings> taskSettings = UnaryOperator.identity();
    Alarms alarms = new LogAlarms();
    UnaryOperator<Task> taskDecorator = UnaryOperator.identity();
    UnaryOperator<Alarms> alarmDecorator = UnaryOperator.identity();
    UnaryOperator<Courier> courierDecorator = UnaryOperator.identity();
    DispatchListener dispatchListener = DispatchListener.NONE;
    UsageListener usageListener = UsageListener.NONE;

    @Nullable
    EmailAddress alarmsTo;

    @Nullable
    BackupVault backupVault;

    @Nullable
    OffsiteVault offsiteVault;

    @Nullable
    DatabaseDump databaseDump;

    @Nullable
    BackupVault safetyVault;

    @Nullable
    DatabaseRestore databaseRestore;

    List<StagedDatabaseStep> stagedDatabaseSteps = List.of();

    @Nullable
    StagedStores stagedStores;

    @Nullable
    ArchiveEncryption archiveEncryption;

    UnaryOperator<BackupSettings> backups = UnaryOperator.identity();
    List<BackupHook> backupHooks = List.of();

    CartableBuilder() {}

    /** Where everything is kept. A host that uses only some contexts gives only their stores instead. */
    public CartableBuilder stores(Stores stores) {
        requireNonNull(stores, "stores");
        return schoolStores(stores)
                .recordStores(stores)
                .noticeStores(stores)
                .accountStores(stores)
                .quotaStores(stores)
                .alertStores(stores)
                .reminderStores(stores)
                .privacyStores(stores)
                .taskStores(stores)
                .documentStores(stores)
                .billingStores(stores)
                .auditStores(stores);
    }

    /** Where the people of the school are kept. Over the same resource as all other stores. */
    public CartableBuilder schoolStores(SchoolStores stores) {
        this.schoolStores = requireNonNull(stores, "stores");
        return this;
    }

    /**
     * Where study sessions, weekly plans, subscriptions, invoices, absences, grades and the calendar are kept. Over the same resource as all
     * other stores.
     */
    public CartableBuilder recordStores(RecordStores stores) {
        this.recordStores = requireNonNull(stores, "stores");
        return this;
    }

    /** Where messages are kept. Over the same resource as all other stores. */
    public CartableBuilder noticeStores(NoticeStores stores) {
        this.noticeStores = requireNonNull(stores, "stores");
        return this;
    }

    /** Where accounts are kept. Over the same resource as all other stores. */
    public CartableBuilder accountStores(AccountStores stores) {
        this.accountStores = requireNonNull(stores, "stores");
        return this;
    }

    /** Where profiles and use are kept. Over the same resource as all other stores. */
    public CartableBuilder quotaStores(QuotaStores stores) {
        this.quotaStores = requireNonNull(stores, "stores");
        return this;
    }

    /** Where alerts are kept. Over the same resource as all other stores. */
    public CartableBuilder alertStores(AlertStores stores) {
        this.alertStores = requireNonNull(stores, "stores");
        return this;
    }

    /** Where personal data is found and deleted. Over the same resource as all other stores. */
    public CartableBuilder privacyStores(PrivacyStores stores) {
        this.privacyStores = requireNonNull(stores, "stores");
        return this;
    }

    /** Where it is kept which tasks have run. Over the same resource as all other stores. */
    public CartableBuilder taskStores(TaskStores stores) {
        this.taskStores = requireNonNull(stores, "stores");
        return this;
    }

    /** Where it is kept which documents were made. Over the same resource as all other stores. */
    public CartableBuilder documentStores(DocumentStores stores) {
        this.documentStores = requireNonNull(stores, "stores");
        return this;
    }

    /** Where invoices are kept that Cartable issues. Over the same resource as all other stores. */
    public CartableBuilder billingStores(BillingStores stores) {
        this.billingStores = requireNonNull(stores, "stores");
        return this;
    }

    /** Where the audit trail is kept. Over the same resource as all other stores. Default: no trail is kept. */
    public CartableBuilder auditStores(AuditStores stores) {
        this.auditStores = requireNonNull(stores, "stores");
        return this;
    }

    /**
     * Says who acts, and from where, for the audit trail. Default: the application itself. Use cases that are told who acts record that
     * name.
     */
    public CartableBuilder actor(CurrentActor current) {
        this.actor = requireNonNull(current, "current");
        return this;
    }

    /**
     * The school issues its invoices with Cartable: they are drafted, numbered and paid here, and reminders and documents read them in place
     * of {@link #invoices}. Default: the host has its own invoices.
     */
    public CartableBuilder issuesInvoices(BillingSettings settings) {
        this.billing = requireNonNull(settings, "settings");
        return this;
    }

    /** Where the files of documents are. Without it, no document is made. */
    public CartableBuilder documentVault(DocumentVault vault) {
        this.documentVault = requireNonNull(vault, "vault");
        return this;
    }

    /** What writes report cards as files, such as PDF. Without it, none is made. */
    public CartableBuilder reportCardRenderer(ReportCardRenderer renderer) {
        this.reportCardRenderer = requireNonNull(renderer, "renderer");
        return this;
    }

    /**
     * Whether mails about report cards carry them as an attachment, too. Default: they do not, since a mail is as private as the account
     * that it goes to.
     */
    public CartableBuilder attachReportCards(boolean attached) {
        this.attachesReportCards = attached;
        return this;
    }

    /** What writes invoices, credit notes, receipts and statements as files, such as PDF. Without it, none is made. */
    public CartableBuilder invoiceRenderer(InvoiceRenderer renderer) {
        this.invoiceRenderer = requireNonNull(renderer, "renderer");
        return this;
    }

    /**
     * Whether mails about invoices, and reminders of payments, carry the recipient's own document of the invoice, where it is stored and
     * shows what is true. Default: they do not, since a mail is as private as the account that it goes to.
     */
    public CartableBuilder attachInvoices(boolean attached) {
        this.attachesInvoices = attached;
        return this;
    }

    /** Where it is kept what became of reminders. Over the same resource as all other stores. */
    public CartableBuilder reminderStores(ReminderStores stores) {
        this.reminderStores = requireNonNull(stores, "stores");
        return this;
    }

    /** What the school decides about its reminders; nothing but the defaults if this is not called. */
    public CartableBuilder reminders(UnaryOperator<ReminderSettings> change) {
        this.reminders = requireNonNull(change.apply(reminders), "change");
        return this;
    }

    /** Adds a rule of the host's to Cartable's own. */
    public CartableBuilder reminderRule(ReminderRule<?> rule) {
        this.reminderRules = plus(reminderRules, requireNonNull(rule, "rule"));
        return this;
    }

    /**
     * By which channels people are reminded, as far as a rule uses them. Default: those of the {@linkplain #courier couriers}. Name
     * {@link Channel#IN_APP} if the application shows people their inbox; messages for a channel without a courier wait for one.
     */
    public CartableBuilder reminderChannels(Set<Channel> channels) {
        this.reminderChannels = Set.copyOf(channels);
        return this;
    }

    /** Rules of the host that are looked for when rules are first used, such as those that need this Cartable themselves. */
    public CartableBuilder reminderRulesFrom(Supplier<? extends Collection<? extends ReminderRule<?>>> source) {
        this.laterReminderRules = requireNonNull(source, "source");
        return this;
    }

    /** Where guardians and pupils are read. Default: the roster of the {@link #stores}. */
    public CartableBuilder roster(Roster roster) {
        this.roster = requireNonNull(roster, "roster");
        return this;
    }

    /** Serves one channel; one courier for each. Without any, messages wait. Messages in the application need none. */
    public CartableBuilder courier(Courier courier) {
        this.couriers = plus(couriers, requireNonNull(courier, "courier"));
        return this;
    }

    /** The host's secret, from which tokens are derived. All nodes need the same key. */
    public CartableBuilder key(HostKey key) {
        this.key = requireNonNull(key, "key");
        return this;
    }

    /**
     * Lets {@link #build} succeed where the database was written with another host key: then only what derives from the key is
     * refused, each time it is called, and messages that need the key wait. Default: {@link #build} refuses, before anything is
     * done.
     */
    public CartableBuilder checkKeyAtUse() {
        this.checkKeyAtUse = true;
        return this;
    }

    /** Where the school's days begin and end. */
    public CartableBuilder zone(ZoneId zone) {
        this.zone = requireNonNull(zone, "zone");
        return this;
    }

    /** How the school signs its messages. Default: Cartable, for a first try. */
    public CartableBuilder school(String name) {
        this.schoolName = requireNonNull(name, "name");
        return this;
    }

    /** What to write in where a person's language is not known. Default: French. */
    public CartableBuilder language(Locale language) {
        this.language = requireNonNull(language, "language");
        return this;
    }

    /** The page of the host's portal where parents activate their accounts. Default: a page on localhost, for a first try. */
    public CartableBuilder activationPage(URI page) {
        this.activationPage = requireNonNull(page, "page");
        return this;
    }

    /**
     * Where the application answers from the web, such as {@code https://portal.example.org/school}: what links in messages begin with,
     * such as those by which people decline notices or answer them. Default: none, so that no message has such a link.
     *
     * @throws IllegalArgumentException if it is no {@code https} address, or has a query or a fragment
     */
    public CartableBuilder publicUrl(URI url) {
        if (!"https".equalsIgnoreCase(url.getScheme())
                || url.getHost() == null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw new IllegalArgumentException("'" + url + "' is not the public address of an application: write it as"
                    + " https://portal.example.org, without a query; mail programs accept links to https only");
        }
        this.publicUrl = url;
        return this;
    }

    /**
     * For how many days a person can answer by the link in a notice, from 1 to 365, counted from when it was queued, and never for longer
     * than the details of messages are kept. Default: 30.
     */
    public CartableBuilder answerDays(int days) {
        if (days < 1 || days > 365) {
            throw new IllegalArgumentException("notices cannot be answered for " + days + " days: 1 to 365");
        }
        this.answerDays = days;
        return this;
    }

    /** Where the host learns what people have answered to notices. Default: it reads the answers by {@code notices().answers()}. */
    public CartableBuilder answerReceiver(AnswerReceiver receiver) {
        this.answerReceiver = requireNonNull(receiver, "receiver");
        return this;
    }

    /** Changes the settings of accounts. Default: those of {@link AccountSettings#of}. */
    public CartableBuilder accounts(UnaryOperator<AccountSettings> change) {
        this.accounts = requireNonNull(change, "change");
        return this;
    }

    /** Changes how messages are sent. Default: {@link DispatchSettings#defaults()}. */
    public CartableBuilder dispatch(DispatchSettings settings) {
        this.dispatch = requireNonNull(settings, "settings");
        return this;
    }

    /**
     * The hours in which messages that can wait are not sent, in the school's zone, such as {@code 21:00-07:00}. Default: never.
     *
     * @throws IllegalArgumentException from {@link #build} if they are written otherwise
     */
    public CartableBuilder quietHours(String hours) {
        this.quietHours = requireNonNull(hours, "hours");
        return this;
    }

    /** Whom messages are sent to. Default: {@link SendingMode#everyone()}. */
    public CartableBuilder speak(SendingMode mode) {
        this.speak = requireNonNull(mode, "mode");
        return this;
    }

    /**
     * Where this installation keeps its id, by which it recognises a database that was copied from another one: then nothing is sent until
     * a person decides. For one database. Default: nowhere, so that each start takes on the id of the database that it finds.
     */
    public CartableBuilder instance(LocalInstance instance) {
        this.instance = requireNonNull(instance, "instance");
        return this;
    }

    /** How use of the network is counted. Default: {@link QuotaSettings#defaults()}. */
    public CartableBuilder quotas(QuotaSettings settings) {
        this.quotas = requireNonNull(settings, "settings");
        return this;
    }

    /** How long data about people is kept. Default: {@link RetentionPeriods#defaults()}. */
    public CartableBuilder retention(RetentionPeriods periods) {
        this.retention = requireNonNull(periods, "periods");
        return this;
    }

    /** Where study sessions are read. Default: those of the {@link #recordStores}. */
    public CartableBuilder studySessions(StudySessions sessions) {
        this.studySessions = requireNonNull(sessions, "sessions");
        return this;
    }

    /** Where weekly plans are read. Default: those of the {@link #recordStores}. */
    public CartableBuilder weeklyPlans(WeeklyPlans plans) {
        this.weeklyPlans = requireNonNull(plans, "plans");
        return this;
    }

    /** Where grades are read. Default: those of the {@link #recordStores}. */
    public CartableBuilder grades(Grades source) {
        this.grades = requireNonNull(source, "source");
        return this;
    }

    /** How grades count. Default: {@link GradingRules#defaults()}, points out of 20. */
    public CartableBuilder gradingRules(GradingRules rules) {
        this.gradingRules = requireNonNull(rules, "rules");
        return this;
    }

    /** Where subscriptions are read. Default: those of the {@link #recordStores}. */
    public CartableBuilder subscriptions(Subscriptions subscriptions) {
        this.subscriptions = requireNonNull(subscriptions, "subscriptions");
        return this;
    }

    /** Where invoices are read. Default: those of the {@link #recordStores}. */
    public CartableBuilder invoices(Invoices invoices) {
        this.invoices = requireNonNull(invoices, "invoices");
        return this;
    }

    /** Where absences are read. Default: those of the {@link #recordStores}. */
    public CartableBuilder absences(Absences absences) {
        this.absences = requireNonNull(absences, "absences");
        return this;
    }

    /**
     * Where the school's years, terms and holidays are read. Default: the calendar of the {@link #recordStores}; without them, an
     * empty one. Quotas see a change of its terms within a minute.
     */
    public CartableBuilder calendar(CalendarSource calendar) {
        this.calendar = requireNonNull(calendar, "calendar");
        return this;
    }

    /** Where users of the network are read. Default: the users of the {@link #stores}. */
    public CartableBuilder users(Users users) {
        this.users = requireNonNull(users, "users");
        return this;
    }

    /** The staff who supervise each promotion. Default: the supervisors that are notified of its alerts. */
    public CartableBuilder supervisors(Supervisors supervisors) {
        this.supervisors = requireNonNull(supervisors, "supervisors");
        return this;
    }

    /** Hashes passwords. Default: PBKDF2. */
    public CartableBuilder passwordHasher(PasswordHasher hasher) {
        this.passwordHasher = requireNonNull(hasher, "hasher");
        return this;
    }

    /** What a password must be. Default: {@link PasswordPolicy#defaults()}. */
    public CartableBuilder passwordPolicy(PasswordPolicy policy) {
        this.passwordPolicy = requireNonNull(policy, "policy");
        return this;
    }

    /** How often a password may be tried. Default: {@link SignInLimit#defaults()}. */
    public CartableBuilder signInLimit(SignInLimit limit) {
        this.signInLimit = requireNonNull(limit, "limit");
        return this;
    }

    /** Ends the host's sessions. Default: none, for hosts that compare the credential's revision at each request. */
    public CartableBuilder sessionRevoker(SessionRevoker revoker) {
        this.sessionRevoker = requireNonNull(revoker, "revoker");
        return this;
    }

    /**
     * Whether the stores, the roster and the couriers may be used on any thread. Only then does Cartable use them on threads of its
     * own, all of them daemons: for each further connection to a mail server, and to read the next guardians while it decides about
     * those before them, or writes their accounts. And only then does one caller's thread work for others: {@link
     * dev.cartable.quota.Quotas#consume} answers those who ask at the same moment in one transaction, and {@link
     * dev.cartable.quota.Quotas#meter} can be used. Default: no. Each call stays on its caller's thread, as a data source needs that
     * depends on the thread, such as one that is chosen by tenant.
     */
    public CartableBuilder anyThread(boolean allowed) {
        this.anyThread = allowed;
        return this;
    }

    /** A kind of notice that the host adds: its variables, and when it is still true. One for each kind. */
    public CartableBuilder noticeType(NoticeType type) {
        this.noticeTypes = plus(noticeTypes, requireNonNull(type, "type"));
        return this;
    }

    /** How mails look: layout, colour, logo, whom to ask. Default: {@link MailDesign#defaults()}. */
    public CartableBuilder mailDesign(MailDesign design) {
        this.mailDesign = requireNonNull(design, "design");
        return this;
    }

    /**
     * What people want, and addresses that no longer work, for a host that keeps that itself. Default: Cartable's own {@link
     * dev.cartable.notice.port.PreferenceStore}, which then is the one that {@link dev.cartable.notice.Notices#preferences} changes.
     */
    public CartableBuilder preferences(Preferences preferences) {
        this.preferences = requireNonNull(preferences, "preferences");
        return this;
    }

    /**
     * How many segments of short messages may go on one of the school's days, on all nodes together; messages beyond it wait for
     * the next day. Codes that people request use a fifth of it at most, or ten segments if that is more. Default: no limit.
     */
    public CartableBuilder smsBudget(int segmentsPerDay) {
        if (segmentsPerDay < 1) {
            throw new IllegalArgumentException("a budget of " + segmentsPerDay + " segments a day lets no message go");
        }
        this.smsBudget = OptionalInt.of(segmentsPerDay);
        return this;
    }

    /** How telephone numbers are read. Default: none are, so that no short message is sent. */
    public CartableBuilder phoneNumbers(PhoneNumbers phoneNumbers) {
        this.phoneNumbers = requireNonNull(phoneNumbers, "phoneNumbers");
        return this;
    }

    /**
     * By which further channels people are notified whom the channels of a kind do not reach, as far as a courier or
     * {@link #reminderChannels} serves them. Default: by short message.
     */
    public CartableBuilder fallbacks(Fallbacks fallbacks) {
        this.fallbacks = requireNonNull(fallbacks, "fallbacks");
        return this;
    }

    /** Where mail servers' reports are read, by the task {@code bounce-reading}. Without it, there is no such task. */
    public CartableBuilder bounceMailbox(BounceMailbox mailbox) {
        this.bounceMailbox = requireNonNull(mailbox, "mailbox");
        return this;
    }

    /** After how many soft bounces an address gets no more e-mail. Default: {@link BounceSettings#defaults()}. */
    public CartableBuilder bounces(BounceSettings settings) {
        this.bounces = requireNonNull(settings, "settings");
        return this;
    }

    /** What people cannot decline, and what says little where others may read it. Default: {@link PreferenceSettings#defaults()}. */
    public CartableBuilder preferenceSettings(PreferenceSettings settings) {
        this.preferenceSettings = requireNonNull(settings, "settings");
        return this;
    }

    /** Where backups are kept. Without it, there are none. */
    public CartableBuilder backupVault(BackupVault vault) {
        this.backupVault = requireNonNull(vault, "vault");
        return this;
    }

    /** The second place, to which backups are copied. Without it, they are in the vault alone. */
    public CartableBuilder offsiteVault(OffsiteVault vault) {
        this.offsiteVault = requireNonNull(vault, "vault");
        return this;
    }

    /** Dumps the host's database for backups. Without it, only media can be backed up. */
    public CartableBuilder databaseDump(DatabaseDump dump) {
        this.databaseDump = requireNonNull(dump, "dump");
        return this;
    }

    /** Restores the host's database. Without it, only media can be restored. */
    public CartableBuilder databaseRestore(DatabaseRestore restore) {
        this.databaseRestore = requireNonNull(restore, "restore");
        return this;
    }

    /** Changes a restored database before it takes the live one's place, after Cartable's own steps and the migrations; in the order of these calls. */
    public CartableBuilder stagedDatabaseStep(StagedDatabaseStep step) {
        this.stagedDatabaseSteps = plus(stagedDatabaseSteps, requireNonNull(step, "step"));
        return this;
    }

    /**
     * Where a restore keeps a copy of what it replaces, such as a folder {@code backups_local}: another folder than the vault's. Without it,
     * nothing can be restored.
     */
    public CartableBuilder safetyVault(BackupVault vault) {
        this.safetyVault = requireNonNull(vault, "vault");
        return this;
    }

    /**
     * Changes what belongs to a backup. Default: {@link BackupSettings#of} the {@link #zone}, without media folders. Several changes are
     * made one after the other.
     */
    public CartableBuilder backups(UnaryOperator<BackupSettings> change) {
        UnaryOperator<BackupSettings> before = backups;
        requireNonNull(change, "change");
        this.backups = settings -> change.apply(before.apply(settings));
        return this;
    }

    /**
     * Opens Cartable's stores over a database that a restore has staged. With it, a restore migrates an older backup, erases again who was
     * erased since, and holds messages that wait. Without it, a restore says so and asks.
     */
    public CartableBuilder stagedStores(StagedStores stores) {
        this.stagedStores = requireNonNull(stores, "stores");
        return this;
    }

    /** Encrypts backups to the {@linkplain BackupSettings#recipients public keys} of the settings, and opens them with a private one. */
    public CartableBuilder archiveEncryption(ArchiveEncryption encryption) {
        this.archiveEncryption = requireNonNull(encryption, "encryption");
        return this;
    }

    /** What the host does around a backup. */
    public CartableBuilder backupHook(BackupHook hook) {
        this.backupHooks = plus(backupHooks, requireNonNull(hook, "hook"));
        return this;
    }

    /** A task that the host adds to Cartable's own. */
    public CartableBuilder task(Task task) {
        this.tasks = plus(tasks, requireNonNull(task, "task"));
        return this;
    }

    /** Tasks of the host that are looked for when tasks are first used, such as those that need this Cartable themselves. */
    public CartableBuilder tasksFrom(Supplier<? extends Collection<? extends Task>> source) {
        this.laterTasks = requireNonNull(source, "source");
        return this;
    }

    /** Changes when tasks run. Default: {@link TaskSettings#of} the {@link #zone}. */
    public CartableBuilder tasks(UnaryOperator<TaskSettings> change) {
        this.taskSettings = requireNonNull(change, "change");
        return this;
    }

    /** Where alarms go. Default: the log, as warnings. */
    public CartableBuilder alarms(Alarms alarms) {
        this.alarms = requireNonNull(alarms, "alarms");
        return this;
    }

    /**
     * Puts a decorator around each task, Cartable's own and the host's, as to measure its runs. What decorates last is outermost. A decorator
     * passes on every method of the task.
     */
    public CartableBuilder decorateTasks(UnaryOperator<Task> decorator) {
        this.taskDecorator = outside(decorator, taskDecorator);
        return this;
    }

    /** Puts a decorator around where {@link #alarms} go, as to count them. What decorates last is outermost. */
    public CartableBuilder decorateAlarms(UnaryOperator<Alarms> decorator) {
        this.alarmDecorator = outside(decorator, alarmDecorator);
        return this;
    }

    /**
     * Puts a decorator around each courier, that of the application's inbox too, as to measure what it delivers. What decorates last is
     * outermost. A decorator passes on every method of the courier.
     */
    public CartableBuilder decorateCouriers(UnaryOperator<Courier> decorator) {
        this.courierDecorator = outside(decorator, courierDecorator);
        return this;
    }

    private static <T> UnaryOperator<T> outside(UnaryOperator<T> decorator, UnaryOperator<T> inside) {
        requireNonNull(decorator, "decorator");
        return one -> decorator.apply(inside.apply(one));
    }

    /** Learns what becomes of each notice that is sent, beside those that were given before. */
    public CartableBuilder dispatchListener(DispatchListener listener) {
        requireNonNull(listener, "listener");
        DispatchListener before = dispatchListener;
        this.dispatchListener = (channel, kind, state) -> {
            before.ended(channel, kind, state);
            listener.ended(channel, kind, state);
        };
        return this;
    }

    /** Learns what becomes of the use of the network that is reported, beside those that were given before. */
    public CartableBuilder usageListener(UsageListener listener) {
        requireNonNull(listener, "listener");
        UsageListener before = usageListener;
        this.usageListener = (source, outcome, number) -> {
            before.recorded(source, outcome, number);
            listener.recorded(source, outcome, number);
        };
        return this;
    }

    /**
     * The e-mail address of an administrator, who gets a mail about each kind of alarm and each task, once a local day. {@link #alarms}
     * get every alarm besides. Default: no mail. Needs stores of notices.
     *
     * @throws IllegalArgumentException if it is no address that a message can be sent to
     */
    public CartableBuilder alarmsTo(String address) {
        this.alarmsTo = EmailAddress.of(address);
        return this;
    }

    /** Puts messages into words. Default: templates, the built-in ones and those that were edited, in the {@link #mailDesign}. */
    public CartableBuilder renderer(Renderer renderer) {
        this.renderer = requireNonNull(renderer, "renderer");
        return this;
    }

    /** What the time is. Default: the system's clock. */
    public CartableBuilder time(InstantSource time) {
        this.time = requireNonNull(time, "time");
        return this;
    }

    /**
     * Puts it together.
     *
     * @throws IllegalStateException if stores (unless there is a vault for backups) or the zone are missing, a key is given without stores of accounts, or the stores have
     *     different units of work
     * @throws CartableException if a courier reaches people and {@link #placeholders} are left
     * @throws IllegalStateException if there are two sources of invoices
     * @throws dev.cartable.account.HostKeyMismatchException if the database was written with another host key; nothing is written
     */
    public Cartable build() {
        Parts.require(zone, "zone(...)");
        Parts parts = new Parts(clone());
        parts.requireOneResource();
        parts.dispatchSettings();
        parts.requireStoresForAlarms();
        parts.requireOneSourceOfInvoices();
        parts.placeholders().check();
        if (key != null && !checkKeyAtUse) {
            new HostKeyGuard(key, parts.accountStores().hostKeys()).check();
        }
        return new Cartable(parts);
    }

    /** The parts as they are now. All of them are values, so that a copy of the references is enough. */
    @Override
    protected CartableBuilder clone() {
        try {
            return (CartableBuilder) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("a builder can be copied", e);
        }
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return List.copyOf(longer);
    }

    /**
     * Which settings still have values that only make a first try work: {@link #school}, {@link #activationPage} where accounts
     * start from a link, and those of the {@linkplain #courier couriers}. Needs the {@link #zone}.
     */
    public Placeholders placeholders() {
        return new Parts(clone()).placeholders();
    }
}
