package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.NoticeParts;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.NoticeStatistics;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Inbox.Message;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Outbox;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.InstanceGuard;
import dev.cartable.work.Tx;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All messages to people: queued, sent, worded, looked up. Safe for use by several threads. {@link #close} lets go of what the
 * couriers hold.
 */
public final class Notices implements AutoCloseable {
    private final NoticeParts parts;

    /** One for all callers: rounds in one process run one after the other. */
    private @Nullable DispatchNotices dispatch;

    private volatile @Nullable CommitDispatcher onCommit;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Notices(NoticeParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** Sends what is queued and due. */
    public DispatchNotices dispatch() {
        synchronized (this) {
            if (dispatch == null) {
                NoticeStores stores = parts.noticeStores();
                NoticePreparer preparer = new NoticePreparer(
                        parts.noticeTypes(),
                        parts.renderer(),
                        new DispatchPreferences(
                                parts.preferences(),
                                parts.preferenceSettings(),
                                parts.unsubscribeLinks(),
                                parts.answerLinks(),
                                parts.schoolName(),
                                parts.zone(),
                                parts.mailThreads()));
                FollowUp followUp =
                        new FollowUp(parts.fallbacks(), parts.served(), preparer, stores.outbox(), this::wakeAfter);
                DispatchParts shared = new DispatchParts(
                        parts.transactions(),
                        stores.outbox(),
                        stores.receipts(),
                        preparer,
                        followUp,
                        parts.dispatchSettings(),
                        parts.time(),
                        DomainGate.Timer.SYSTEM,
                        parts.dispatchListener());
                dispatch = new DispatchNotices(shared, couriers(), gate(), parts.anyThread());
            }
            return dispatch;
        }
    }

    /**
     * Takes what gateways say later about messages that they have taken. The task {@code messages} settles what was received; a host that
     * calls {@link DispatchNotices#drain()} itself calls {@link SettleReceipts#settle}, too.
     */
    public SettleReceipts receipts() {
        NoticeStores stores = parts.noticeStores();
        return new SettleReceipts(
                parts.transactions(),
                stores.outbox(),
                stores.receipts(),
                dispatch().followUp(),
                parts.time());
    }

    /** Why no message may leave this process now; empty if messages may. Writes nothing. */
    public Optional<DispatchNotices.Silence> silence() {
        return gate().look();
    }

    /** The one address that all e-mail goes to, by the setting {@code speak}; empty if it goes to the people that it is for. */
    public Optional<EmailAddress> onlyAddress() {
        return gate().only();
    }

    /** Which installation sends messages from the database, and runs its tasks. */
    public InstanceGuard instance() {
        return parts.instance();
    }

    private SendingGate gate() {
        return new SendingGate(parts.sendingMode(), parts.instance());
    }

    /**
     * From now on sends messages soon after the commit that queued them, in whichever context, until the handle is closed or this is.
     * {@link #dispatch} at intervals stays needed: for what is due later, what is tried again, and what was queued in a transaction
     * whose commit Cartable cannot see.
     *
     * @param executor runs one task at a time, which may take as long as there are messages, and never on the caller's thread
     * @throws IllegalStateException if messages may only be sent on the caller's thread, or if this was called before and the
     *     handle is not closed; nothing has changed then
     */
    public CommitDispatcher dispatchOnCommit(Executor executor) {
        if (!parts.anyThread()) {
            throw new IllegalStateException(
                    "Cartable was built without anyThread(true), so only the caller's thread may send"
                            + " messages, and none will be sent right after a commit. Give anyThread(true) to the builder if the"
                            + " data source does not depend on the thread, or call dispatch().drain() at intervals");
        }
        synchronized (this) {
            CommitDispatcher before = onCommit;
            if (before != null && !before.isClosed()) {
                throw new IllegalStateException(
                        "messages are sent after each commit already; close what dispatchOnCommit returned first");
            }
            CommitDispatcher dispatcher = new CommitDispatcher(dispatch(), executor);
            onCommit = dispatcher;
            return dispatcher;
        }
    }

    /**
     * Queues the notices, save those whose key has been queued before.
     *
     * @param tx the transaction that writes the fact
     * @return the ids of those that are new
     */
    public Set<NoticeId> queue(Tx tx, Collection<Notice> notices) {
        Set<NoticeId> added = outbox().add(tx, notices);
        if (!added.isEmpty()) {
            wakeAfter(tx);
        }
        return added;
    }

    private void wakeAfter(Tx tx) {
        CommitDispatcher dispatcher = onCommit;
        if (dispatcher != null) {
            tx.afterCommit(dispatcher::wake);
        }
    }

    /** Decides where a person is notified. */
    public Addressing addressing() {
        return parts.addressing();
    }

    /** Takes reports of mail that came back, and shows and frees addresses that get none because of it. */
    public RecordBounces bounces() {
        NoticeStores stores = parts.noticeStores();
        return new RecordBounces(
                parts.transactions(),
                stores.outbox(),
                stores.bounces(),
                parts.suppressedAddresses(),
                parts.bounceSettings(),
                dispatch().followUp(),
                parts.time());
    }

    /** All notices, newest first, read on demand. Close the stream. */
    public Stream<Notice.Entry> list() {
        return list(NoticeFilter.all());
    }

    /** Some notices, newest first, read on demand. Close the stream. */
    public Stream<Notice.Entry> list(NoticeFilter filter) {
        return outbox().history(filter);
    }

    /** One notice. */
    public Optional<Notice.Entry> find(NoticeId id) {
        return outbox().find(id);
    }

    /** The list of letters for people whom no channel has reached. */
    public PrintLetters letters() {
        return new PrintLetters(
                parts.transactions(), outbox(), dispatch().preparer(), parts.school(), parts::users, parts.time());
    }

    /** Templates around or in place of the words of other kinds. */
    public List<NoticeType> noticeTypes() {
        return List.of(new DiscreetNotice(parts.schoolName()), new DigestNotice(parts.schoolName()));
    }

    /** What has become of the messages of today, this week and the last seven days, and what holds up those that wait. */
    public NoticeStatistics statistics() {
        return new CountNotices(parts).statistics();
    }

    /** Since when the oldest message waits, and what holds up those that wait. Counts nothing, so it may be asked often. */
    public NoticeStatistics.Backlog backlog() {
        return new CountNotices(parts).backlog();
    }

    /** How many notices wait, held ones left out, by channel; channels without any are left out. */
    public Map<Channel, Long> waiting() {
        return outbox().waiting();
    }

    /** How many notices there are in each state, those without any left out. Reads the whole history; see {@link #unfinished()}. */
    public Map<NoticeState, Long> counts() {
        return outbox().counts();
    }

    /** How many notices there are in each state that is not {@linkplain NoticeState#isFinal() final}, those without any left out. */
    public Map<NoticeState, Long> unfinished() {
        return outbox().unfinished();
    }

    /**
     * Lets notices that failed wait again, with all their attempts, due at once. What is uncertain does so only if it is named by its
     * id.
     */
    public ChangeNotices retry() {
        return change(ChangeNotices.Change.RETRY);
    }

    /** Ends notices that wait or are held: they are never sent. */
    public ChangeNotices cancel() {
        return change(ChangeNotices.Change.CANCEL);
    }

    /** Lets notices that are held wait again. As always, each is sent only if it is still true then. */
    public ChangeNotices release() {
        return change(ChangeNotices.Change.RELEASE);
    }

    private ChangeNotices change(ChangeNotices.Change change) {
        return new ChangeNotices(
                parts.transactions(), parts.noticeStores().leases(), outbox(), change, parts.time(), this::wakeAfter);
    }

    /** Lets an administrator word the messages. */
    public EditTemplates templates() {
        NoticeStores stores = parts.noticeStores();
        return new EditTemplates(
                parts.transactions(),
                stores.templates(),
                parts.templates(),
                parts.templateRenderer(),
                parts.noticeTypes());
    }

    /**
     * Says and changes what people want.
     *
     * @throws IllegalStateException if the host keeps preferences itself
     */
    public EditPreferences preferences() {
        if (!parts.keepsPreferences()) {
            throw new IllegalStateException("the application has preferences of its own, so that Cartable's are not"
                    + " asked; change them there, or build Cartable without preferences(...)");
        }
        return new EditPreferences(
                parts.transactions(),
                parts.noticeStores().preferences(),
                parts.preferenceSettings(),
                parts.unsubscribeLinks(),
                parts.erasedPeople(),
                parts.withdrawals(),
                parts.time());
    }

    /**
     * Ends the notices that the link with this token is about, as a mail program asks for with one click (RFC 8058). Called again, it
     * changes nothing more. Only for a POST: {@link #lookAtUnsubscribe} is for a GET, which mail programs and scanners send
     * unasked.
     *
     * @param token what follows {@code unsubscribe/} in the link
     * @throws IllegalStateException if the host keeps preferences itself
     */
    public EditPreferences.Unsubscription unsubscribe(String token) {
        return preferences().unsubscribe(token);
    }

    /**
     * What {@link #unsubscribe} would do, for a page that asks first. Changes nothing.
     *
     * @throws IllegalStateException if the host keeps preferences itself
     */
    public EditPreferences.Unsubscription lookAtUnsubscribe(String token) {
        return preferences().look(token);
    }

    /**
     * What a person is asked by the link with this token, for a page with a form. Changes nothing, so it is for a GET.
     *
     * @param token what follows {@code answer/} in the link
     */
    public ReceiveAnswers.Opened openAnswer(String token) {
        return receiveAnswers().open(token);
    }

    /**
     * Takes a person's answer by the link with this token. It waits until the staff accept or reject it, and takes the place of an answer
     * that they have not accepted. Only for a POST: {@link #openAnswer} is for a GET, which mail programs and scanners send unasked.
     *
     * @param token what follows {@code answer/} in the link
     * @param text plain text of at most {@value NoticeAnswer#LONGEST_TEXT} characters; control characters other than line breaks are left
     *     out. May be empty where the person only says that they have read the notice
     */
    public ReceiveAnswers.Result answer(String token, String text) {
        return receiveAnswers().answer(token, text);
    }

    /**
     * The link by which the recipient of a notice answers it, for a page of the host's own. It shows what it asks when it is opened, and
     * is dead some days after the notice was queued. Give it to the recipient alone.
     *
     * @return empty without a key or a public address
     */
    public Optional<URI> answerLink(Notice notice) {
        return parts.answerLinks().link(notice);
    }

    /** Lets the staff read, accept and reject what people have answered. */
    public DecideAnswers answers() {
        return new DecideAnswers(
                parts.transactions(),
                parts.noticeStores().answers(),
                parts.noticeTypes(),
                parts.answerReceiver(),
                parts.time());
    }

    private ReceiveAnswers receiveAnswers() {
        NoticeStores stores = parts.noticeStores();
        return new ReceiveAnswers(
                parts.transactions(),
                stores.outbox(),
                stores.answers(),
                parts.noticeTypes(),
                parts.answerLinks(),
                parts.entitlements(),
                parts.answerReceiver(),
                parts.school(),
                parts.time());
    }

    /**
     * A person's messages in the application itself, newest first. That they are who they say is for the host to know.
     *
     * @param max how many at most; 1 to 500
     */
    public List<Message> inbox(Recipient recipient, int max) {
        return readInbox().read(recipient, max);
    }

    /** Marks a message as read now; the first reading counts. Returns whether the recipient has such a message. */
    public boolean markRead(Recipient recipient, NoticeId id) {
        return readInbox().markRead(recipient, id);
    }

    /**
     * Ends sending after commits, then lets go of the connections to mail servers: of each, also where another one fails.
     *
     * @throws RuntimeException the first failure, with the others as suppressed
     */
    @Override
    public void close() {
        CommitDispatcher dispatcher = onCommit;
        if (dispatcher != null) {
            dispatcher.close();
        }
        RuntimeException failure = null;
        for (Courier courier : parts.couriers()) {
            try {
                courier.release();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The host's couriers, and the one for messages in the application. */
    private List<Courier> couriers() {
        List<Courier> couriers =
                new ArrayList<>(parts.couriers().stream().map(this::budgeted).toList());
        if (couriers.stream().noneMatch(courier -> courier.channel().equals(Channel.IN_APP))) {
            NoticeStores stores = parts.noticeStores();
            couriers.add(new InAppCourier(parts.transactions(), stores.inbox(), parts.time()));
        }
        return couriers.stream().map(parts.courierDecorator()).toList();
    }

    private Courier budgeted(Courier courier) {
        OptionalInt most = parts.smsBudget();
        return most.isPresent() && courier.channel().equals(Channel.SMS)
                ? new BudgetedCourier(
                        courier,
                        parts.transactions(),
                        parts.noticeStores().smsBudget(),
                        most.getAsInt(),
                        parts.zone(),
                        parts.time())
                : courier;
    }

    private ReadInbox readInbox() {
        NoticeStores stores = parts.noticeStores();
        return new ReadInbox(parts.transactions(), stores.inbox(), parts.time());
    }

    private Outbox outbox() {
        return parts.noticeStores().outbox();
    }
}
