package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

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
import java.time.InstantSource;

/**
 * All stores in memory over one unit of work: for a first try and for the tests of host applications. Nothing outlives the
 * process. Safe for use by several threads.
 */
public final class InMemoryStores implements Stores {
    final InMemoryUnitOfWork unitOfWork = new InMemoryUnitOfWork();
    final InMemoryLeases leases;
    final InMemoryAccounts accounts = new InMemoryAccounts(unitOfWork);
    final InMemoryActivations activations = new InMemoryActivations(unitOfWork);
    final InMemoryUsernameLedger usernames = new InMemoryUsernameLedger(unitOfWork);
    final InMemoryTombstones tombstones = new InMemoryTombstones(unitOfWork);
    final InMemoryHostKeys hostKeys = new InMemoryHostKeys(unitOfWork, activations, tombstones, usernames);
    final InMemoryFailedSignIns failedSignIns = new InMemoryFailedSignIns(unitOfWork);
    final InMemorySchool school = new InMemorySchool(unitOfWork);
    final InMemoryUsers users = new InMemoryUsers(unitOfWork, school);
    final InMemoryRecords records = new InMemoryRecords(unitOfWork);
    final InMemoryProfiles profiles = new InMemoryProfiles(unitOfWork);
    final InMemoryUsage usage = new InMemoryUsage(unitOfWork, users, profiles);
    final InMemorySessions sessions = new InMemorySessions(unitOfWork);
    final InMemoryUsageLedger usageLedger = new InMemoryUsageLedger(unitOfWork, usage, sessions);
    final InMemoryUsageStatistics usageStatistics = new InMemoryUsageStatistics(unitOfWork, users, usage);
    final InMemoryMigrations migrations = new InMemoryMigrations(unitOfWork, usage);
    final InMemoryOutbox outbox;
    final InMemoryInbox inbox = new InMemoryInbox(unitOfWork);
    final InMemoryReceipts receipts = new InMemoryReceipts(unitOfWork);
    private final InMemorySmsBudget smsBudget = new InMemorySmsBudget(unitOfWork);
    final InMemoryBounces bounces = new InMemoryBounces(unitOfWork);
    final InMemoryAnswers answers = new InMemoryAnswers(unitOfWork);
    final InMemoryInstances instances = new InMemoryInstances(unitOfWork);
    final InMemoryTemplates templates = new InMemoryTemplates(unitOfWork);
    final InMemoryPreferences preferences = new InMemoryPreferences(unitOfWork);
    final InMemoryReminders reminders;
    final InMemoryAlerts alerts = new InMemoryAlerts(unitOfWork);
    final InMemoryOccurrences occurrences = new InMemoryOccurrences(unitOfWork);
    private final InMemoryKeyedAnswers keyedAnswers = new InMemoryKeyedAnswers(unitOfWork);
    final InMemoryDocuments documents = new InMemoryDocuments(unitOfWork);
    final InMemoryBilling billing = new InMemoryBilling(unitOfWork);
    final InMemoryAudit audit = new InMemoryAudit(unitOfWork);
    private final Invoices issuedInvoices = billing.invoices();
    private final StudySessions studySessions = records.studySessions();
    private final WeeklyPlans weeklyPlans = records.weeklyPlans();
    private final Subscriptions subscriptions = records.subscriptions();
    private final Invoices invoices = records.invoices();
    private final Absences absences = records.absences();
    private final CalendarSource calendar = records::calendar;
    private final PersonalData personalData = new InMemoryPersonalData(this);
    private final RetentionStore retention = new InMemoryRetention(this);

    /**
     * Empty stores.
     *
     * @param clock the stores' own clock, by which leases and claims run out
     */
    public InMemoryStores(InstantSource clock) {
        requireNonNull(clock, "clock");
        this.leases = new InMemoryLeases(unitOfWork, clock);
        this.outbox = new InMemoryOutbox(unitOfWork, clock);
        this.reminders = new InMemoryReminders(unitOfWork, outbox);
    }

    @Override
    public UnitOfWork unitOfWork() {
        return unitOfWork;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public AuditStore audit() {
        return audit;
    }

    @Override
    public AccountStore accounts() {
        return accounts;
    }

    @Override
    public Activations activations() {
        return activations;
    }

    @Override
    public UsernameLedger usernames() {
        return usernames;
    }

    @Override
    public Tombstones tombstones() {
        return tombstones;
    }

    @Override
    public HostKeyStore hostKeys() {
        return hostKeys;
    }

    @Override
    public FailedSignIns failedSignIns() {
        return failedSignIns;
    }

    @Override
    public ReminderStore reminders() {
        return reminders;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public SmsBudget smsBudget() {
        return smsBudget;
    }

    @Override
    public Receipts receipts() {
        return receipts;
    }

    @Override
    public BounceStore bounces() {
        return bounces;
    }

    @Override
    public AnswerStore answers() {
        return answers;
    }

    @Override
    public InstanceStore instances() {
        return instances;
    }

    @Override
    public TemplateStore templates() {
        return templates;
    }

    @Override
    public PreferenceStore preferences() {
        return preferences;
    }

    @Override
    public Roster roster() {
        return school;
    }

    @Override
    public RosterStore rosterStore() {
        return school;
    }

    @Override
    public Users users() {
        return users;
    }

    @Override
    public UserStore userStore() {
        return users;
    }

    @Override
    public StudySessions studySessions() {
        return studySessions;
    }

    @Override
    public WeeklyPlans weeklyPlans() {
        return weeklyPlans;
    }

    @Override
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    @Override
    public Invoices invoices() {
        return invoices;
    }

    @Override
    public Absences absences() {
        return absences;
    }

    @Override
    public CalendarSource calendar() {
        return calendar;
    }

    @Override
    public Grades grades() {
        return records.grades();
    }

    @Override
    public RecordStore recordStore() {
        return records;
    }

    @Override
    public ProfileStore profiles() {
        return profiles;
    }

    @Override
    public UsageStore usage() {
        return usage;
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public UsageLedger usageLedger() {
        return usageLedger;
    }

    @Override
    public UsageStatistics usageStatistics() {
        return usageStatistics;
    }

    @Override
    public MigrationStore migrations() {
        return migrations;
    }

    @Override
    public AlertStore alerts() {
        return alerts;
    }

    @Override
    public PersonalData personalData() {
        return personalData;
    }

    @Override
    public RetentionStore retention() {
        return retention;
    }

    @Override
    public OccurrenceStore occurrences() {
        return occurrences;
    }

    @Override
    public KeyedAnswers keyedAnswers() {
        return keyedAnswers;
    }

    @Override
    public DocumentStore documents() {
        return documents;
    }

    @Override
    public BillingStore billing() {
        return billing;
    }

    @Override
    public Invoices issuedInvoices() {
        return issuedInvoices;
    }
}
