package dev.cartable;

import dev.cartable.account.Accounts;
import dev.cartable.account.internal.AccountParts;
import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.internal.Erasures;
import dev.cartable.account.port.Tombstones;
import dev.cartable.alert.Alerts;
import dev.cartable.alert.internal.AlertParts;
import dev.cartable.audit.AuditTrail;
import dev.cartable.audit.internal.AuditParts;
import dev.cartable.backup.Backups;
import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.billing.Billing;
import dev.cartable.billing.internal.BillingParts;
import dev.cartable.billing.internal.RestoredNumbers;
import dev.cartable.document.Documents;
import dev.cartable.document.GenerateReportCards;
import dev.cartable.document.internal.DocumentErasure;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentException;
import dev.cartable.document.port.DocumentStore;
import dev.cartable.document.port.DocumentVault;
import dev.cartable.notice.CommitDispatcher;
import dev.cartable.notice.Notices;
import dev.cartable.notice.internal.NoticeParts;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.privacy.Privacy;
import dev.cartable.privacy.internal.PersonalFiles;
import dev.cartable.privacy.internal.PrivacyParts;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.internal.QuotaParts;
import dev.cartable.reminder.Reminders;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.Entitlements;
import dev.cartable.school.Records;
import dev.cartable.school.Rosters;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.internal.SchoolParts;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.RecordStore;
import dev.cartable.task.Task;
import dev.cartable.task.Tasks;
import dev.cartable.task.internal.TaskParts;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.Alarms;
import dev.cartable.task.port.OccurrenceStore;
import dev.cartable.work.InstanceGuard;
import dev.cartable.work.LocalInstance;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.Deed;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contexts of one school, wired to what the host gave, and what they take from one another. */
final class Parts extends GivenParts
        implements SchoolParts,
                NoticeParts,
                AccountParts,
                QuotaParts,
                AlertParts,
                PrivacyParts,
                TaskParts,
                ReminderParts,
                DocumentParts,
                BillingParts,
                AuditParts,
                BackupParts {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Accounts accounts = new Accounts(this);
    private final Quotas quotas = new Quotas(this);
    private final Alerts alerts = new Alerts(this);
    private final Notices notices = new Notices(this);
    private final Rosters rosters = new Rosters(this);
    private final Records records = new Records(this);
    private final Privacy privacy = new Privacy(this);
    private final Tasks tasks = new Tasks(this);
    private final Reminders reminders = new Reminders(this);
    private final Documents documents = new Documents(this);
    private final Billing billing = new Billing(this);
    private final AuditTrail auditTrail = new AuditTrail(this);
    private final Backups backups = new Backups(this);
    private @Nullable InstanceGuard instance;
    private @Nullable RestoreSteps restoreSteps;

    /** @param given a copy of the builder, which does not change */
    Parts(CartableBuilder given) {
        super(given);
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

    Records records() {
        return records;
    }

    Privacy privacy() {
        return privacy;
    }

    Reminders reminders() {
        return reminders;
    }

    Documents documents() {
        return documents;
    }

    Billing billing() {
        return billing;
    }

    AuditTrail auditTrail() {
        return auditTrail;
    }

    /** Whether study sessions can be programmed from weekly plans. */
    boolean plansSessions() {
        return given.recordStores != null
                && studySessions().isPresent()
                && weeklyPlans().isPresent()
                && recordStore().writable(RecordStore.Relation.STUDY_SESSION);
    }

    Backups backups() {
        return backups;
    }

    @Override
    public void record(Deed deed) {
        if (!hasAudit()) {
            return;
        }
        try {
            transactions().run(tx -> deed.record(transactions(), tx));
        } catch (RuntimeException e) {
            // Backups are looked after where the database is broken, too.
            LOG.warn("{} is not in the audit trail, which cannot be written: {}", deed.name(), e.toString());
        }
    }

    Tasks taskContext() {
        return tasks;
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
                    new RestoredDatabase(),
                    given.time);
        }
        return instance;
    }

    /** What a restored database would do again. */
    private final class RestoredDatabase implements InstanceGuard.Restored {
        @Override
        public long epoch() {
            try {
                return given.backupVault == null
                        ? 0
                        : given.backupVault.restoreLog().read().epoch();
            } catch (IOException e) {
                LOG.warn(
                        "Whether the database was restored is not known, since the log cannot be read: {}",
                        e.toString());
                return 0;
            }
        }

        @Override
        public int hold(Tx tx, int max, Instant now) {
            return noticeStores().outbox().hold(tx, max, NoticeReason.RESTORED.name(), now);
        }

        @Override
        public void settle(Tx tx, Instant now) {
            holdNumbers(tx, now);
            if (given.taskStores == null) {
                return;
            }
            OccurrenceStore occurrences = given.taskStores.occurrences();
            occurrences.ledger().tasks().forEach((name, task) -> {
                occurrences.save(tx, task.setting().withSince(now));
                Occurrence last = task.last();
                if (last != null && !last.state().isFinal()) {
                    occurrences.update(
                            tx,
                            last.ended(
                                    Occurrence.State.FAILED,
                                    now,
                                    null,
                                    last.counts(),
                                    "the database was restored from a backup that was made meanwhile"));
                }
            });
        }
    }

    /** Gives no number of an invoice until a person has named the last one. */
    void holdNumbers() {
        if (hasBilling()) {
            transactions().run(tx -> holdNumbers(tx, time().instant()));
        }
    }

    private void holdNumbers(Tx tx, Instant now) {
        if (issuesInvoices()) {
            RestoredNumbers.hold(tx, billingStores().billing(), now);
        } else if (hasBilling()) {
            RestoredNumbers.holdUsed(tx, billingStores().billing(), now);
        }
    }

    /** The same object each time: one step prepares what it runs on. */
    private synchronized @Nullable RestoreSteps restoreSteps() {
        if (restoreSteps == null) {
            restoreSteps = RestoreSteps.of(this);
        }
        return restoreSteps;
    }

    /** Whether the database has what a restore must not undo. */
    boolean keepsState() {
        return given.accountStores != null || given.noticeStores != null;
    }

    /** The same contexts over the stores of a restored database, which no other process uses. */
    Parts over(Stores stores) {
        CartableBuilder other = given.clone().stores(stores).sessionRevoker(account -> {});
        other.instance = null;
        other.backupVault = null;
        other.documentVault = null;
        return new Parts(other);
    }

    @Override
    public List<StagedDatabaseStep> stagedDatabaseSteps() {
        List<StagedDatabaseStep> steps = new ArrayList<>();
        RestoreSteps own = restoreSteps();
        if (own != null) {
            steps.addAll(own.steps());
        }
        steps.addAll(super.stagedDatabaseSteps());
        return steps;
    }

    @Override
    public List<StagedDatabaseStep> keptDatabaseSteps() {
        RestoreSteps own = restoreSteps();
        return own == null ? List.of() : own.keptSteps();
    }

    @Override
    public List<BackupHook> backupHooks() {
        List<BackupHook> hooks = new ArrayList<>();
        RestoreSteps own = restoreSteps();
        if (own != null) {
            hooks.add(own.hook());
        }
        hooks.addAll(super.backupHooks());
        return hooks;
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
    public Map<Kind, Instant> lastTimes(Collection<? extends ReminderRule<?>> rules) {
        Map<TaskName, Slot> slots =
                tasks.lastSlots(rules.stream().map(Catalogue::taskOf).toList());
        Map<Kind, Instant> times = new HashMap<>();
        rules.forEach(rule -> {
            Slot slot = slots.get(Catalogue.taskOf(rule));
            if (slot != null) {
                times.put(rule.kind(), slot.at());
            }
        });
        return times;
    }

    @Override
    public List<Task> tasks() {
        List<Task> all = new ArrayList<>(Catalogue.tasks(this));
        all.addAll(given.tasks);
        all.addAll(given.laterTasks.get());
        return all.stream().map(given.taskDecorator).toList();
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
    public Alarms alarms() {
        Alarms alarms = given.alarmDecorator.apply(given.alarms);
        return given.alarmsTo == null
                ? alarms
                : new AlarmMail(alarms, given.alarmsTo, transactions(), noticeQueue(), school());
    }

    @Override
    public Entitlements entitlements() {
        return rosters.entitlements();
    }

    @Override
    public ErasedPeople erasedPeople() {
        return new ErasedPeople() {
            @Override
            public Set<GuardianId> guardians(Collection<GuardianId> guardians) {
                return erased(Erasures::guardians, guardians);
            }

            @Override
            public Set<PupilId> pupils(Collection<PupilId> pupils) {
                return erased(Erasures::pupils, pupils);
            }

            @Override
            public Set<UserId> users(Collection<UserId> users) {
                return erased(Erasures::users, users);
            }
        };
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
        return new Erasures(accountStores().tombstones(), accountStores().hostKeys(), key(), withdrawals());
    }

    @Override
    public Optional<Instant> reportCardNoticesSince() {
        return since(Catalogue.REPORT_CARD_NOTICES);
    }

    @Override
    public Optional<Instant> invoiceNoticesSince() {
        return since(Catalogue.INVOICE_NOTICES);
    }

    private Optional<Instant> since(TaskName task) {
        if (given.taskStores == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                        given.taskStores.occurrences().ledger().tasks().get(task))
                .map(known -> known.setting().since());
    }

    @Override
    public Enclosures invoiceEnclosures(Invoice invoice, Recipient recipient) {
        if (given.documentStores == null || given.documentVault == null || given.invoiceRenderer == null) {
            return Enclosures.NONE;
        }
        try {
            return documents.enclosures(invoice, recipient);
        } catch (DocumentException e) {
            LOG.warn("A reminder of invoice {} goes without its document: {}", invoice.id(), e.code());
            return Enclosures.NONE;
        }
    }

    /** Documents about a person are deleted with the rows about them. */
    @Override
    public PersonalFiles personalFiles() {
        if (given.documentStores == null || given.documentVault == null) {
            return PersonalFiles.NONE;
        }
        DocumentStore store = given.documentStores.documents();
        DocumentVault vault = given.documentVault;
        return new PersonalFiles() {
            @Override
            public Optional<String> lease() {
                return Optional.of(GenerateReportCards.LEASE);
            }

            @Override
            public void delete(PupilId pupil) {
                DocumentErasure.delete(store, vault, pupil);
            }

            @Override
            public void delete(GuardianId payer) {
                DocumentErasure.delete(store, vault, payer);
            }
        };
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
        if (hasDocumentNotices()) {
            types.addAll(documents.noticeTypes());
        }
        if (hasInvoiceNotices()) {
            types.addAll(documents.invoiceNoticeTypes());
        }
        types.addAll(notices.noticeTypes());
        types.add(new AlarmNotice(school(), given.alarmsTo));
        return types;
    }
}
