package dev.cartable;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Accounts;
import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.internal.AccountParts;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.Erasures;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.account.port.SessionRevoker;
import dev.cartable.account.port.Tombstones;
import dev.cartable.alert.Alerts;
import dev.cartable.alert.internal.AlertParts;
import dev.cartable.alert.port.AlertStores;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.CommitDispatcher;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.DispatchSettings.QuietHours;
import dev.cartable.notice.Notices;
import dev.cartable.notice.Placeholders;
import dev.cartable.notice.internal.NoticeParts;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.privacy.Privacy;
import dev.cartable.privacy.internal.PrivacyParts;
import dev.cartable.privacy.model.RetentionPeriods;
import dev.cartable.privacy.port.PrivacyStores;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.internal.QuotaParts;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.reminder.Reminders;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStores;
import dev.cartable.school.Rosters;
import dev.cartable.school.internal.ErasedGuardians;
import dev.cartable.school.internal.ErasedUsers;
import dev.cartable.school.internal.SchoolParts;
import dev.cartable.school.model.School;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.RecordStore;
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
import dev.cartable.task.Tasks;
import dev.cartable.task.internal.TaskParts;
import dev.cartable.task.model.Slot;
import dev.cartable.task.port.Alarms;
import dev.cartable.task.port.CronReader;
import dev.cartable.task.port.TaskStores;
import dev.cartable.work.HostKey;
import dev.cartable.work.InstanceGuard;
import dev.cartable.work.LocalInstance;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.WorkStores;
import dev.cartable.work.internal.RunTransactions;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a host gave to the builder, with the defaults for the rest; it never changes. A part that is missing is named when it is used. */
final class Parts
        implements SchoolParts,
                NoticeParts,
                AccountParts,
                QuotaParts,
                AlertParts,
                PrivacyParts,
                TaskParts,
                ReminderParts {
    private final CartableBuilder given;
    private final Accounts accounts = new Accounts(this);
    private final Quotas quotas = new Quotas(this);
    private final Alerts alerts = new Alerts(this);
    private final Notices notices = new Notices(this);
    private final Rosters rosters = new Rosters(this);
    private final Privacy privacy = new Privacy(this);
    private final Tasks tasks = new Tasks(this);
    private final Reminders reminders = new Reminders(this);
    private final @Nullable RunTransactions transactions;
    private @Nullable InstanceGuard instance;

    /** @param given a builder that nobody changes any more */
    Parts(CartableBuilder given) {
        this.given = requireNonNull(given, "given");
        List<UnitOfWork> resources = resources();
        this.transactions = resources.isEmpty() ? null : new RunTransactions(resources.get(0));
    }

    Accounts accounts() {
        return accounts;
    }

    @Override
    public Quotas quotas() {
        return quotas;
    }

    Alerts alerts() {
        return alerts;
    }

    Notices notices() {
        return notices;
    }

    Rosters rosters() {
        return rosters;
    }

    Privacy privacy() {
        return privacy;
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

    boolean hasPrivacy() {
        return given.privacyStores != null && given.quotaStores != null;
    }

    Reminders reminders() {
        return reminders;
    }

    boolean hasReminders() {
        return given.reminderStores != null
                && given.noticeStores != null
                && given.schoolStores != null
                && given.taskStores != null;
    }

    Tasks taskContext() {
        return tasks;
    }

    /** Stores of different resources cannot share a transaction. */
    void requireOneResource() {
        List<UnitOfWork> resources = resources();
        require(resources.isEmpty() ? null : resources, "stores(...)");
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
                        given.taskStores)
                .filter(Objects::nonNull)
                .map(WorkStores::unitOfWork)
                .distinct()
                .toList();
    }

    @Override
    public RunTransactions transactions() {
        return require(transactions, "stores(...)");
    }

    @Override
    public SchoolStores schoolStores() {
        return require(given.schoolStores, "stores(...) or schoolStores(...)");
    }

    @Override
    public SendingMode sendingMode() {
        return given.speak;
    }

    @Override
    public synchronized InstanceGuard instance() {
        if (instance == null) {
            NoticeStores stores = noticeStores();
            LocalInstance local = given.instance == null ? LocalInstance.none() : given.instance;
            instance = new InstanceGuard(
                    local,
                    transactions(),
                    stores.instances(),
                    (tx, max, speaking, now) ->
                            stores.outbox().hold(tx, max, NoticeReason.OTHER_INSTANCE.with(speaking), now),
                    given.time);
        }
        return instance;
    }

    /** What waits here is run late, or skipped, when this installation may speak again: as each task's policy says. */
    @Override
    public boolean permits(Task task) {
        if (given.noticeStores == null) {
            return true;
        }
        if (task.speaks() && given.speak instanceof SendingMode.Nobody) {
            return false;
        }
        return (task.onEachNode() && !task.speaks()) || instance().check().speaks();
    }

    @Override
    public NoticeStores noticeStores() {
        return require(given.noticeStores, "stores(...) or noticeStores(...)");
    }

    @Override
    public AccountStores accountStores() {
        return require(given.accountStores, "stores(...) or accountStores(...)");
    }

    @Override
    public QuotaStores quotaStores() {
        return require(given.quotaStores, "stores(...) or quotaStores(...)");
    }

    @Override
    public AlertStores alertStores() {
        return require(given.alertStores, "stores(...) or alertStores(...)");
    }

    @Override
    public PrivacyStores privacyStores() {
        return require(given.privacyStores, "stores(...) or privacyStores(...)");
    }

    @Override
    public ReminderStores reminderStores() {
        return require(given.reminderStores, "stores(...) or reminderStores(...)");
    }

    @Override
    public Optional<StudySessions> studySessions() {
        return record(given.studySessions, RecordStores::studySessions);
    }

    @Override
    public Optional<WeeklyPlans> weeklyPlans() {
        return record(given.weeklyPlans, RecordStores::weeklyPlans);
    }

    @Override
    public Optional<Subscriptions> subscriptions() {
        return record(given.subscriptions, RecordStores::subscriptions);
    }

    @Override
    public Optional<Invoices> invoices() {
        return record(given.invoices, RecordStores::invoices);
    }

    @Override
    public Optional<Absences> absences() {
        return record(given.absences, RecordStores::absences);
    }

    @Override
    public CalendarSource calendarSource() {
        return record(given.calendar, RecordStores::calendar).orElse(SchoolCalendar::empty);
    }

    @Override
    public RecordStore recordStore() {
        return require(given.recordStores, "stores(...) or recordStores(...)").recordStore();
    }

    private <T> Optional<T> record(@Nullable T own, Function<RecordStores, T> stored) {
        return own != null
                ? Optional.of(own)
                : Optional.ofNullable(given.recordStores).map(stored);
    }

    @Override
    public Supervisors supervisors() {
        return given.alertStores == null ? Map::of : alertStores().alerts();
    }

    @Override
    public ReminderSettings reminderSettings() {
        return given.reminders;
    }

    @Override
    public List<ReminderRule<?>> hostRules() {
        return given.reminderRules;
    }

    @Override
    public Optional<Instant> lastTime(ReminderRule<?> rule) {
        return tasks.lastSlot(Catalogue.taskOf(rule)).map(Slot::at);
    }

    @Override
    public Set<Channel> channels() {
        return given.couriers.stream().map(Courier::channel).collect(Collectors.toSet());
    }

    @Override
    public TaskStores taskStores() {
        return require(given.taskStores, "stores(...) or taskStores(...)");
    }

    @Override
    public List<Task> tasks() {
        List<Task> all = new ArrayList<>(Catalogue.tasks(this));
        all.addAll(given.tasks);
        all.addAll(given.laterTasks.get());
        return all;
    }

    @Override
    public TaskSettings taskSettings() {
        return given.taskSettings.apply(TaskSettings.of(zone()));
    }

    /** Sends messages right after the commit that queued them, on a thread of its own. */
    @Override
    public Runnable beside() {
        if (!hasNotices() || !given.anyThread) {
            return () -> {};
        }
        ExecutorService sender = Executors.newSingleThreadExecutor(runnable -> {
            Thread thread = new Thread(runnable, "cartable-messages");
            thread.setDaemon(true);
            return thread;
        });
        CommitDispatcher dispatcher = notices.dispatchOnCommit(sender);
        return () -> {
            dispatcher.close();
            sender.shutdown();
        };
    }

    @Override
    public CronReader cron() {
        return expression -> CronLibrary.reader(expression).read(expression);
    }

    @Override
    public Alarms alarms() {
        return given.alarmsTo == null
                ? given.alarms
                : new AlarmMail(given.alarms, given.alarmsTo, transactions(), noticeQueue(), school());
    }

    /** A mail about an alarm is queued like any other. */
    void requireStoresForAlarms() {
        if (given.alarmsTo != null) {
            noticeStores();
        }
    }

    @Override
    public Roster roster() {
        return given.roster == null ? schoolStores().roster() : given.roster;
    }

    @Override
    public Users users() {
        return given.users == null ? schoolStores().users() : given.users;
    }

    @Override
    public ErasedGuardians erasedGuardians() {
        return guardians -> erased(Erasures::among, guardians);
    }

    @Override
    public ErasedUsers erasedUsers() {
        return users -> erased(Erasures::users, users);
    }

    /** Without the key the erased cannot be recognised; a school that has erased nobody needs none. */
    private <T> Set<T> erased(BiFunction<Erasures, Collection<T>, Set<T>> among, Collection<T> people) {
        if (given.accountStores == null) {
            return Set.of();
        }
        if (!hasKey()) {
            Tombstones tombstones = accountStores().tombstones();
            try (Stream<String> any = tombstones.all()) {
                if (any.findAny().isEmpty()) {
                    return Set.of();
                }
            }
        }
        return among.apply(erasures(), people);
    }

    @Override
    public Erasures erasures() {
        return new Erasures(accountStores().tombstones(), accountStores().hostKeys(), key());
    }

    @Override
    public AccountPorts accountPorts() {
        return accounts.ports();
    }

    @Override
    public NoticeQueue noticeQueue() {
        return notices::queue;
    }

    @Override
    public Outbox outbox() {
        return noticeStores().outbox();
    }

    @Override
    public List<Courier> couriers() {
        return given.couriers;
    }

    @Override
    public List<NoticeType> noticeTypes() {
        List<NoticeType> types = new ArrayList<>(given.noticeTypes);
        if (given.accountStores != null) {
            types.addAll(accounts.noticeTypes());
        }
        if (given.alertStores != null && given.quotaStores != null) {
            types.addAll(alerts.noticeTypes());
        }
        if (hasReminders()) {
            types.addAll(reminders.noticeTypes());
        }
        types.add(new AlarmNotice(school(), given.alarmsTo));
        return types;
    }

    @Override
    public Addressing addressing() {
        return new Addressing(given.preferences);
    }

    @Override
    public QuotaSettings quotaSettings() {
        return given.quotas;
    }

    @Override
    public RetentionPeriods retention() {
        return given.retention;
    }

    @Override
    public WindowCalendar calendar() {
        return new WindowCalendar(zone(), given.quotas.firstDay(), given.terms::at);
    }

    @Override
    public HostKey key() {
        return require(given.key, "key(...)");
    }

    @Override
    public boolean hasKey() {
        return given.key != null;
    }

    @Override
    public School school() {
        return new School(given.schoolName, zone(), given.language);
    }

    @Override
    public AccountSettings accountSettings() {
        URI page = given.activationPage == null ? URI.create("http://localhost:8080/activate") : given.activationPage;
        return given.accounts.apply(AccountSettings.of(school(), page));
    }

    @Override
    public PasswordHasher passwordHasher() {
        return given.passwordHasher == null ? Pbkdf2PasswordHasher.defaults() : given.passwordHasher;
    }

    /** Passwords that are random need no slow hash, and there may be a million of them in one run. */
    @Override
    public PasswordHasher temporaryPasswordHasher() {
        return given.passwordHasher == null ? Pbkdf2PasswordHasher.forTemporaryPasswords() : given.passwordHasher;
    }

    @Override
    public PasswordPolicy passwordPolicy() {
        return given.passwordPolicy;
    }

    @Override
    public SignInLimit signInLimit() {
        return given.signInLimit;
    }

    @Override
    public SessionRevoker sessionRevoker() {
        return given.sessionRevoker;
    }

    @Override
    public boolean anyThread() {
        return given.anyThread;
    }

    /** On a thread of its own, where that is allowed. */
    @Override
    public Executor readAhead() {
        return given.anyThread ? Parts::startDaemon : Runnable::run;
    }

    private static void startDaemon(Runnable task) {
        Thread thread = new Thread(task, "cartable-read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Renderer renderer() {
        return given.renderer == null ? templates() : given.renderer;
    }

    @Override
    public Renderer templateRenderer() {
        return templates();
    }

    @Override
    public TemplateRenderer templates() {
        return new TemplateRenderer(noticeStores().templates(), school(), given.mailDesign);
    }

    @Override
    public DispatchSettings dispatchSettings() {
        return given.quietHours == null
                ? given.dispatch
                : given.dispatch.withQuietHours(QuietHours.parse(given.quietHours, zone()));
    }

    @Override
    public InstantSource time() {
        return given.time;
    }

    Placeholders placeholders() {
        AccountSettings settings = accountSettings();
        boolean links = hasKey() && settings.firstCredential() == FirstCredential.ACTIVATION_LINK;
        List<Courier> couriers = given.speak instanceof SendingMode.Nobody ? List.of() : given.couriers;
        return Placeholders.of(settings.school(), links ? settings.activationPage() : null, couriers);
    }

    private ZoneId zone() {
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
