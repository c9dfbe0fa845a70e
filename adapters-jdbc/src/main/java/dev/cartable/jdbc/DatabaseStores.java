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

/** One store for each port, on one database. */
abstract class DatabaseStores implements Stores {
    private final Database database;
    private final Leases leases;
    private final AccountStore accounts;
    private final Activations activations;
    private final UsernameLedger usernames;
    private final Tombstones tombstones;
    private final HostKeyStore hostKeys;
    private final FailedSignIns failedSignIns;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Receipts receipts;
    private final SmsBudget smsBudget;
    private final BounceStore bounces;
    private final AnswerStore answers;
    private final TemplateStore templates;
    private final PreferenceStore preferences;
    private final InstanceStore instances;
    private final Roster roster;
    private final RosterStore rosterStore;
    private final Users users;
    private final UserStore userStore;
    private final StudySessions studySessions;
    private final WeeklyPlans weeklyPlans;
    private final Subscriptions subscriptions;
    private final Invoices invoices;
    private final Absences absences;
    private final CalendarSource calendar;
    private final Grades grades;
    private final RecordStore recordStore;
    private final ProfileStore profiles;
    private final UsageStore usage;
    private final SessionStore sessions;
    private final UsageLedger usageLedger;
    private final UsageStatistics usageStatistics;
    private final MigrationStore migrations;
    private final AlertStore alerts;
    private final ReminderStore reminders;
    private final PersonalData personalData;
    private final RetentionStore retention;
    private final OccurrenceStore occurrences;
    private final KeyedAnswers keyedAnswers;
    private final DocumentStore documents;
    private final Invoices issuedInvoices;
    private final BillingStore billing;
    private final AuditStore audit;

    DatabaseStores(Database database) {
        this.database = database;
        this.leases = new JdbcLeases(database);
        this.accounts = new JdbcAccountStore(database);
        this.activations = new JdbcActivations(database);
        this.usernames = new JdbcUsernameLedger(database);
        this.tombstones = new JdbcTombstones(database);
        this.hostKeys = new JdbcHostKeys(database);
        this.failedSignIns = new JdbcFailedSignIns(database);
        this.outbox = new JdbcOutbox(database);
        this.inbox = new JdbcInbox(database);
        this.receipts = new JdbcReceipts(database);
        this.smsBudget = new JdbcSmsBudget(database);
        this.bounces = new JdbcBounces(database);
        this.answers = new JdbcAnswers(database);
        this.templates = new JdbcTemplates(database);
        this.preferences = new JdbcPreferences(database);
        this.instances = new JdbcInstances(database);
        this.roster = new JdbcRoster(database);
        this.rosterStore = new JdbcRosterStore(database);
        this.users = new JdbcUsers(database);
        this.userStore = new JdbcUserStore(database);
        RecordStatements records = new RecordStatements(database);
        JdbcInvoices jdbcInvoices = JdbcInvoices.ofHost(records);
        this.studySessions = new JdbcStudySessions(records);
        this.weeklyPlans = new JdbcWeeklyPlans(records);
        this.subscriptions = new JdbcSubscriptions(records);
        this.invoices = jdbcInvoices;
        this.absences = new JdbcAbsences(records);
        this.calendar = new JdbcCalendar(records);
        this.grades = new JdbcGrades(records);
        this.recordStore = new JdbcRecordStore(records, jdbcInvoices);
        this.profiles = new JdbcProfileStore(database);
        this.usage = new JdbcUsageStore(database);
        this.sessions = new JdbcSessionStore(database);
        this.usageLedger = new JdbcUsageLedger(database);
        this.usageStatistics = new JdbcUsageStatistics(database);
        this.migrations = new JdbcMigrationStore(database);
        this.alerts = new JdbcAlertStore(database);
        this.reminders = new JdbcReminderStore(database);
        this.personalData = new JdbcPersonalData(database);
        this.retention = new JdbcRetention(database);
        this.occurrences = new JdbcOccurrenceStore(database);
        this.keyedAnswers = new JdbcKeyedAnswers(database);
        this.documents = new JdbcDocuments(database);
        JdbcInvoices issued = JdbcInvoices.issued(database);
        this.issuedInvoices = issued;
        this.billing = new JdbcBilling(database, issued);
        this.audit = new JdbcAudit(database);
    }

    final Database database() {
        return database;
    }

    @Override
    public final UnitOfWork unitOfWork() {
        return database;
    }

    @Override
    public final Leases leases() {
        return leases;
    }

    @Override
    public final AccountStore accounts() {
        return accounts;
    }

    @Override
    public final Activations activations() {
        return activations;
    }

    @Override
    public final UsernameLedger usernames() {
        return usernames;
    }

    @Override
    public final Tombstones tombstones() {
        return tombstones;
    }

    @Override
    public final HostKeyStore hostKeys() {
        return hostKeys;
    }

    @Override
    public final FailedSignIns failedSignIns() {
        return failedSignIns;
    }

    @Override
    public final Outbox outbox() {
        return outbox;
    }

    @Override
    public final Inbox inbox() {
        return inbox;
    }

    @Override
    public final SmsBudget smsBudget() {
        return smsBudget;
    }

    @Override
    public final Receipts receipts() {
        return receipts;
    }

    @Override
    public final BounceStore bounces() {
        return bounces;
    }

    @Override
    public final AnswerStore answers() {
        return answers;
    }

    @Override
    public final InstanceStore instances() {
        return instances;
    }

    @Override
    public final TemplateStore templates() {
        return templates;
    }

    @Override
    public final PreferenceStore preferences() {
        return preferences;
    }

    @Override
    public final Roster roster() {
        return roster;
    }

    @Override
    public final RosterStore rosterStore() {
        return rosterStore;
    }

    @Override
    public final Users users() {
        return users;
    }

    @Override
    public final UserStore userStore() {
        return userStore;
    }

    @Override
    public final StudySessions studySessions() {
        return studySessions;
    }

    @Override
    public final WeeklyPlans weeklyPlans() {
        return weeklyPlans;
    }

    @Override
    public final Subscriptions subscriptions() {
        return subscriptions;
    }

    @Override
    public final Invoices invoices() {
        return invoices;
    }

    @Override
    public final Absences absences() {
        return absences;
    }

    @Override
    public final CalendarSource calendar() {
        return calendar;
    }

    @Override
    public final Grades grades() {
        return grades;
    }

    @Override
    public final RecordStore recordStore() {
        return recordStore;
    }

    @Override
    public final ProfileStore profiles() {
        return profiles;
    }

    @Override
    public final UsageStore usage() {
        return usage;
    }

    @Override
    public final SessionStore sessions() {
        return sessions;
    }

    @Override
    public final UsageLedger usageLedger() {
        return usageLedger;
    }

    @Override
    public final UsageStatistics usageStatistics() {
        return usageStatistics;
    }

    @Override
    public final MigrationStore migrations() {
        return migrations;
    }

    @Override
    public final AlertStore alerts() {
        return alerts;
    }

    @Override
    public final ReminderStore reminders() {
        return reminders;
    }

    @Override
    public final PersonalData personalData() {
        return personalData;
    }

    @Override
    public final RetentionStore retention() {
        return retention;
    }

    @Override
    public final OccurrenceStore occurrences() {
        return occurrences;
    }

    @Override
    public final KeyedAnswers keyedAnswers() {
        return keyedAnswers;
    }

    @Override
    public final DocumentStore documents() {
        return documents;
    }

    @Override
    public final AuditStore audit() {
        return audit;
    }

    @Override
    public final BillingStore billing() {
        return billing;
    }

    @Override
    public final Invoices issuedInvoices() {
        return issuedInvoices;
    }
}
