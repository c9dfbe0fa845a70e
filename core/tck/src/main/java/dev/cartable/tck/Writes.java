package dev.cartable.tck;
import static dev.cartable.tck.SampleQuotas.adjustment;
import static dev.cartable.tck.SampleQuotas.assignment;
import static dev.cartable.tck.SampleQuotas.change;
import static dev.cartable.tck.SampleQuotas.charge;
import static dev.cartable.tck.SampleQuotas.full;
import static dev.cartable.tck.SampleQuotas.holder;
import static dev.cartable.tck.SampleQuotas.profile;
import static dev.cartable.tck.SampleQuotas.user;
import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.Samples.ELSEWHERE;
import static dev.cartable.tck.Samples.HERE;
import static dev.cartable.tck.Samples.LONG;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.account;
import static dev.cartable.tck.Samples.accountId;
import static dev.cartable.tck.Samples.activation;
import static dev.cartable.tck.Samples.hash;
import static dev.cartable.tck.Samples.message;
import static dev.cartable.tck.Samples.notice;
import static dev.cartable.tck.Samples.noticeId;
import static dev.cartable.tck.Samples.pupils;
import static dev.cartable.tck.Samples.recipient;
import static dev.cartable.tck.Samples.token;
import static dev.cartable.tck.Samples.uuid;
import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.PhoneCode;
import dev.cartable.account.model.SignInLimit.FailedAttempts;
import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.UsernameLedger;
import dev.cartable.alert.port.AlertStores;
import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Topic;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.notice.port.Receipts;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageChange;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.UsageStore.FirstUse;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.port.ReminderStores;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.RecordStore;
import dev.cartable.school.port.RecordStores;
import dev.cartable.school.port.SchoolStores;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.TaskStores;
import dev.cartable.work.InstanceStore;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import dev.cartable.work.WorkStores;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Every writing method of the stores, called once on rows where it changes something. */
final class Writes {
    private static final LocalDate BUDGET_DAY = LocalDate.of(2026, 11, 28);
    private static final DeliveryReceipt RECEIPT =
            new DeliveryReceipt(Channel.SMS, "one", DeliveryReceipt.State.DELIVERED, "", NOW);

    private static final Outbox.DomainPause DOMAIN =
            new Outbox.DomainPause(Channel.EMAIL, "slow.example", NOW.plusSeconds(60), "421");

    private static final Kind KIND = Kind.of("account.activation");
    private static final Topic TOPIC = new Topic(Category.STUDY, Channel.EMAIL);
    private static final QuietHours QUIET = new QuietHours(LocalTime.of(21, 0), LocalTime.of(7, 0), ZoneOffset.UTC);
    private static final String KEY = hash("key");
    private static final UsernameLedger.Entry NAME = new UsernameLedger.Entry(hash("name"), hash("base"), 3);

    private Writes() {}

    /**
     * A call of a writing method.
     *
     * @param before writes, and commits, what the call needs to find
     * @param action prepares the call on these stores
     */
    record Write<S extends WorkStores>(String name, BiConsumer<S, Tx> before, Function<S, Consumer<Tx>> action) {}

    private static final Map<Class<?>, Supplier<Stream<? extends Write<?>>>> BY_GROUP = Map.of(
            WorkStores.class,
            Writes::leases,
            SchoolStores.class,
            Writes::users,
            RecordStores.class,
            Writes::records,
            NoticeStores.class,
            () -> Stream.concat(outbox(), messages()),
            AccountStores.class,
            () -> Stream.concat(accounts(), guards()),
            QuotaStores.class,
            () -> Stream.of(profiles(), usage(), sessions()).flatMap(Function.identity()),
            AlertStores.class,
            Writes::alerts,
            ReminderStores.class,
            Writes::reminders,
            TaskStores.class,
            Writes::tasks);

    /** Those of a group. */
    @SuppressWarnings("unchecked") // A stream for a class is of that class.
    static <S extends WorkStores> Stream<Write<S>> of(Class<S> group) {
        return (Stream<Write<S>>) (Stream<?>)
                requireNonNull(BY_GROUP.get(group), group::getSimpleName).get();
    }

    private static Stream<Write<TaskStores>> tasks() {
        TaskName task = OccurrenceStoreContract.TASK;
        BiConsumer<TaskStores, Tx> two = (stores, tx) -> {
            stores.occurrences().register(tx, List.of(OccurrenceStoreContract.setting(task)));
            stores.occurrences().add(tx, OccurrenceStoreContract.running(task, 1));
            stores.occurrences().add(tx, OccurrenceStoreContract.running(task, 2));
            stores.occurrences().ticked(tx, NOW);
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
                        stores -> tx -> stores.occurrences().forget(tx, NOW.plus(LONG.multipliedBy(5)), 10)));
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

    private static Stream<Write<QuotaStores>> sessions() {
        BiConsumer<QuotaStores, Tx> one = (stores, tx) -> {
            stores.sessions().add(tx, List.of(SampleSessions.start(1, 1, NOW)));
            stores.sessions().put(tx, List.of(SampleSessions.ended(1, 1, NOW, NOW)));
            stores.sessions().contribute(tx, List.of(SampleSessions.use(1, 1, 0, 5, 50)));
        };
        return Stream.of(
                write(
                        "SessionStore.add, a reading",
                        one,
                        stores -> tx -> stores.sessions().add(tx, List.of(SampleSessions.start(2, 1, NOW)))),
                write(
                        "SessionStore.add, an event",
                        one,
                        stores -> tx -> stores.sessions().add(tx, SampleSessions.restart(SampleSessions.NAS, NOW))),
                write(
                        "SessionStore.put",
                        one,
                        stores -> tx -> stores.sessions().put(tx, List.of(SampleSessions.open(1, 1, NOW)))),
                write(
                        "SessionStore.remove",
                        one,
                        stores -> tx -> stores.sessions().remove(tx, List.of(SampleSessions.open(1, 1, NOW)))),
                write(
                        "SessionStore.contribute",
                        one,
                        stores -> tx -> stores.sessions().contribute(tx, List.of(SampleSessions.use(1, 1, 0, 1, 1)))),
                write(
                        "SessionStore.contribute, down to nothing",
                        one,
                        stores ->
                                tx -> stores.sessions().contribute(tx, List.of(SampleSessions.use(1, 1, 0, -5, -50)))),
                write(
                        "SessionStore.forget",
                        one,
                        stores -> tx -> stores.sessions().forget(tx, NOW.plusSeconds(1), 10)));
    }

    private static Stream<Write<WorkStores>> leases() {
        return Stream.of(new Write<>("Leases.renew", (stores, tx) -> {}, stores -> {
            Leases.Attempt attempt = stores.leases().acquire("run", ELSEWHERE, LONG);
            Leases.Grant grant = ((Leases.Attempt.Granted) attempt).grant();
            return tx -> stores.leases().renew(tx, grant, LONG.multipliedBy(2));
        }));
    }

    private static Stream<Write<AccountStores>> accounts() {
        BiConsumer<AccountStores, Tx> two =
                (stores, tx) -> stores.accounts().insert(tx, List.of(account(1), account(2)));
        BiConsumer<AccountStores, Tx> linked = two.andThen((stores, tx) -> {
            stores.accounts().link(tx, Map.of(accountId(1), pupils(1, 2)), NOW);
            stores.activations().issue(tx, List.of(activation(1)));
        });
        return Stream.of(
                write(
                        "AccountStore.insert",
                        two,
                        stores -> tx -> stores.accounts().insert(tx, List.of(account(3)))),
                write("AccountStore.update", two, stores -> tx -> {
                    Account changed = account(1).signedIn(NOW);
                    stores.accounts().update(tx, List.of(changed));
                }),
                write(
                        "AccountStore.link, a new one",
                        linked,
                        stores -> tx -> stores.accounts().link(tx, Map.of(accountId(1), pupils(1, 2, 3)), NOW)),
                write(
                        "AccountStore.link, an end",
                        linked,
                        stores -> tx -> stores.accounts().link(tx, Map.of(accountId(1), pupils(1)), NOW)),
                write(
                        "Activations.issue, a first one",
                        linked,
                        stores -> tx -> stores.activations().issue(tx, List.of(activation(2)))),
                write(
                        "Activations.issue, in place of another",
                        linked,
                        stores -> tx -> stores.activations().issue(tx, List.of(activation(2, accountId(1))))),
                write(
                        "Activations.redeem",
                        linked,
                        stores -> tx -> stores.activations().redeem(tx, token(1), NOW)),
                write(
                        "Activations.writeCode",
                        linked,
                        stores -> tx -> stores.activations().writeCode(tx, token(1), PhoneCode.issued(NOW))),
                write(
                        "Activations.revoke",
                        linked,
                        stores -> tx -> stores.activations().revoke(tx, accountId(1))),
                write(
                        "AccountStore.remove",
                        linked,
                        stores -> tx -> stores.accounts().remove(tx, List.of(accountId(1)))),
                write(
                        "UsernameLedger.release",
                        (stores, tx) -> stores.usernames().reserve(tx, List.of(NAME)),
                        stores -> tx -> stores.usernames().release(tx, List.of(NAME.skeleton()))),
                write(
                        "Activations.revokeUnused",
                        linked,
                        stores -> tx -> stores.activations().revokeUnused(tx)),
                write(
                        "HostKeyStore.add",
                        two,
                        stores -> tx -> stores.hostKeys().add(tx, HostKeyStoreContract.entry(1))),
                write(
                        "HostKeyStore.update",
                        (stores, tx) -> stores.hostKeys().add(tx, HostKeyStoreContract.entry(1)),
                        stores -> tx -> stores.hostKeys()
                                .update(tx, HostKeyStoreContract.entry(1).lost(NOW))),
                write(
                        "UsernameLedger.reserve",
                        two,
                        stores -> tx -> stores.usernames().reserve(tx, List.of(NAME))));
    }

    private static Stream<Write<NoticeStores>> outbox() {
        BiConsumer<NoticeStores, Tx> queued = (stores, tx) -> stores.outbox().add(tx, List.of(notice(1), notice(2)));
        return Stream.of(
                write("Outbox.add", queued, stores -> tx -> stores.outbox().add(tx, List.of(notice(3)))),
                write("Outbox.claim", queued, stores -> tx -> claim(stores, tx)),
                claimed("Outbox.sending", queued, (outbox, tx, claim) -> outbox.sending(tx, List.of(claim), LONG)),
                claimed("Outbox.bind", queued, (outbox, tx, claim) -> outbox.bind(tx, claim, noticeId(2))),
                claimed(
                        "Outbox.finish",
                        queued,
                        (outbox, tx, claim) ->
                                outbox.finish(tx, List.of(new Outcome(claim, NoticeState.FAILED, "550", NOW)))),
                claimed(
                        "Outbox.putBack",
                        queued,
                        (outbox, tx, claim) -> outbox.putBack(tx, claim, NOW.plusSeconds(60), "451", true)),
                write(
                        "Outbox.retry",
                        (stores, tx) -> {
                            queued.accept(stores, tx);
                            stores.outbox()
                                    .finish(
                                            tx,
                                            List.of(new Outcome(claim(stores, tx), NoticeState.FAILED, "550", NOW)));
                        },
                        stores -> tx -> stores.outbox().retry(tx, List.of(noticeId(1), noticeId(2)), NOW)),
                write(
                        "Outbox.cancel",
                        queued,
                        stores -> tx -> stores.outbox().cancel(tx, List.of(noticeId(1)), "not wanted", NOW)),
                write("Outbox.hold", queued, stores -> tx -> stores.outbox().hold(tx, 10, "restored", NOW)),
                write(
                        "Outbox.release",
                        (stores, tx) -> {
                            queued.accept(stores, tx);
                            stores.outbox().hold(tx, 10, "restored", NOW);
                        },
                        stores -> tx -> stores.outbox().release(tx, List.of(noticeId(1)), NOW)),
                write(
                        "Outbox.amend",
                        (stores, tx) -> {
                            queued.accept(stores, tx);
                            stores.outbox()
                                    .finish(tx, List.of(new Outcome(claim(stores, tx), NoticeState.SENT, "250", NOW)));
                        },
                        stores -> tx -> stores.outbox()
                                .amend(tx, List.of(noticeId(1), noticeId(2)), NoticeState.FAILED, "bounced", NOW)),
                write(
                        "InstanceStore.add",
                        queued,
                        stores -> tx -> stores.instances().add(tx, new InstanceStore.Entry("a", NOW, null, null))),
                write(
                        "InstanceStore.update",
                        (stores, tx) -> stores.instances().add(tx, new InstanceStore.Entry("a", NOW, null, null)),
                        stores -> tx -> stores.instances().update(tx, new InstanceStore.Entry("b", NOW, "a", NOW))),
                write(
                        "Outbox.pause",
                        queued,
                        stores -> tx -> stores.outbox().pause(tx, Channel.EMAIL, NOW.plusSeconds(60), "421")),
                write(
                        "Outbox.pauseDomain",
                        queued,
                        stores -> tx -> stores.outbox().pauseDomain(tx, DOMAIN)),
                write(
                        "Outbox.resumeDomains",
                        (stores, tx) -> stores.outbox().pauseDomain(tx, DOMAIN),
                        stores -> tx -> stores.outbox().resumeDomains(tx, Channel.EMAIL, List.of(DOMAIN.domain()))));
    }

    private static Stream<Write<AccountStores>> guards() {
        BiConsumer<AccountStores, Tx> full = (stores, tx) -> {
            stores.tombstones().add(tx, KEY, NOW);
            stores.failedSignIns().lock(tx, KEY);
            stores.failedSignIns().put(tx, KEY, new FailedAttempts(2, NOW));
        };
        return Stream.of(
                write(
                        "Tombstones.add",
                        full,
                        stores -> tx -> stores.tombstones().add(tx, hash("other"), NOW)),
                write(
                        "FailedSignIns.put",
                        full,
                        stores -> tx -> stores.failedSignIns().put(tx, KEY, new FailedAttempts(3, NOW))),
                write(
                        "FailedSignIns.clear",
                        full,
                        stores -> tx -> stores.failedSignIns().clear(tx, KEY)));
    }

    private static Stream<Write<NoticeStores>> messages() {
        BiConsumer<NoticeStores, Tx> full = (stores, tx) -> {
            stores.inbox().put(tx, List.of(message(1, 1)));
            stores.receipts().expect(tx, Channel.SMS, "one", noticeId(1), NOW);
            stores.receipts().receive(tx, RECEIPT);
            stores.receipts()
                    .expect(tx, Channel.SMS, "two", noticeId(2), NOW.plus(LONG).plus(LONG));
            stores.smsBudget().reserve(tx, BUDGET_DAY, 3, 10);
            stores.templates().save(tx, KIND, Locale.FRENCH, "Bonjour");
            stores.bounces().add(tx, bounce(1));
            stores.answers().put(tx, AnswerStoreContract.answer(1));
            stores.preferences().decline(tx, recipient(1), TOPIC, NOW);
        };
        return Stream.of(
                write(
                        "SmsBudget.reserve",
                        full,
                        stores -> tx -> stores.smsBudget().reserve(tx, BUDGET_DAY, 2, 10)),
                write(
                        "SmsBudget.giveBack",
                        full,
                        stores -> tx -> stores.smsBudget().giveBack(tx, BUDGET_DAY, 1)),
                write(
                        "Receipts.expect",
                        full,
                        stores -> tx -> stores.receipts().expect(tx, Channel.SMS, "three", noticeId(3), NOW)),
                write(
                        "Receipts.receive",
                        full,
                        stores -> tx -> stores.receipts()
                                .receive(
                                        tx,
                                        new DeliveryReceipt(
                                                Channel.SMS, "two", DeliveryReceipt.State.FAILED, "", NOW))),
                write(
                        "Receipts.remove",
                        full,
                        stores -> tx -> stores.receipts()
                                .remove(tx, new Receipts.Ended(Channel.SMS, "one", noticeId(1), NOW, RECEIPT))),
                write("Inbox.put", full, stores -> tx -> stores.inbox().put(tx, List.of(message(2, 1)))),
                write(
                        "Inbox.markRead",
                        full,
                        stores -> tx -> stores.inbox().markRead(tx, recipient(1), noticeId(1), NOW)),
                write("AnswerStore.put", full, stores -> tx -> stores.answers().put(tx, AnswerStoreContract.answer(2))),
                write(
                        "AnswerStore.decide",
                        full,
                        stores -> tx -> stores.answers().decide(tx, AnswerStoreContract.accepted(1))),
                write("BounceStore.add", full, stores -> tx -> stores.bounces().add(tx, bounce(2))),
                write(
                        "BounceStore.lift",
                        full,
                        stores -> tx -> stores.bounces().lift(tx, bounce(1).address(), NOW)),
                write(
                        "TemplateStore.save",
                        full,
                        stores -> tx -> stores.templates().save(tx, KIND, Locale.ENGLISH, "Hello")),
                write(
                        "TemplateStore.save, in place of another",
                        full,
                        stores -> tx -> stores.templates().save(tx, KIND, Locale.FRENCH, "Salut")),
                write(
                        "TemplateStore.remove",
                        full,
                        stores -> tx -> stores.templates().remove(tx, KIND, Locale.FRENCH)),
                write(
                        "PreferenceStore.decline",
                        full,
                        stores -> tx -> stores.preferences().decline(tx, recipient(2), TOPIC, NOW)),
                write(
                        "PreferenceStore.accept",
                        full,
                        stores -> tx -> stores.preferences().accept(tx, recipient(1), TOPIC)),
                write(
                        "PreferenceStore.setLanguage",
                        full,
                        stores -> tx -> stores.preferences().setLanguage(tx, recipient(1), Locale.ENGLISH, NOW)),
                write(
                        "PreferenceStore.setQuietHours",
                        full,
                        stores -> tx -> stores.preferences().setQuietHours(tx, recipient(1), QUIET, NOW)),
                write(
                        "PreferenceStore.setDigest",
                        full,
                        stores -> tx -> stores.preferences().setDigest(tx, recipient(1), false, NOW)));
    }

    private static Bounce bounce(int number) {
        return BounceStoreContract.bounce(number, Bounce.Type.HARD, EmailAddress.of("awa@example.org"), true);
    }

    private static Stream<Write<QuotaStores>> profiles() {
        BiConsumer<QuotaStores, Tx> given = (stores, tx) -> {
            saveUsers(stores, tx);
            stores.profiles().insert(tx, profile(1));
            stores.profiles().assign(tx, assignment(1, holder(1)));
        };
        return Stream.of(
                write(
                        "ProfileStore.insert",
                        given,
                        stores -> tx -> stores.profiles().insert(tx, profile(2))),
                write(
                        "ProfileStore.update",
                        given,
                        stores -> tx -> stores.profiles().update(tx, profile(1, "Other"))),
                write(
                        "ProfileStore.assign",
                        given,
                        stores -> tx -> stores.profiles().assign(tx, assignment(2, holder(2)))),
                write(
                        "ProfileStore.assign, in place of another",
                        given,
                        stores -> tx -> stores.profiles().assign(tx, assignment(2, holder(1)))),
                write(
                        "ProfileStore.unassign",
                        given,
                        stores -> tx -> stores.profiles().unassign(tx, holder(1))),
                write(
                        "ProfileStore.note",
                        given,
                        stores -> tx -> stores.profiles()
                                .note(tx, List.of(change(1, holder(1), ProfileChange.Type.ASSIGNED, NOW)))));
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

    /** Where the users are the host's own, there are none, and no test here needs them. */
    private static void saveUsers(WorkStores stores, Tx tx) {
        if (stores instanceof SchoolStores school) {
            school.userStore().save(tx, List.of(user(1), user(2)));
        }
    }

    private static Stream<Write<QuotaStores>> usage() {
        BiConsumer<QuotaStores, Tx> used = (stores, tx) -> {
            saveUsers(stores, tx);
            stores.profiles().insert(tx, full(1));
            stores.profiles().assign(tx, assignment(1, holder(1)));
            stores.usage().open(tx, List.of(SampleQuotas.usage(1, Traffic.NONE)));
            stores.usage().firstUses(tx, Map.of(new FirstUse(userId(1), uuid(1)), NOW));
            stores.usage().count(tx, List.of(charge(1, 1, 5, NOW)));
        };
        return Stream.of(
                write(
                        "UsageStore.open",
                        used,
                        stores -> tx -> stores.usage().open(tx, List.of(SampleQuotas.usage(2, Traffic.NONE)))),
                write(
                        "UsageStore.put",
                        used,
                        stores -> tx -> stores.usage().put(tx, List.of(SampleQuotas.usage(1, Traffic.NONE)))),
                write(
                        "UsageStore.count",
                        used,
                        stores -> tx -> stores.usage().count(tx, List.of(charge(2, 1, 5, NOW)))),
                write(
                        "UsageStore.count, the first of a user",
                        used,
                        stores -> tx -> stores.usage().count(tx, List.of(charge(2, 2, 5, NOW)))),
                write(
                        "UsageStore.change",
                        used,
                        stores -> tx -> stores.usage().change(tx, List.of(UsageChange.of(charge(2, 1, 5, NOW))))),
                write(
                        "UsageStore.firstUses",
                        used,
                        stores -> tx -> stores.usage()
                                .firstUses(tx, Map.of(new FirstUse(userId(1), uuid(1)), NOW.minusSeconds(1)))),
                write(
                        "UsageStore.adjust",
                        used,
                        stores -> tx -> stores.usage().adjust(tx, List.of(adjustment(1, 1, NOW)))),
                write(
                        "UsageLedger.putDays",
                        used,
                        stores -> tx -> stores.usageLedger()
                                .putDays(tx, Map.of(userId(1), Map.of(SampleQuotas.TODAY.date(), new Traffic(7, 7))))),
                write(
                        "MigrationStore.insert",
                        used,
                        stores -> tx -> stores.migrations().insert(tx, List.of(MigrationStoreContract.migrated(2, 1)))),
                write(
                        "MigrationStore.remove",
                        (stores, tx) -> stores.migrations().insert(tx, List.of(MigrationStoreContract.migrated(1, 1))),
                        stores -> tx -> stores.migrations().remove(tx, List.of(userId(1)))),
                write(
                        "UsageStore.forgetEvents",
                        used,
                        stores -> tx -> stores.usage().forgetEvents(tx, NOW.plusSeconds(1), 10)));
    }

    private static <S extends WorkStores> Write<S> write(
            String name, BiConsumer<S, Tx> before, Function<S, Consumer<Tx>> action) {
        return new Write<>(name, before, action);
    }

    /** A call that needs a claim, which was committed before. */
    private static Write<NoticeStores> claimed(String name, BiConsumer<NoticeStores, Tx> before, OnClaim call) {
        return new Write<>(name, before, stores -> {
            Claimed claim = stores.unitOfWork().<Claimed>call(tx -> claim(stores, tx));
            return tx -> call.accept(stores.outbox(), tx, claim);
        });
    }

    private interface OnClaim {
        void accept(Outbox outbox, Tx tx, Claimed claim);
    }

    private static Claimed claim(NoticeStores stores, Tx tx) {
        return stores.outbox().claim(tx, Channel.EMAIL, 1, HERE, LONG, NOW).get(0);
    }

    /** All that the ports show of what stands in the stores, as text. */
    static String everything(WorkStores stores) {
        return new Look(stores).all();
    }
}
