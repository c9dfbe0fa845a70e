package dev.cartable.notice.internal;

import dev.cartable.notice.Addressing;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.model.BounceSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.port.AnswerReceiver;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.DispatchListener;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.Entitlements;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Users;
import dev.cartable.work.InstanceGuard;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.Withdrawals;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What {@link dev.cartable.notice.Notices} is made of. A part that the host has not given is named when it is asked for. */
public interface NoticeParts {
    /** The transactions of all contexts. */
    UnitOfWork transactions();

    NoticeStores noticeStores();

    Addressing addressing();

    /** What people want, as the host or Cartable keeps it. */
    Preferences preferences();

    /** Whether Cartable keeps what people want. */
    boolean keepsPreferences();

    PreferenceSettings preferenceSettings();

    UnsubscribeLinks unsubscribeLinks();

    AnswerLinks answerLinks();

    /** Where the host learns what people have answered. */
    AnswerReceiver answerReceiver();

    /** Who may see what is kept about which pupil. */
    Entitlements entitlements();

    School school();

    Users users();

    /** How mails about one thing are threaded. */
    MailThreads mailThreads();

    /** Of whom nothing may be kept, since they were erased at their wish. */
    ErasedPeople erasedPeople();

    /** Where what people decline is written, so that no restore brings it back. */
    Withdrawals withdrawals();

    String schoolName();

    /** By which further channels people are notified. */
    Fallbacks fallbacks();

    /** The channels that have a courier, here or on another node. */
    Set<Channel> served();

    SuppressedAddresses suppressedAddresses();

    BounceSettings bounceSettings();

    /** The host's couriers. */
    List<Courier> couriers();

    /** What stands between each courier, Cartable's own too, and the dispatch. */
    UnaryOperator<Courier> courierDecorator();

    /** Learns what became of notices. */
    DispatchListener dispatchListener();

    /** How many segments of short messages may go on one of the school's days. */
    OptionalInt smsBudget();

    /** Where the school's days begin. */
    ZoneId zone();

    DayOfWeek firstDayOfWeek();

    /** One type for each kind of notice, of all contexts and of the host. */
    List<NoticeType> noticeTypes();

    Renderer renderer();

    /** Puts templates into words, also some that are not saved yet. */
    Renderer templateRenderer();

    Templates templates();

    DispatchSettings dispatchSettings();

    SendingMode sendingMode();

    /** Which installation sends messages. */
    InstanceGuard instance();

    /** Whether further threads may send. */
    boolean anyThread();

    InstantSource time();
}
