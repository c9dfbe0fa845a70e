package dev.cartable.inmemory;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.SignInLimit.FailedAttempts;
import dev.cartable.alert.model.Alert.Firing;
import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.Outbox;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.privacy.port.RetentionStore;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Data whose time is over, in the stores in memory. Safe for use by several threads. */
final class InMemoryRetention implements RetentionStore {
    private final InMemoryStores stores;

    InMemoryRetention(InMemoryStores stores) {
        this.stores = stores;
    }

    @Override
    public long count(DataKind kind, Instant before) {
        return stores.unitOfWork.read(() -> run(null, kind, before, Integer.MAX_VALUE));
    }

    @Override
    public int remove(Tx tx, DataKind kind, Instant before, int max) {
        stores.unitOfWork.own(tx);
        return run(tx, kind, before, max);
    }

    /** Counts only where there is no transaction. */
    private int run(@Nullable Tx tx, DataKind kind, Instant before, int max) {
        return switch (kind) {
            case MESSAGE_DETAILS ->
                stores.outbox.forgetDetails(tx, before, max)
                        + remove(tx, Outbox.Pause.class, pause -> pause.until().isBefore(before), max)
                        + remove(
                                tx,
                                Outbox.DomainPause.class,
                                pause -> pause.until().isBefore(before),
                                max)
                        + remove(
                                tx,
                                InMemorySmsBudget.Day.class,
                                one -> one.day().isBefore(day(before)),
                                max);
            case BOUNCES -> remove(tx, Bounce.class, bounce -> bounce.at().isBefore(before), max);
            case ANSWERS ->
                remove(tx, NoticeAnswer.class, answer -> answer.answeredAt().isBefore(before), max);
            case INBOX ->
                remove(tx, Inbox.Message.class, message -> message.arrivedAt().isBefore(before), max);
            case ACTIVATIONS -> stores.activations.removeWhere(tx, one -> isOver(one, before), max);
            case FAILED_SIGN_INS ->
                remove(
                        tx,
                        FailedAttempts.class,
                        one -> one.last() == null || one.last().isBefore(before),
                        max);
            case PUPIL_LINKS -> stores.accounts.forgetEndedLinks(tx, before, max);
            case SESSIONS -> sessions(tx, before, max);
            case USAGE_DAYS -> usage(tx, before, max);
            case ALERT_FIRINGS ->
                remove(
                        tx,
                        Firing.class,
                        one -> one.at().isBefore(before)
                                && (one.key().window().window() != Window.CYCLE
                                        || isCycleOver(one.key().user(), one.at(), before)),
                        max);
            case REMINDERS ->
                remove(tx, ReminderEntry.class, entry -> entry.day().isBefore(day(before)), max)
                        + remove(
                                tx,
                                InMemoryReminders.Run.class,
                                run -> run.day().isBefore(day(before)),
                                max)
                        + remove(
                                tx,
                                Hold.class,
                                hold -> hold.state() != Hold.State.OPEN
                                        && hold.day().isBefore(day(before)),
                                max);
            case PROFILE_HISTORY -> history(tx, before, max);
            case INVOICES -> stores.billing.pseudonymise(tx, day(before), max);
            case AUDIT -> stores.audit.forget(tx, before, max);
        };
    }

    private boolean isOver(Activation activation, Instant before) {
        Instant used = activation.usedAt();
        Account account = stores.accounts.byId(List.of(activation.account())).get(activation.account());
        return (activation.expiresAt().isBefore(before) || (used != null && used.isBefore(before)))
                && (account == null || account.state() != Account.State.PENDING);
    }

    private int usage(@Nullable Tx tx, Instant before, int max) {
        Map<UserId, Usage> usages = rows(Usage.class).collect(Collectors.toMap(Usage::user, usage -> usage));
        List<Usage> rolled = usages.values().stream()
                .filter(usage -> isLongOver(usage, before) && stores.usage.hasDaysBefore(usage.user(), before))
                .toList();
        List<Usage> dormant = usages.values().stream()
                .filter(usage -> isDormant(usage, before) && usage.assignment() != null)
                .toList();
        int days = stores.usage.forgetDays(tx, before, max, (user, at) -> isOver(usages.get(user), at, before));
        int adjustments = remove(
                tx,
                UsageAdjustment.class,
                one -> one.at().isBefore(before)
                        && stores.migrations.byUser(List.of(one.user())).isEmpty()
                        && isOver(usages.get(one.user()), one.at(), before),
                max);
        if (tx != null) {
            LocalDate key = day(before).minusDays(1);
            rolled.forEach(usage -> usages.put(usage.user(), rolled(usage, key)));
            dormant.forEach(usage -> usages.computeIfPresent(usage.user(), (user, now) -> withoutCycle(now)));
            stores.usage.put(tx, usages.values());
        }
        return rolled.size() + dormant.size() + days + adjustments;
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private static boolean isLongOver(Usage usage, Instant before) {
        return usage.key(Window.DAY).firstDay().isBefore(day(before).minusDays(31));
    }

    private static boolean isDormant(Usage usage, Instant before) {
        return !usage.active() && usage.key(Window.DAY).firstDay().isBefore(day(before));
    }

    private static Usage rolled(Usage usage, LocalDate key) {
        return usage.with(PerWindow.of(
                window -> window == Window.CYCLE ? usage.counter(window) : Counter.none(WindowKey.of(window, key))));
    }

    private static Usage withoutCycle(Usage usage) {
        return new Usage(
                usage.user(),
                false,
                null,
                null,
                PerWindow.of(window -> window == Window.CYCLE
                        ? Counter.none(WindowKey.cycle(Usage.NO_CYCLE))
                        : usage.counter(window)));
    }

    /** Whether no counter of a user is proven any more by what was at an instant. */
    private static boolean isOver(@Nullable Usage usage, Instant at, Instant before) {
        return usage != null
                && isCycleOver(usage, at, before)
                && (isLongOver(usage, before)
                        || Stream.of(Window.DAY, Window.WEEK, Window.MONTH)
                                .allMatch(window -> usage.key(window).firstDay().isAfter(day(at).plusDays(1))));
    }

    private static boolean isCycleOver(Usage usage, Instant at, Instant before) {
        return usage.assignment() == null || usage.key(Window.CYCLE).start().isAfter(at) || isDormant(usage, before);
    }

    private boolean isCycleOver(UserId user, Instant at, Instant before) {
        return rows(Usage.class).anyMatch(usage -> usage.user().equals(user) && isCycleOver(usage, at, before));
    }

    private int sessions(@Nullable Tx tx, Instant before, int max) {
        List<Session> old = rows(Session.class)
                .filter(session -> !session.isOpen() && over(session).isBefore(before))
                .limit(max)
                .toList();
        if (tx != null) {
            Set<Object> ids = old.stream()
                    .map(session -> List.of(session.key(), session.started()))
                    .collect(Collectors.toSet());
            remove(
                    tx,
                    Session.DayUsage.class,
                    use -> ids.contains(List.of(use.key(), use.started())),
                    Integer.MAX_VALUE);
            remove(tx, Session.class, old::contains, Integer.MAX_VALUE);
            Set<Object> left = rows(Session.class).map(Session::key).collect(Collectors.toSet());
            Set<Object> gone = old.stream().map(Session::key).collect(Collectors.toSet());
            gone.removeAll(left);
            remove(tx, SessionReading.class, one -> gone.contains(one.key()), Integer.MAX_VALUE);
            remove(tx, Session.Checkpoint.class, one -> gone.contains(one.key()), Integer.MAX_VALUE);
        }
        return old.size();
    }

    private static Instant over(Session session) {
        Instant ended = Objects.requireNonNull(session.endedAt());
        return ended.isAfter(session.updatedAt()) ? ended : session.updatedAt();
    }

    private int history(@Nullable Tx tx, Instant before, int max) {
        Map<Object, Instant> last = rows(ProfileChange.class)
                .filter(change -> change.isOfProfile() && change.at().isBefore(before))
                .collect(Collectors.toMap(
                        ProfileChange::holder, ProfileChange::at, (one, other) -> one.isAfter(other) ? one : other));
        return remove(
                tx,
                ProfileChange.class,
                change -> change.at().isBefore(before)
                        && (!change.isOfProfile() || change.at().isBefore(last.get(change.holder()))),
                max);
    }

    private <T> Stream<T> rows(Class<T> type) {
        return stores.unitOfWork.tables().stream()
                .flatMap(table -> table.all().stream())
                .filter(type::isInstance)
                .map(type::cast);
    }

    private <T> int remove(@Nullable Tx tx, Class<T> type, Predicate<T> condition, int max) {
        int removed = 0;
        for (InMemoryTable<?, ?> table : stores.unitOfWork.tables()) {
            removed +=
                    table.removeWhere(tx, row -> type.isInstance(row) && condition.test(type.cast(row)), max - removed);
        }
        return removed;
    }
}
