package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.user;
import static dev.cartable.tck.Samples.ELSEWHERE;
import static dev.cartable.tck.Samples.LONG;
import static dev.cartable.tck.Samples.NOW;
import static java.util.Objects.requireNonNull;

import dev.cartable.account.port.AccountStores;
import dev.cartable.alert.port.AlertStores;
import dev.cartable.audit.port.AuditStores;
import dev.cartable.billing.model.NumberSeries;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.billing.port.BillingStores;
import dev.cartable.document.port.DocumentStores;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.port.ReminderStores;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.RecordStore;
import dev.cartable.school.port.RecordStores;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.TaskStores;
import dev.cartable.work.KeyedAnswers;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import dev.cartable.work.WorkStores;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Every writing method of the stores, called once on rows where it changes something. */
final class Writes {

    private Writes() {}

    /**
     * A call of a writing method.
     *
     * @param before writes, and commits, what the call needs to find
     * @param action prepares the call on these stores
     */
    record Write<S extends WorkStores>(String name, BiConsumer<S, Tx> before, Function<S, Consumer<Tx>> action) {}

    private static final Map<Class<?>, Supplier<Stream<? extends Write<?>>>> BY_GROUP = byGroup();

    private static Map<Class<?>, Supplier<Stream<? extends Write<?>>>> byGroup() {
        Map<Class<?>, Supplier<Stream<? extends Write<?>>>> groups = new HashMap<>();
        groups.put(WorkStores.class, Writes::leases);
        groups.put(SchoolStores.class, Writes::users);
        groups.put(RecordStores.class, Writes::records);
        groups.put(NoticeStores.class, NoticeWrites::all);
        groups.put(AccountStores.class, AccountWrites::all);
        groups.put(QuotaStores.class, QuotaWrites::all);
        groups.put(AlertStores.class, Writes::alerts);
        groups.put(ReminderStores.class, Writes::reminders);
        groups.put(TaskStores.class, Writes::tasks);
        groups.put(DocumentStores.class, Writes::documents);
        groups.put(BillingStores.class, Writes::billing);
        groups.put(AuditStores.class, Writes::audit);
        return groups;
    }

    /** Those of a group. */
    @SuppressWarnings("unchecked") // A stream for a class is of that class.
    static <S extends WorkStores> Stream<Write<S>> of(Class<S> group) {
        return (Stream<Write<S>>) (Stream<?>)
                requireNonNull(BY_GROUP.get(group), group::getSimpleName).get();
    }

    private static Stream<Write<DocumentStores>> documents() {
        return Stream.of(write(
                "DocumentStore.add",
                (stores, tx) -> stores.documents().add(tx, List.of(DocumentStoreContract.document(1, 1, 1))),
                stores -> tx -> stores.documents()
                        .add(
                                tx,
                                List.of(
                                        DocumentStoreContract.document(2, 1, 2),
                                        DocumentStoreContract.document(3, 2, 1)))));
    }

    private static Stream<Write<AuditStores>> audit() {
        BiConsumer<AuditStores, Tx> two = (stores, tx) -> AuditStoreContract.add(stores.audit(), tx, 1, 2);
        return Stream.of(
                write("AuditStore.append", two, stores -> tx -> AuditStoreContract.add(stores.audit(), tx, 3)),
                write(
                        "AuditStore.erase",
                        two,
                        stores -> tx -> stores.audit()
                                .erase(tx, Set.of("M. Diallo"), "erased-1", Map.of("invoice:1", "invoice:x"), 3)));
    }

    private static Stream<Write<BillingStores>> billing() {
        BiConsumer<BillingStores, Tx> one = (stores, tx) -> {
            stores.billing().lockSeries(tx, Invoice.Type.INVOICE);
            SampleBilling.issue(stores.billing(), tx, 1);
            stores.billing().addDraft(tx, SampleBilling.draft(2));
        };
        return Stream.of(
                billing(one, "addDraft", (store, tx) -> store.addDraft(tx, SampleBilling.draft(3))),
                billing(one, "changeDraft", (store, tx) -> store.changeDraft(tx, SampleBilling.draft(2))),
                billing(one, "deleteDraft", (store, tx) -> store.deleteDraft(tx, "d2")),
                billing(
                        one,
                        "saveSeries",
                        (store, tx) -> store.saveSeries(
                                tx, NumberSeries.unused(Invoice.Type.INVOICE).next(SampleRecords.DAY))),
                billing(one, "issue", (store, tx) -> store.issue(tx, List.of(SampleBilling.issued(2)))),
                billing(
                        one,
                        "cancel",
                        (store, tx) -> store.cancel(
                                tx,
                                SampleBilling.creditNote(
                                        1, SampleBilling.issued(1).invoice(), SampleRecords.DAY))),
                billing(
                        one,
                        "addPayment",
                        (store, tx) ->
                                store.addPayment(tx, "d1", SampleBilling.payment(1, "1"), Invoice.State.PARTLY_PAID)),
                billing(one, "postpone", (store, tx) -> store.postpone(tx, "d1", SampleRecords.DAY, true)));
    }

    private static Write<BillingStores> billing(
            BiConsumer<BillingStores, Tx> before, String method, BiConsumer<BillingStore, Tx> call) {
        return write("BillingStore." + method, before, stores -> tx -> call.accept(stores.billing(), tx));
    }

    private static Stream<Write<TaskStores>> tasks() {
        TaskName task = OccurrenceStoreContract.TASK;
        BiConsumer<TaskStores, Tx> two = (stores, tx) -> {
            stores.occurrences().register(tx, List.of(OccurrenceStoreContract.setting(task)));
            stores.occurrences().add(tx, OccurrenceStoreContract.running(task, 1));
            stores.occurrences().add(tx, OccurrenceStoreContract.running(task, 2));
            stores.occurrences().ticked(tx, NOW);
            stores.keyedAnswers().begin(tx, KeyedAnswersContract.begun(1));
        };
        return Stream.of(
                write(
                        "OccurrenceStore.register",
                        two,
                        stores -> tx -> stores.occurrences()
                                .register(tx, List.of(OccurrenceStoreContract.setting(OccurrenceStoreContract.OTHER)))),
                write(
                        "OccurrenceStore.save",
                        two,
                        stores -> tx -> stores.occurrences()
                                .save(tx, OccurrenceStoreContract.setting(task).withEnabled(false, NOW))),
                write(
                        "OccurrenceStore.add",
                        two,
                        stores -> tx -> stores.occurrences().add(tx, OccurrenceStoreContract.running(task, 3))),
                write(
                        "OccurrenceStore.update",
                        two,
                        stores -> tx -> stores.occurrences()
                                .update(
                                        tx,
                                        OccurrenceStoreContract.running(task, 1)
                                                .ended(Occurrence.State.DONE, NOW, null, Map.of(), null))),
                write(
                        "OccurrenceStore.ticked",
                        two,
                        stores -> tx -> stores.occurrences().ticked(tx, NOW.plusSeconds(60))),
                write(
                        "OccurrenceStore.ticked, the first time",
                        (stores, tx) -> {},
                        stores -> tx -> stores.occurrences().ticked(tx, NOW)),
                write(
                        "OccurrenceStore.forget",
                        two,
                        stores -> tx -> stores.occurrences().forget(tx, NOW.plus(LONG.multipliedBy(5)), 10)),
                keyed(two, "begin", (store, tx) -> store.begin(tx, KeyedAnswersContract.begun(2))),
                keyed(
                        two,
                        "beginAgain",
                        (store, tx) -> store.beginAgain(tx, KeyedAnswersContract.begun(1), NOW.plusSeconds(1))),
                keyed(two, "answer", (store, tx) -> store.answer(tx, KeyedAnswersContract.key(1), "sealed")),
                keyed(two, "remove", (store, tx) -> store.remove(tx, KeyedAnswersContract.key(1))),
                keyed(two, "forget", (store, tx) -> store.forget(tx, NOW.plusSeconds(1), 10)));
    }

    private static Write<TaskStores> keyed(
            BiConsumer<TaskStores, Tx> before, String method, BiConsumer<KeyedAnswers, Tx> call) {
        return write("KeyedAnswers." + method, before, stores -> tx -> call.accept(stores.keyedAnswers(), tx));
    }

    private static Stream<Write<ReminderStores>> reminders() {
        BiConsumer<ReminderStores, Tx> one = (stores, tx) -> {
            stores.reminders().save(tx, List.of(ReminderStoreContract.suppressed(1)));
            stores.reminders().goLive(tx, ReminderStoreContract.KIND, ReminderStoreContract.DAY);
            stores.reminders().saveHold(tx, ReminderStoreContract.hold());
            stores.reminders()
                    .save(
                            tx,
                            List.of(ReminderStoreContract.held(
                                    3, ReminderStoreContract.hold().reason())));
        };
        return Stream.of(
                write(
                        "ReminderStore.save",
                        one,
                        stores -> tx -> stores.reminders().save(tx, List.of(ReminderStoreContract.suppressed(2)))),
                write(
                        "ReminderStore.save, in place of another",
                        one,
                        stores -> tx -> stores.reminders()
                                .save(
                                        tx,
                                        List.of(ReminderStoreContract.suppressed(1)
                                                .withReason("OTHER")))),
                write(
                        "ReminderStore.saveHold",
                        one,
                        stores -> tx -> stores.reminders()
                                .saveHold(tx, ReminderStoreContract.hold().alarmed(NOW.plusSeconds(60)))),
                write(
                        "ReminderStore.decide",
                        one,
                        stores -> tx -> stores.reminders()
                                .decide(tx, ReminderStoreContract.hold().decided(Hold.State.RELEASED, NOW))),
                write(
                        "ReminderStore.settle",
                        one,
                        stores -> tx -> stores.reminders()
                                .settle(
                                        tx,
                                        ReminderStoreContract.hold(),
                                        ReminderEntry.Outcome.DISCARDED,
                                        "RUN_DISCARDED",
                                        NOW,
                                        10)),
                write(
                        "ReminderStore.asked",
                        one,
                        stores -> tx -> stores.reminders()
                                .asked(tx, ReminderStoreContract.KIND, ReminderStoreContract.DAY, NOW)),
                write(
                        "ReminderStore.goLive",
                        one,
                        stores -> tx -> stores.reminders()
                                .goLive(tx, ReminderStoreContract.KIND, ReminderStoreContract.DAY.minusDays(1))));
    }

    private static Stream<Write<AlertStores>> alerts() {
        BiConsumer<AlertStores, Tx> one = (stores, tx) -> stores.alerts().insert(tx, AlertStoreContract.alert(1));
        return Stream.of(
                write(
                        "AlertStore.insert",
                        one,
                        stores -> tx -> stores.alerts().insert(tx, AlertStoreContract.alert(2))),
                write(
                        "AlertStore.update",
                        one,
                        stores -> tx -> stores.alerts()
                                .update(
                                        tx,
                                        AlertStoreContract.alert(1).toBuilder()
                                                .active(false)
                                                .build())),
                write(
                        "AlertStore.add",
                        one,
                        stores -> tx -> stores.alerts().add(tx, List.of(AlertStoreContract.firing()))),
                write(
                        "AlertStore.supervise",
                        one,
                        stores ->
                                tx -> stores.alerts().supervise(tx, new PromotionId("l3"), Set.of(new UserId("awa")))));
    }

    private static Stream<Write<WorkStores>> leases() {
        return Stream.of(new Write<>("Leases.renew", (stores, tx) -> {}, stores -> {
            Leases.Attempt attempt = stores.leases().acquire("run", ELSEWHERE, LONG);
            Leases.Grant grant = ((Leases.Attempt.Granted) attempt).grant();
            return tx -> stores.leases().renew(tx, grant, LONG.multipliedBy(2));
        }));
    }

    private static Stream<Write<SchoolStores>> users() {
        return Stream.of(write(
                "UserStore.save",
                (stores, tx) -> stores.userStore().save(tx, List.of(user(1))),
                stores -> tx -> stores.userStore().save(tx, List.of(user(3)))));
    }

    private static Stream<Write<RecordStores>> records() {
        BiConsumer<RecordStores, Tx> one = (stores, tx) -> {
            RecordStore store = stores.recordStore();
            store.saveStudySessions(tx, List.of(SampleRecords.session(1), SampleRecords.programmed(9)));
            store.saveWeeklyPlans(tx, List.of(SampleRecords.plan(1)));
            store.saveSubscriptions(tx, List.of(SampleRecords.subscription(1)));
            store.saveInvoices(tx, List.of(SampleRecords.invoice(1)));
            store.saveAbsences(tx, List.of(SampleRecords.absence(1)));
            store.saveCalendar(tx, List.of(SampleRecords.period(1)));
            store.saveGrades(tx, List.of(SampleRecords.grade(1)));
        };
        return Stream.of(
                record(one, "withdrawStudySessions", (store, tx) -> store.withdrawStudySessions(tx, List.of("s9"))),
                record(
                        one,
                        "saveStudySessions",
                        (store, tx) -> store.saveStudySessions(tx, List.of(SampleRecords.session(2)))),
                record(
                        one,
                        "addStudySessions",
                        (store, tx) -> store.addStudySessions(tx, List.of(SampleRecords.session(2)))),
                record(
                        one,
                        "saveWeeklyPlans",
                        (store, tx) -> store.saveWeeklyPlans(tx, List.of(SampleRecords.plan(2)))),
                record(
                        one,
                        "saveSubscriptions",
                        (store, tx) -> store.saveSubscriptions(tx, List.of(SampleRecords.subscription(2)))),
                record(one, "saveInvoices", (store, tx) -> store.saveInvoices(tx, List.of(SampleRecords.invoice(2)))),
                record(
                        one,
                        "savePayments",
                        (store, tx) -> store.savePayments(tx, List.of(SampleRecords.payment(1, 7)))),
                record(one, "saveAbsences", (store, tx) -> store.saveAbsences(tx, List.of(SampleRecords.absence(2)))),
                record(
                        one,
                        "excuseAbsence",
                        (store, tx) -> store.excuseAbsence(tx, "a1", LocalDate.of(2026, 11, 28), "Fièvre")),
                record(one, "removeAbsences", (store, tx) -> store.removeAbsences(tx, List.of("a1"))),
                record(one, "saveGrades", (store, tx) -> store.saveGrades(tx, List.of(SampleRecords.grade(2)))),
                record(one, "removeGrades", (store, tx) -> store.removeGrades(tx, List.of("g1"))),
                record(
                        one,
                        "saveTaughtSubjects",
                        (store, tx) -> store.saveTaughtSubjects(tx, List.of(SampleRecords.taughtSubject(2)))),
                record(
                        one,
                        "saveClassMembers",
                        (store, tx) -> store.saveClassMembers(tx, List.of(SampleRecords.member(2)))),
                record(
                        one,
                        "saveAppreciations",
                        (store, tx) -> store.saveAppreciations(tx, List.of(SampleRecords.appreciation(2)))),
                record(one, "saveReleases", (store, tx) -> store.saveReleases(tx, List.of(SampleRecords.release(2)))),
                record(one, "saveCalendar", (store, tx) -> store.saveCalendar(tx, List.of(SampleRecords.period(2)))),
                record(
                        one,
                        "removeCalendar",
                        (store, tx) -> store.removeCalendar(tx, List.of(SampleRecords.period(1)))));
    }

    private static Write<RecordStores> record(
            BiConsumer<RecordStores, Tx> before, String method, BiConsumer<RecordStore, Tx> call) {
        return write("RecordStore." + method, before, stores -> tx -> call.accept(stores.recordStore(), tx));
    }

    static <S extends WorkStores> Write<S> write(
            String name, BiConsumer<S, Tx> before, Function<S, Consumer<Tx>> action) {
        return new Write<>(name, before, action);
    }

    /** All that the ports show of what stands in the stores, as text. */
    static String everything(WorkStores stores) {
        return new Look(stores).all();
    }
}
