package dev.cartable;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.account.port.SessionRevoker;
import dev.cartable.alert.port.AlertStores;
import dev.cartable.audit.internal.ChainedAuditLog;
import dev.cartable.audit.port.AuditStores;
import dev.cartable.backup.archive.JournalJson;
import dev.cartable.backup.archive.ZipFormat;
import dev.cartable.backup.internal.JournalFormat;
import dev.cartable.backup.model.BackupSettings;
import dev.cartable.backup.port.ArchiveEncryption;
import dev.cartable.backup.port.ArchiveFormat;
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
import dev.cartable.notice.Addressing;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.Placeholders;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.internal.MailThreads;
import dev.cartable.notice.internal.StoredPreferences;
import dev.cartable.notice.internal.SuppressedAddresses;
import dev.cartable.notice.internal.UnsubscribeLinks;
import dev.cartable.notice.model.BounceSettings;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.port.AnswerReceiver;
import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.DispatchListener;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.privacy.model.RetentionPeriods;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.privacy.port.PrivacyStores;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.UsageListener;
import dev.cartable.reminder.Reminders;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStores;
import dev.cartable.school.model.School;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.school.port.Grades;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.RecordStore;
import dev.cartable.school.port.RecordStore.Relation;
import dev.cartable.school.port.RecordStores;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.school.port.StudySessions;
import dev.cartable.school.port.Subscriptions;
import dev.cartable.school.port.Supervisors;
import dev.cartable.school.port.Users;
import dev.cartable.school.port.WeeklyPlans;
import dev.cartable.task.TaskSettings;
import dev.cartable.task.internal.LocalTimes;
import dev.cartable.task.port.TaskStores;
import dev.cartable.work.HostKey;
import dev.cartable.work.RestoreLog;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.WorkStores;
import dev.cartable.work.internal.AuditLog;
import dev.cartable.work.internal.RunTransactions;
import dev.cartable.work.internal.Withdrawals;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a host gave to the builder, with the defaults for the rest; it never changes. A part that is missing is named when it is used.
 * {@link Parts} adds the contexts, and what they take from one another.
 */
abstract class GivenParts {
    final CartableBuilder given;

    private final CachedCalendar cachedCalendar;
    private final SuppressedAddresses suppressed;
    private final @Nullable RunTransactions transactions;
    private volatile @Nullable Map<Kind, Category> categories;

    /** @param given a copy of the builder, which does not change */
    GivenParts(CartableBuilder given) {
        this.given = requireNonNull(given, "given");
        this.cachedCalendar = new CachedCalendar(this::calendarSource, given.time);
        this.suppressed =
                new SuppressedAddresses(wishes(given), () -> noticeStores().bounces(), given.time);
        List<UnitOfWork> resources = resources();
        this.transactions =
                resources.isEmpty() ? null : new RunTransactions(resources.get(0), auditLog(given), given.actor);
    }

    private static AuditLog auditLog(CartableBuilder given) {
        return given.auditStores == null
                ? AuditLog.NONE
                : new ChainedAuditLog(given.auditStores.audit(), given.key, given.time);
    }

    /** Stores of different resources cannot share a transaction. Backups need none. */
    void requireOneResource() {
        List<UnitOfWork> resources = resources();
        require(resources.isEmpty() && given.backupVault == null ? null : resources, "stores(...)");
        if (resources.size() > 1) {
            throw new IllegalStateException("the stores have " + resources.size() + " units of work: " + resources
                    + "; give stores that share one, since a message is queued in the transaction of what causes it");
        }
    }

    private List<UnitOfWork> resources() {
        return Stream.<@Nullable WorkStores>of(
                        given.schoolStores,
                        given.noticeStores,
                        given.accountStores,
                        given.quotaStores,
                        given.alertStores,
                        given.reminderStores,
                        given.recordStores,
                        given.privacyStores,
                        given.taskStores,
                        given.documentStores,
                        given.billingStores,
                        given.auditStores)
                .filter(Objects::nonNull)
                .map(WorkStores::unitOfWork)
                .distinct()
                .toList();
    }

    public RunTransactions transactions() {
        return require(transactions, "stores(...)");
    }

    public SchoolStores schoolStores() {
        return require(given.schoolStores, "stores(...) or schoolStores(...)");
    }

    public RecordStores recordStores() {
        return require(given.recordStores, "stores(...) or recordStores(...)");
    }

    public NoticeStores noticeStores() {
        return require(given.noticeStores, "stores(...) or noticeStores(...)");
    }

    public AccountStores accountStores() {
        return require(given.accountStores, "stores(...) or accountStores(...)");
    }

    public QuotaStores quotaStores() {
        return require(given.quotaStores, "stores(...) or quotaStores(...)");
    }

    public AlertStores alertStores() {
        return require(given.alertStores, "stores(...) or alertStores(...)");
    }

    public ReminderStores reminderStores() {
        return require(given.reminderStores, "stores(...) or reminderStores(...)");
    }

    public PrivacyStores privacyStores() {
        return require(given.privacyStores, "stores(...) or privacyStores(...)");
    }

    public TaskStores taskStores() {
        return require(given.taskStores, "stores(...) or taskStores(...)");
    }

    public DocumentStores documentStores() {
        return require(given.documentStores, "stores(...) or documentStores(...)");
    }

    public BillingStores billingStores() {
        return require(given.billingStores, "stores(...) or billingStores(...)");
    }

    public AuditStores auditStores() {
        return require(given.auditStores, "stores(...) or auditStores(...)");
    }

    boolean hasAudit() {
        return given.auditStores != null;
    }

    public Instant auditKeptSince() {
        return given.time.instant().minus(given.retention.of(DataKind.AUDIT));
    }

    public BillingSettings billingSettings() {
        return require(given.billing, "issuesInvoices(...)");
    }

    boolean hasBilling() {
        return given.billingStores != null;
    }

    /** Whether invoices are issued with Cartable. */
    boolean issuesInvoices() {
        return given.billing != null && given.billingStores != null;
    }

    public DocumentVault documentVault() {
        return require(given.documentVault, "documentVault(...)");
    }

    public ReportCardRenderer reportCardRenderer() {
        return require(given.reportCardRenderer, "reportCardRenderer(...)");
    }

    public InvoiceRenderer invoiceRenderer() {
        return require(given.invoiceRenderer, "invoiceRenderer(...)");
    }

    public boolean attachesInvoices() {
        return given.attachesInvoices;
    }

    public boolean attachesReportCards() {
        return given.attachesReportCards;
    }

    public String link(String path, String id) {
        return given.reminders.link(path, id);
    }

    boolean hasAccounts() {
        return given.accountStores != null && given.schoolStores != null && hasKey();
    }

    boolean hasQuotas() {
        return given.quotaStores != null && given.schoolStores != null;
    }

    boolean hasAlerts() {
        return hasQuotas() && given.alertStores != null && given.noticeStores != null;
    }

    boolean hasNotices() {
        return given.noticeStores != null;
    }

    boolean hasReminders() {
        return given.reminderStores != null
                && given.noticeStores != null
                && given.schoolStores != null
                && given.taskStores != null;
    }

    boolean hasDocuments() {
        return given.schoolStores != null
                && (given.grades != null
                        || (given.recordStores != null
                                && given.recordStores.recordStore().available(Relation.GRADE)));
    }

    /** Whether people can be notified of report cards that are stored. */
    boolean hasDocumentNotices() {
        return hasDocuments() && given.documentStores != null && given.noticeStores != null;
    }

    /** Whether people can be notified of invoices that are stored. */
    boolean hasInvoiceNotices() {
        return given.schoolStores != null
                && invoices().isPresent()
                && given.documentStores != null
                && given.noticeStores != null;
    }

    /** Whether documents of invoices can be made: their codes need the key. */
    boolean makesInvoices() {
        return given.schoolStores != null
                && invoices().isPresent()
                && given.documentStores != null
                && given.documentVault != null
                && given.invoiceRenderer != null
                && hasKey();
    }

    /** Whether report cards can be made: their codes need the key. */
    boolean makesReportCards() {
        return hasDocuments()
                && given.documentStores != null
                && given.documentVault != null
                && given.reportCardRenderer != null
                && hasKey();
    }

    boolean hasBackups() {
        return given.backupVault != null;
    }

    boolean hasPrivacy() {
        return given.privacyStores != null && given.quotaStores != null;
    }

    /** What the host gave, or what its stores have; empty where its views do not have it. */
    private <T> Optional<T> record(@Nullable T own, Relation relation, Function<RecordStores, T> stored) {
        if (own != null) {
            return Optional.of(own);
        }
        RecordStores stores = given.recordStores;
        return stores == null || !stores.recordStore().available(relation)
                ? Optional.empty()
                : Optional.of(stored.apply(stores));
    }

    public Optional<StudySessions> studySessions() {
        return record(given.studySessions, Relation.STUDY_SESSION, RecordStores::studySessions);
    }

    public Optional<WeeklyPlans> weeklyPlans() {
        return record(given.weeklyPlans, Relation.WEEKLY_PLAN, RecordStores::weeklyPlans);
    }

    public Optional<Subscriptions> subscriptions() {
        return record(given.subscriptions, Relation.SUBSCRIPTION, RecordStores::subscriptions);
    }

    public Optional<Invoices> invoices() {
        return issuesInvoices()
                ? Optional.of(billingStores().issuedInvoices())
                : record(given.invoices, Relation.INVOICE, RecordStores::invoices);
    }

    public Optional<Absences> absences() {
        return record(given.absences, Relation.ABSENCE, RecordStores::absences);
    }

    public Grades grades() {
        return require(
                record(given.grades, Relation.GRADE, RecordStores::grades).orElse(null), "grades(...)");
    }

    public GradingRules gradingRules() {
        return given.gradingRules;
    }

    public CalendarSource calendarSource() {
        CalendarSource source = record(given.calendar, Relation.CALENDAR_PERIOD, RecordStores::calendar)
                .orElse(SchoolCalendar::empty);
        Set<DayOfWeek> schoolDays = given.reminders.schoolDays();
        return schoolDays == null ? source : () -> source.calendar().withWeekdays(schoolDays);
    }

    public CalendarSource cachedCalendar() {
        return cachedCalendar;
    }

    /** Where the absences are kept, if Cartable and not the host has them; empty otherwise. */
    public Optional<RecordStore> ownAbsences() {
        RecordStores stores = given.recordStores;
        return given.absences == null && stores != null && stores.recordStore().writable(Relation.ABSENCE)
                ? Optional.of(stores.recordStore())
                : Optional.empty();
    }

    public RecordStore recordStore() {
        return recordStores().recordStore();
    }

    public SendingMode sendingMode() {
        return given.speak;
    }

    public Supervisors supervisors() {
        if (given.supervisors != null) {
            return given.supervisors;
        }
        return given.alertStores == null ? Map::of : alertStores().alerts();
    }

    public ReminderSettings reminderSettings() {
        return given.reminders;
    }

    public List<ReminderRule<?>> hostRules() {
        List<ReminderRule<?>> rules = new ArrayList<>(given.reminderRules);
        rules.addAll(given.laterReminderRules.get());
        return rules;
    }

    public Set<Channel> channels() {
        Set<Channel> chosen = given.reminderChannels;
        return chosen != null
                ? chosen
                : given.couriers.stream().map(Courier::channel).collect(Collectors.toSet());
    }

    public TaskSettings taskSettings() {
        return given.taskSettings.apply(TaskSettings.of(zone()));
    }

    public Function<String, LocalTimes> cron() {
        return expression -> CronLibrary.reader(expression).apply(expression);
    }

    /** Reminders and documents would read the invoices of one source alone. */
    void requireOneSourceOfInvoices() {
        if (given.invoices != null && given.billing != null) {
            throw new IllegalStateException(
                    "invoices(...) and issuesInvoices(...) were both given, and a school has one"
                            + " source of invoices; give the builder one of them");
        }
    }

    /** A mail about an alarm is queued like any other. */
    void requireStoresForAlarms() {
        if (given.alarmsTo != null) {
            noticeStores();
        }
    }

    public Roster roster() {
        return given.roster == null ? schoolStores().roster() : given.roster;
    }

    public Users users() {
        return given.users == null ? schoolStores().users() : given.users;
    }

    public Outbox outbox() {
        return noticeStores().outbox();
    }

    public List<Courier> couriers() {
        return given.couriers;
    }

    public UnaryOperator<Courier> courierDecorator() {
        return given.courierDecorator;
    }

    public DispatchListener dispatchListener() {
        return given.dispatchListener;
    }

    public UsageListener usageListener() {
        return given.usageListener;
    }

    public OptionalInt smsBudget() {
        return given.smsBudget;
    }

    public Fallbacks fallbacks() {
        return Reminders.fallbacks(given.fallbacks, given.reminders);
    }

    public Addressing addressing() {
        return new Addressing(preferences(), given.phoneNumbers, fallbacks(), served());
    }

    /** The channels that have a courier, here or where messages are sent. */
    public Set<Channel> served() {
        Set<Channel> served = new HashSet<>(channels());
        served.add(Channel.LETTER); // by the list of letters
        given.couriers.forEach(courier -> served.add(courier.channel()));
        return served;
    }

    public SuppressedAddresses suppressedAddresses() {
        return suppressed;
    }

    @Nullable
    BounceMailbox bounceMailbox() {
        return given.bounceMailbox;
    }

    public BounceSettings bounceSettings() {
        return given.bounces;
    }

    public Preferences preferences() {
        return given.noticeStores == null ? wishes(given) : suppressed;
    }

    /** What the host or Cartable knows of people's wishes. */
    private Preferences wishes(CartableBuilder builder) {
        if (builder.preferences != null) {
            return builder.preferences;
        }
        return builder.noticeStores == null
                ? Preferences.NONE
                : new StoredPreferences(builder.noticeStores.preferences(), this::category, builder.preferenceSettings);
    }

    public boolean keepsPreferences() {
        return given.preferences == null;
    }

    public UnsubscribeLinks unsubscribeLinks() {
        return new UnsubscribeLinks(keepsPreferences() ? given.publicUrl : null, given.key);
    }

    public MailThreads mailThreads() {
        return new MailThreads(given.key);
    }

    public AnswerLinks answerLinks() {
        long kept = given.retention.of(DataKind.MESSAGE_DETAILS).toDays() - 1;
        return new AnswerLinks(given.publicUrl, given.key, zone(), (int) Math.max(0, Math.min(given.answerDays, kept)));
    }

    public AnswerReceiver answerReceiver() {
        return given.answerReceiver;
    }

    public String schoolName() {
        return given.schoolName;
    }

    public PreferenceSettings preferenceSettings() {
        return given.preferenceSettings;
    }

    /** A kind that no part of the application sends is one of the school's. */
    private Category category(Kind kind) {
        Map<Kind, Category> known = categories;
        if (known == null) {
            known = new HashMap<>();
            for (NoticeType type : noticeTypes()) {
                known.put(type.kind(), type.category());
            }
            categories = known;
        }
        return known.getOrDefault(kind, Category.SCHOOL);
    }

    /** One type for each kind of notice, of all contexts and of the host. */
    public abstract List<NoticeType> noticeTypes();

    public QuotaSettings quotaSettings() {
        return given.quotas;
    }

    public RetentionPeriods retention() {
        return given.retention;
    }

    public WindowCalendar calendar() {
        return new WindowCalendar(
                zone(),
                given.quotas.firstDay(),
                day -> cachedCalendar.calendar().termAt(day));
    }

    public HostKey key() {
        return require(given.key, "key(...)");
    }

    public BackupVault vault() {
        return require(given.backupVault, "backupVault(...)");
    }

    public Optional<OffsiteVault> offsiteVault() {
        return Optional.ofNullable(given.offsiteVault);
    }

    /** Where what people withdraw is written, so that no restore brings it back. */
    public Withdrawals withdrawals() {
        return new Withdrawals(restoreLog(), hostKey(), given.time);
    }

    /** What no restore may undo; empty where this installation keeps no backups. */
    Optional<RestoreLog> restoreLog() {
        return Optional.ofNullable(given.backupVault).map(BackupVault::restoreLog);
    }

    public Optional<DatabaseDump> databaseDump() {
        return Optional.ofNullable(given.databaseDump);
    }

    public Optional<DatabaseRestore> databaseRestore() {
        return Optional.ofNullable(given.databaseRestore);
    }

    public List<StagedDatabaseStep> stagedDatabaseSteps() {
        return given.stagedDatabaseSteps;
    }

    public BackupVault safetyVault() {
        return require(given.safetyVault, "safetyVault(...)");
    }

    public ArchiveFormat archiveFormat() {
        return new ZipFormat();
    }

    public JournalFormat journalFormat() {
        return new JournalJson();
    }

    public Optional<ArchiveEncryption> archiveEncryption() {
        return Optional.ofNullable(given.archiveEncryption);
    }

    public BackupSettings backupSettings() {
        String version = Cartable.class.getPackage().getImplementationVersion();
        return given.backups.apply(BackupSettings.of(zone(), version == null ? "development" : version, List.of()));
    }

    public List<BackupHook> backupHooks() {
        return given.backupHooks;
    }

    public Optional<HostKey> hostKey() {
        return Optional.ofNullable(given.key);
    }

    public boolean hasKey() {
        return given.key != null;
    }

    public School school() {
        return new School(given.schoolName, zone(), given.language);
    }

    public DayOfWeek firstDayOfWeek() {
        return given.quotas.firstDay();
    }

    public AccountSettings accountSettings() {
        URI page = given.activationPage == null ? URI.create("http://localhost:8080/activate") : given.activationPage;
        return given.accounts.apply(AccountSettings.of(school(), page));
    }

    public PasswordHasher passwordHasher() {
        return given.passwordHasher == null ? Pbkdf2PasswordHasher.defaults() : given.passwordHasher;
    }

    /** Passwords that are random need no slow hash, and there may be a million of them in one run. */
    public PasswordHasher temporaryPasswordHasher() {
        return given.passwordHasher == null ? Pbkdf2PasswordHasher.forTemporaryPasswords() : given.passwordHasher;
    }

    public PasswordPolicy passwordPolicy() {
        return given.passwordPolicy;
    }

    public SignInLimit signInLimit() {
        return given.signInLimit;
    }

    public SessionRevoker sessionRevoker() {
        return given.sessionRevoker;
    }

    public boolean anyThread() {
        return given.anyThread;
    }

    public @Nullable Executor readAhead() {
        return given.anyThread ? GivenParts::startDaemon : null;
    }

    private static void startDaemon(Runnable task) {
        Thread thread = new Thread(task, "cartable-read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    public Renderer renderer() {
        return given.renderer == null ? templates() : given.renderer;
    }

    public Renderer templateRenderer() {
        return templates();
    }

    public TemplateRenderer templates() {
        return new TemplateRenderer(noticeStores().templates(), school(), given.mailDesign);
    }

    public DispatchSettings dispatchSettings() {
        return given.quietHours == null
                ? given.dispatch
                : given.dispatch.withQuietHours(QuietHours.parse(given.quietHours, zone()));
    }

    public InstantSource time() {
        return given.time;
    }

    Placeholders placeholders() {
        AccountSettings settings = accountSettings();
        boolean links = hasKey() && settings.firstCredential() == FirstCredential.ACTIVATION_LINK;
        List<Courier> couriers = given.speak instanceof SendingMode.Nobody ? List.of() : given.couriers;
        return Placeholders.of(settings.school(), links ? settings.activationPage() : null, couriers);
    }

    public ZoneId zone() {
        return require(given.zone, "zone(...)");
    }

    static <T> T require(@Nullable T part, String call) {
        if (part == null) {
            throw new IllegalStateException(
                    "Cartable was built without " + call + ", which this needs; give it to the builder");
        }
        return part;
    }
}
