package dev.cartable.reminder.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.school.model.PupilId;
import dev.cartable.task.model.Schedule;
import dev.cartable.work.Tx;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When, whom and about what to remind. A host adds its own with one class and a template {@code <kind>_<language>.txt}. Safe for use
 * by several threads.
 *
 * @param <T> a candidate, such as a loan
 */
public interface ReminderRule<T> {
    /** Its name in settings, templates and history. */
    Kind kind();

    /** What people accept or decline its reminders as. {@link Category#SCHOOL} by default. */
    default Category category() {
        return Category.SCHOOL;
    }

    /** When it looks for candidates, in the school's zone, unless the configuration or a person says otherwise. */
    Schedule when();

    /** All that may need a reminder on an occasion, in a stable order, read on demand. The stream is closed. */
    Stream<T> candidates(Occasion occasion);

    /** A candidate as it is now; empty if there is nothing to remind of any more. Asked just before a reminder is sent. */
    Optional<T> stillTrue(String id);

    /**
     * A candidate about which people may still answer, though they may need no reminder of it any more; {@link #stillTrue} by default. Asked
     * when the link in a reminder is opened, and when the answer comes.
     */
    default Optional<T> asked(String id) {
        return stillTrue(id);
    }

    /** Whom to remind of a candidate and what to say, or why not. Called when reminders are planned, and again just before each is sent. */
    Decision decide(T candidate, Occasion occasion);

    /**
     * What a candidate is about, which the ledger names where {@link #decide} fails on it; empty if only the log and the counts report
     * it.
     */
    default Optional<About> about(T candidate) {
        return Optional.empty();
    }

    /**
     * What a candidate is about.
     *
     * @param id as in {@link Decision#id}
     */
    record About(PupilId pupil, String id) {
        public About {
            requireNonNull(pupil, "pupil");
            requireNonNull(id, "id");
        }
    }

    /**
     * Made-up values for the variables of {@link Decision#with} in a language, for a preview or a test delivery; their names, the same
     * in all languages, are what a template may use, beside {@code school}, {@code name}, {@code pupil}, {@code given_name} and, of which one is set, {@code to_pupil}, {@code
     * to_guardian} and {@code to_staff}; {@code joint} and {@code joint_mail} are set where a short text is one line of a joint message, and of
     * a joint mail.
     */
    Map<String, String> sample(Locale language);

    /**
     * What all who are reminded of a candidate are asked for, as the candidate is now; empty if it is nothing, or nothing any more. An
     * e-mail or a short message then has a link by which to answer, where the host has set its public address: the template's variables
     * {@code answer_link} and {@code answer_until}, for which {@link Decision#with} and {@link #sample} give empty or made-up values. Empty by default.
     */
    default Optional<NoticeAnswer.Type> asks(T candidate) {
        return Optional.empty();
    }

    /**
     * What an e-mail about a candidate carries beside its words, such as an event for the reader's calendar. Called just before it is
     * handed over. Nothing by default.
     *
     * @param notice the e-mail; its recipient may know of the candidate
     */
    default Enclosures enclosures(T candidate, Notice notice) {
        return Enclosures.NONE;
    }

    /**
     * Called when the staff accept an answer to one of its reminders, in the transaction that writes this. Does nothing by default.
     *
     * @return whether the candidate {@code answer.subject().id()} is still there; if not, write nothing, and the answer is not accepted
     */
    default boolean accepted(Tx tx, NoticeAnswer answer) {
        return true;
    }

    /**
     * Whether several of its reminders that are due to one person at the same time may come in one message: each is then one line, worded by the
     * template for short messages, so have one, {@code <kind>.sms_<language>.txt}. Such a message carries no files. Not by default.
     */
    default boolean joinable() {
        return false;
    }

    /**
     * What a reminder is about, such as an invoice, if a mail program is to show all mails about it to one person as one thread. Empty by
     * default.
     *
     * @param id as in {@link Decision#id}
     */
    default Optional<String> thread(String id) {
        return Optional.empty();
    }

    /** By which channels a person is reminded, by all that reach the person and that the host uses. */
    default Set<Channel> channels() {
        return Set.of(Channel.EMAIL, Channel.IN_APP);
    }

    /** Whether it is also asked every few minutes between its times. */
    default BetweenTimes betweenTimes() {
        return BetweenTimes.NEVER;
    }

    /** When a rule is asked between its times, for what appears then. */
    enum BetweenTimes {
        /** It is not. */
        NEVER,
        /** From its last time of a day to the end of that day, for that time. */
        AFTER_ITS_TIME,
        /** All day; the time of asking is the occasion. */
        ALWAYS,
        /**
         * Once, from 08:00 on the first day outside the holidays, for a time at most two days before that came into the holidays, or
         * whose reminders may have waited until then.
         */
        AFTER_HOLIDAYS
    }

    /** Whether it reminds in holidays, too. */
    default boolean inHolidays() {
        return false;
    }
}
