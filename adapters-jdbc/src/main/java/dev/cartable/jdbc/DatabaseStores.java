package dev.cartable.jdbc;

import dev.cartable.Stores;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.Activations;
import dev.cartable.account.port.FailedSignIns;
import dev.cartable.account.port.HostKeyStore;
import dev.cartable.account.port.Tombstones;
import dev.cartable.account.port.UsernameLedger;
import dev.cartable.alert.port.AlertStore;
import dev.cartable.audit.port.AuditStore;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.document.port.DocumentStore;
import dev.cartable.jdbc.account.JdbcAccountStore;
import dev.cartable.jdbc.account.JdbcActivations;
import dev.cartable.jdbc.account.JdbcFailedSignIns;
import dev.cartable.jdbc.account.JdbcHostKeys;
import dev.cartable.jdbc.account.JdbcTombstones;
import dev.cartable.jdbc.account.JdbcUsernameLedger;
import dev.cartable.jdbc.alert.JdbcAlertStore;
import dev.cartable.jdbc.audit.JdbcAudit;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.document.JdbcDocuments;
import dev.cartable.jdbc.notice.JdbcAnswers;
import dev.cartable.jdbc.notice.JdbcBounces;
import dev.cartable.jdbc.notice.JdbcInbox;
import dev.cartable.jdbc.notice.JdbcOutbox;
import dev.cartable.jdbc.notice.JdbcPreferences;
import dev.cartable.jdbc.notice.JdbcReceipts;
import dev.cartable.jdbc.notice.JdbcSmsBudget;
import dev.cartable.jdbc.notice.JdbcTemplates;
import dev.cartable.jdbc.privacy.JdbcPersonalData;
import dev.cartable.jdbc.privacy.JdbcRetention;
import dev.cartable.jdbc.quota.JdbcMigrationStore;
import dev.cartable.jdbc.quota.JdbcProfileStore;
import dev.cartable.jdbc.quota.JdbcSessionStore;
import dev.cartable.jdbc.quota.JdbcUsageLedger;
import dev.cartable.jdbc.quota.JdbcUsageStatistics;
import dev.cartable.jdbc.quota.JdbcUsageStore;
import dev.cartable.jdbc.record.JdbcAbsences;
import dev.cartable.jdbc.record.JdbcBilling;
import dev.cartable.jdbc.record.JdbcCalendar;
import dev.cartable.jdbc.record.JdbcGrades;
import dev.cartable.jdbc.record.JdbcInvoices;
import dev.cartable.jdbc.record.JdbcRecordStore;
import dev.cartable.jdbc.record.JdbcStudySessions;
import dev.cartable.jdbc.record.JdbcSubscriptions;
import dev.cartable.jdbc.record.JdbcWeeklyPlans;
import dev.cartable.jdbc.record.RecordStatements;
import dev.cartable.jdbc.reminder.JdbcReminderStore;
import dev.cartable.jdbc.school.JdbcRoster;
import dev.cartable.jdbc.school.JdbcRosterStore;
import dev.cartable.jdbc.school.JdbcUserStore;
import dev.cartable.jdbc.school.JdbcUsers;
import dev.cartable.jdbc.task.JdbcOccurrenceStore;
import dev.cartable.jdbc.work.JdbcInstances;
import dev.cartable.jdbc.work.JdbcKeyedAnswers;
import dev.cartable.jdbc.work.JdbcLeases;
import dev.cartable.notice.port.AnswerStore;
import dev.cartable.notice.port.BounceStore;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.PreferenceStore;
import dev.cartable.notice.port.Receipts;
import dev.cartable.notice.port.SmsBudget;
import dev.cartable.notice.port.TemplateStore;
import dev.cartable.privacy.port.PersonalData;
import dev.cartable.privacy.port.RetentionStore;
import dev.cartable.quota.port.MigrationStore;
import dev.cartable.quota.port.ProfileStore;
import dev.cartable.quota.port.SessionStore;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.port.Absences;
import dev.cartable.school.port.CalendarSource;
import dev.cartable.school.port.Grades;
import dev.cartable.school.port.Invoices;
import dev.cartable.school.port.RecordStore;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.RosterStore;
import dev.cartable.school.port.StudySessions;
import dev.cartable.school.port.Subscriptions;
import dev.cartable.school.port.UserStore;
import dev.cartable.school.port.Users;
import dev.cartable.school.port.WeeklyPlans;
import dev.cartable.task.port.OccurrenceStore;
import dev.cartable.work.InstanceStore;
import dev.cartable.work.KeyedAnswers;
import dev.cartable.work.Leases;
import dev.cartable.work.UnitOfWork;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One store for each port, on one database. Each is made when it is asked for first: an application starts without most of them. */
abstract class DatabaseStores implements Stores {
    private final Database database;
    private final Once<RecordStatements> records = new Once<>();
    private final Once<Leases> leases = new Once<>();
    private final Once<AccountStore> accounts = new Once<>();
    private final Once<Activations> activations = new Once<>();
    private final Once<UsernameLedger> usernames = new Once<>();
    private final Once<Tombstones> tombstones = new Once<>();
    private final Once<HostKeyStore> hostKeys = new Once<>();
    private final Once<FailedSignIns> failedSignIns = new Once<>();
    private final Once<Outbox> outbox = new Once<>();
    private final Once<Inbox> inbox = new Once<>();
    private final Once<Receipts> receipts = new Once<>();
    private final Once<SmsBudget> smsBudget = new Once<>();
    private final Once<BounceStore> bounces = new Once<>();
    private final Once<AnswerStore> answers = new Once<>();
    private final Once<TemplateStore> templates = new Once<>();
    private final Once<PreferenceStore> preferences = new Once<>();
    private final Once<InstanceStore> instances = new Once<>();
    private final Once<Roster> roster = new Once<>();
    private final Once<RosterStore> rosterStore = new Once<>();
    private final Once<Users> users = new Once<>();
    private final Once<UserStore> userStore = new Once<>();
    private final Once<StudySessions> studySessions = new Once<>();
    private final Once<WeeklyPlans> weeklyPlans = new Once<>();
    private final Once<Subscriptions> subscriptions = new Once<>();
    private final Once<JdbcInvoices> invoices = new Once<>();
    private final Once<Absences> absences = new Once<>();
    private final Once<CalendarSource> calendar = new Once<>();
    private final Once<Grades> grades = new Once<>();
    private final Once<RecordStore> recordStore = new Once<>();
    private final Once<ProfileStore> profiles = new Once<>();
    private final Once<UsageStore> usage = new Once<>();
    private final Once<SessionStore> sessions = new Once<>();
    private final Once<UsageLedger> usageLedger = new Once<>();
    private final Once<UsageStatistics> usageStatistics = new Once<>();
    private final Once<MigrationStore> migrations = new Once<>();
    private final Once<AlertStore> alerts = new Once<>();
    private final Once<ReminderStore> reminders = new Once<>();
    private final Once<PersonalData> personalData = new Once<>();
    private final Once<RetentionStore> retention = new Once<>();
    private final Once<OccurrenceStore> occurrences = new Once<>();
    private final Once<KeyedAnswers> keyedAnswers = new Once<>();
    private final Once<DocumentStore> documents = new Once<>();
    private final Once<JdbcInvoices> issuedInvoices = new Once<>();
    private final Once<BillingStore> billing = new Once<>();
    private final Once<AuditStore> audit = new Once<>();

    DatabaseStores(Database database) {
        this.database = database;
    }

    final Database database() {
        return database;
    }

    private JdbcInvoices invoicesOfHost() {
        return invoices.get(() -> JdbcInvoices.ofHost(records()));
    }

    private JdbcInvoices invoicesOfOurs() {
        return issuedInvoices.get(() -> JdbcInvoices.issued(database));
    }

    private RecordStatements records() {
        return records.get(() -> new RecordStatements(database));
    }

    @Override
    public final UnitOfWork unitOfWork() {
        return database;
    }

    @Override
    public final Leases leases() {
        return leases.get(() -> new JdbcLeases(database));
    }

    @Override
    public final AccountStore accounts() {
        return accounts.get(() -> new JdbcAccountStore(database));
    }

    @Override
    public final Activations activations() {
        return activations.get(() -> new JdbcActivations(database));
    }

    @Override
    public final UsernameLedger usernames() {
        return usernames.get(() -> new JdbcUsernameLedger(database));
    }

    @Override
    public final Tombstones tombstones() {
        return tombstones.get(() -> new JdbcTombstones(database));
    }

    @Override
    public final HostKeyStore hostKeys() {
        return hostKeys.get(() -> new JdbcHostKeys(database));
    }

    @Override
    public final FailedSignIns failedSignIns() {
        return failedSignIns.get(() -> new JdbcFailedSignIns(database));
    }

    @Override
    public final Outbox outbox() {
        return outbox.get(() -> new JdbcOutbox(database));
    }

    @Override
    public final Inbox inbox() {
        return inbox.get(() -> new JdbcInbox(database));
    }

    @Override
    public final SmsBudget smsBudget() {
        return smsBudget.get(() -> new JdbcSmsBudget(database));
    }

    @Override
    public final Receipts receipts() {
        return receipts.get(() -> new JdbcReceipts(database));
    }

    @Override
    public final BounceStore bounces() {
        return bounces.get(() -> new JdbcBounces(database));
    }

    @Override
    public final AnswerStore answers() {
        return answers.get(() -> new JdbcAnswers(database));
    }

    @Override
    public final InstanceStore instances() {
        return instances.get(() -> new JdbcInstances(database));
    }

    @Override
    public final TemplateStore templates() {
        return templates.get(() -> new JdbcTemplates(database));
    }

    @Override
    public final PreferenceStore preferences() {
        return preferences.get(() -> new JdbcPreferences(database));
    }

    @Override
    public final Roster roster() {
        return roster.get(() -> new JdbcRoster(database));
    }

    @Override
    public final RosterStore rosterStore() {
        return rosterStore.get(() -> new JdbcRosterStore(database));
    }

    @Override
    public final Users users() {
        return users.get(() -> new JdbcUsers(database));
    }

    @Override
    public final UserStore userStore() {
        return userStore.get(() -> new JdbcUserStore(database));
    }

    @Override
    public final StudySessions studySessions() {
        return studySessions.get(() -> new JdbcStudySessions(records()));
    }

    @Override
    public final WeeklyPlans weeklyPlans() {
        return weeklyPlans.get(() -> new JdbcWeeklyPlans(records()));
    }

    @Override
    public final Subscriptions subscriptions() {
        return subscriptions.get(() -> new JdbcSubscriptions(records()));
    }

    @Override
    public final Invoices invoices() {
        return invoicesOfHost();
    }

    @Override
    public final Absences absences() {
        return absences.get(() -> new JdbcAbsences(records()));
    }

    @Override
    public final CalendarSource calendar() {
        return calendar.get(() -> new JdbcCalendar(records()));
    }

    @Override
    public final Grades grades() {
        return grades.get(() -> new JdbcGrades(records()));
    }

    @Override
    public final RecordStore recordStore() {
        return recordStore.get(() -> new JdbcRecordStore(records(), invoicesOfHost()));
    }

    @Override
    public final ProfileStore profiles() {
        return profiles.get(() -> new JdbcProfileStore(database));
    }

    @Override
    public final UsageStore usage() {
        return usage.get(() -> new JdbcUsageStore(database));
    }

    @Override
    public final SessionStore sessions() {
        return sessions.get(() -> new JdbcSessionStore(database));
    }

    @Override
    public final UsageLedger usageLedger() {
        return usageLedger.get(() -> new JdbcUsageLedger(database));
    }

    @Override
    public final UsageStatistics usageStatistics() {
        return usageStatistics.get(() -> new JdbcUsageStatistics(database));
    }

    @Override
    public final MigrationStore migrations() {
        return migrations.get(() -> new JdbcMigrationStore(database));
    }

    @Override
    public final AlertStore alerts() {
        return alerts.get(() -> new JdbcAlertStore(database));
    }

    @Override
    public final ReminderStore reminders() {
        return reminders.get(() -> new JdbcReminderStore(database));
    }

    @Override
    public final PersonalData personalData() {
        return personalData.get(() -> new JdbcPersonalData(database));
    }

    @Override
    public final RetentionStore retention() {
        return retention.get(() -> new JdbcRetention(database));
    }

    @Override
    public final OccurrenceStore occurrences() {
        return occurrences.get(() -> new JdbcOccurrenceStore(database));
    }

    @Override
    public final KeyedAnswers keyedAnswers() {
        return keyedAnswers.get(() -> new JdbcKeyedAnswers(database));
    }

    @Override
    public final DocumentStore documents() {
        return documents.get(() -> new JdbcDocuments(database));
    }

    @Override
    public final AuditStore audit() {
        return audit.get(() -> new JdbcAudit(database));
    }

    @Override
    public final BillingStore billing() {
        return billing.get(() -> new JdbcBilling(database, invoicesOfOurs()));
    }

    @Override
    public final Invoices issuedInvoices() {
        return invoicesOfOurs();
    }

    /** What is made once. The threads that ask for it meanwhile wait. */
    private static final class Once<T> {
        private volatile @Nullable T made;

        T get(Supplier<? extends T> source) {
            T known = made;
            return known == null ? make(source) : known;
        }

        private synchronized T make(Supplier<? extends T> source) {
            T known = made;
            if (known == null) {
                known = source.get();
                made = known;
            }
            return known;
        }
    }
}
