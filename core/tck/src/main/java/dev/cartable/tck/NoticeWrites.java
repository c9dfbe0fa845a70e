package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.full;
import static dev.cartable.tck.Samples.HERE;
import static dev.cartable.tck.Samples.LONG;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.message;
import static dev.cartable.tck.Samples.notice;
import static dev.cartable.tck.Samples.noticeId;
import static dev.cartable.tck.Samples.recipient;
import static dev.cartable.tck.Writes.write;

import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.notice.port.Receipts;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.tck.Writes.Write;
import dev.cartable.work.InstanceStore;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Every writing method of the stores of notices. */
final class NoticeWrites {
    private static final LocalDate BUDGET_DAY = LocalDate.of(2026, 11, 28);
    private static final DeliveryReceipt RECEIPT =
            new DeliveryReceipt(Channel.SMS, "one", DeliveryReceipt.State.DELIVERED, "", NOW);
    private static final Outbox.DomainPause DOMAIN =
            new Outbox.DomainPause(Channel.EMAIL, "slow.example", NOW.plusSeconds(60), "421");
    private static final Kind KIND = Kind.of("account.activation");
    private static final Topic TOPIC = new Topic(Category.STUDY, Channel.EMAIL);
    private static final QuietHours QUIET = new QuietHours(LocalTime.of(21, 0), LocalTime.of(7, 0), ZoneOffset.UTC);

    private NoticeWrites() {}

    static Stream<Write<NoticeStores>> all() {
        return Stream.concat(outbox(), messages());
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
                write(
                        "Outbox.end",
                        queued,
                        stores ->
                                tx -> stores.outbox().end(tx, List.of(noticeId(1)), NoticeState.SENT, "PRINTED", NOW)),
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

    /** A call that needs a claim, which was committed before. */
    private static Write<NoticeStores> claimed(String name, BiConsumer<NoticeStores, Tx> before, OnClaim call) {
        return new Write<>(name, before, stores -> {
            Claimed claim = stores.unitOfWork().<Claimed>call(tx -> claim(stores, tx));
            return tx -> call.accept(stores.outbox(), tx, claim);
        });
    }

    private static Claimed claim(NoticeStores stores, Tx tx) {
        return stores.outbox().claim(tx, Channel.EMAIL, 1, HERE, LONG, NOW).get(0);
    }

    private interface OnClaim {
        void accept(Outbox outbox, Tx tx, Claimed claim);
    }
}
