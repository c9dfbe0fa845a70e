package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.HERE;
import static dev.cartable.tck.Samples.LONG;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.hash;
import static dev.cartable.tck.Samples.many;
import static dev.cartable.tck.Samples.noticeId;

import dev.cartable.account.port.AccountStores;
import dev.cartable.alert.port.AlertStores;
import dev.cartable.audit.port.AuditStores;
import dev.cartable.billing.port.BillingStores;
import dev.cartable.document.port.DocumentStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.reminder.port.ReminderStores;
import dev.cartable.school.port.RecordStores;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.task.port.TaskStores;
import dev.cartable.work.Tx;
import dev.cartable.work.WorkStores;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A look at everything that the ports show of some samples, so that two states can be compared. */
final class Look {
    private static final int SAMPLES = 6;
    private static final List<String> HASHES = List.of(hash("key"), hash("other"), hash("name"), hash("base"));

    private static final Instant LATER = NOW.plus(LONG);

    private final WorkStores stores;

    Look(WorkStores stores) {
        this.stores = stores;
    }

    /** What the groups that the stores have show. */
    String all() {
        List<Object> seen = new ArrayList<>();
        seen.add(stores.leases().holder("run"));
        if (stores instanceof AccountStores accounts) {
            accounts(accounts, seen);
        }
        if (stores instanceof NoticeStores notices) {
            notices(notices, seen);
        }
        if (stores instanceof SchoolStores school) {
            seen.add(read(school.users().all()));
        }
        if (stores instanceof RecordStores records) {
            records(records, seen);
        }
        if (stores instanceof QuotaStores quotas) {
            quotas(quotas, seen);
        }
        if (stores instanceof AlertStores alerts) {
            seen.add(alerts.alerts().all());
            seen.add(alerts.alerts().supervisors());
            seen.add(alerts.alerts().last(List.of(AlertStoreContract.firing().key())));
        }
        if (stores instanceof ReminderStores reminders) {
            seen.add(read(reminders.reminders().history(ReminderStoreContract.EVERYTHING)));
            seen.add(reminders.reminders().liveSince(List.of(ReminderStoreContract.KIND)));
            seen.add(reminders.reminders().holds(ReminderStoreContract.DAY));
            seen.add(reminders.reminders().askedAt(List.of(ReminderStoreContract.KIND), ReminderStoreContract.DAY));
        }
        if (stores instanceof TaskStores tasks) {
            seen.add(tasks.occurrences().ledger());
            seen.add(read(tasks.occurrences().history(null)));
            seen.add(many(SAMPLES, i -> tasks.keyedAnswers().find(KeyedAnswersContract.key(i))));
        }
        if (stores instanceof DocumentStores documents) {
            seen.add(read(documents.documents().of(SampleRecords.TERM)));
        }
        if (stores instanceof BillingStores billing) {
            seen.add(read(billing.billing().drafts()));
            seen.add(billing.billing().series());
            seen.add(read(billing.issuedInvoices().issued(null)));
        }
        if (stores instanceof AuditStores audit) {
            seen.add(audit.audit().head());
            seen.add(audit.audit().after(0, SAMPLES));
        }
        seen.add(undone());
        return seen.stream().map(Look::written).collect(Collectors.joining("\n"));
    }

    private static void accounts(AccountStores stores, List<Object> seen) {
        seen.add(read(stores.accounts().all()));
        seen.add(stores.accounts().pupils(many(SAMPLES, Samples::accountId)));
        seen.add(stores.activations().latest(many(SAMPLES, Samples::accountId)));
        seen.add(many(SAMPLES, i -> stores.activations().find(Samples.token(i)).isPresent()));
        seen.add(stores.hostKeys().all());
        seen.add(stores.tombstones().among(HASHES));
    }

    private static void notices(NoticeStores stores, List<Object> seen) {
        seen.add(stores.receipts().ended(LATER, 100));
        seen.add(stores.smsBudget().used(LocalDate.of(2026, 11, 28)));
        seen.add(read(stores.outbox().history(NoticeFilter.all())));
        seen.add(stores.outbox().inMessage(noticeId(2)));
        seen.add(Stream.of(Channel.EMAIL, Channel.SMS, Channel.IN_APP)
                .map(channel -> stores.outbox().paused(channel, NOW))
                .toList());
        seen.add(stores.outbox().pausedDomains(Channel.EMAIL));
        seen.add(stores.outbox().counts(NOW, LATER));
        seen.add(stores.outbox().oldestWaiting());
        seen.add(many(SAMPLES, i -> stores.inbox().of(Samples.recipient(i), 100)));
        seen.add(stores.templates().all());
        seen.add(new TreeMap<>(stores.preferences().of(many(SAMPLES, Samples::recipient)).values().stream()
                .collect(Collectors.toMap(one -> one.person().toString(), one -> one))));
        seen.add(stores.instances().find());
        seen.add(read(stores.bounces().all()));
        seen.add(read(stores.answers().in(EnumSet.allOf(NoticeAnswer.State.class))));
    }

    private static void records(RecordStores stores, List<Object> seen) {
        seen.add(read(stores.studySessions().between(SampleRecords.EARLY, SampleRecords.LATE)));
        seen.add(read(stores.weeklyPlans().validBetween(SampleRecords.EARLY, SampleRecords.LATE)));
        seen.add(stores.subscriptions().of(many(SAMPLES, Samples::pupil)));
        seen.add(stores.invoices().invoices(many(SAMPLES, i -> "i" + i)));
        seen.add(read(stores.absences().between(SampleRecords.EARLY, SampleRecords.LATE)));
        seen.add(stores.calendar().calendar().periods());
        seen.add(stores.grades().ofClass(SampleRecords.CLASS));
        seen.add(stores.grades().members(SampleRecords.CLASS));
        seen.add(stores.grades().subjects(List.of(SampleRecords.CLASS)));
        seen.add(stores.grades().appreciations(many(SAMPLES, Samples::pupil), SampleRecords.TERM));
        seen.add(stores.grades()
                .releases(many(SAMPLES, i -> SampleRecords.release(i).classTerm())));
    }

    private static void quotas(QuotaStores stores, List<Object> seen) {
        seen.add(stores.profiles().all());
        seen.add(stores.profiles().assignments(many(SAMPLES, SampleQuotas::holder)));
        seen.add(read(stores.profiles().history(null, null)));
        seen.add(read(stores.usage().all()));
        seen.add(read(stores.sessions().all(null)));
        Map<Session.Key, Instant> keys = new HashMap<>();
        many(SAMPLES, i -> keys.put(SampleSessions.key(i, 1), Instant.EPOCH));
        seen.add(stores.sessions().readings(keys));
        seen.add(stores.sessions().checkpoints(keys));
        seen.add(stores.sessions().events(Map.of(SampleSessions.NAS, Instant.EPOCH)));
        seen.add(many(SAMPLES, i -> stores.sessions().uses(SampleQuotas.userId(i))));
        seen.add(stores.usage().userQuotas(many(SAMPLES, SampleQuotas::userId)));
        seen.add(many(
                SAMPLES,
                i -> stores.usage().days(SampleQuotas.userId(i), LocalDate.of(2000, 1, 1), LocalDate.of(2100, 1, 1))));
        seen.add(many(SAMPLES, i -> read(stores.usage().adjustments(SampleQuotas.userId(i)))));
        seen.add(stores.usage()
                .firstUses(many(SAMPLES, i -> new UsageStore.FirstUse(SampleQuotas.userId(i), Samples.uuid(i)))));
        seen.add(read(stores.migrations().all()));
    }

    /** What can only be seen in a transaction, which is undone. */
    private Object undone() {
        List<Object> seen = new ArrayList<>();
        try {
            stores.unitOfWork().run(tx -> {
                inside(tx, seen);
                throw new Seen();
            });
        } catch (Seen expected) {
            return seen;
        }
        throw new AssertionError("the exception that was to undo the look has vanished");
    }

    private void inside(Tx tx, List<Object> seen) {
        if (stores instanceof AccountStores accounts) {
            seen.add(accounts.usernames().taken(tx, HASHES));
            seen.add(accounts.usernames().highestSuffix(tx, HASHES));
            seen.add(accounts.failedSignIns().lock(tx, hash("key")));
        }
        if (stores instanceof QuotaStores quotas) {
            seen.add(quotas.usage().forgetEvents(tx, LATER, 100));
        }
        if (stores instanceof NoticeStores notices) {
            seen.add(notices.outbox().claim(tx, Channel.EMAIL, 100, HERE, LONG, NOW).stream()
                    .map(claimed -> List.of(claimed.notice().id(), claimed.attempts(), claimed.maybeSent()))
                    .toList());
        }
    }

    /** Records in full, since their own text hides what belongs in no log; sets and maps in one order. */
    private static String written(Object value) {
        if (value instanceof Record row) {
            return Stream.of(row.getClass().getRecordComponents())
                    .map(component -> component.getName() + "=" + written(component, row))
                    .collect(Collectors.joining(", ", "(", ")"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> written(entry.getKey()) + ": " + written(entry.getValue()))
                    .sorted()
                    .toList()
                    .toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Look::written).toList().toString();
        }
        if (value instanceof Collection<?> set) {
            return set.stream().map(Look::written).sorted().toList().toString();
        }
        return String.valueOf(value);
    }

    private static String written(RecordComponent component, Record row) {
        try {
            Object value = component.getAccessor().invoke(row);
            return value == null ? "null" : written(value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot read " + component, e);
        }
    }

    private static final class Seen extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
