package dev.cartable.notice.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeAnswer;
import dev.cartable.notice.model.NoticeAnswer.Question;
import dev.cartable.school.model.Address;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One kind of notice: its variables with a sample, whether a notice may wait, whether it is still true when it is due, and what to
 * do when its outcome is uncertain. One for each kind. Safe for use by several threads.
 */
public interface NoticeType {
    /** The variable that says that a short text is one line of a joint message, which names the school and gives the advice itself. */
    String JOINT = "joint";

    /** The variable that says that a short text is one line of a mail, where a link has room. */
    String JOINT_MAIL = "joint_mail";

    /** The variable that holds the page that a notice leads to; a message in the application has it as its link. No secret. */
    String LINK = "link";

    Kind kind();

    /** What people accept or decline it as. {@link Category#SCHOOL} by default. */
    default Category category() {
        return Category.SCHOOL;
    }

    /** The names of all variables that a template of this kind may use. */
    Set<String> variables();

    /** What to do with a notice that may have gone out already. */
    WhenUncertain whenUncertain();

    /**
     * Whether a notice of {@link #kind()} should still be sent. Called just before it is handed over, and again if the channel's pace
     * made it wait. Reads, never writes.
     */
    Verdict check(Notice notice);

    /**
     * {@link #check} for notices of {@link #kind()} that go next: the place to read for all of them in a few queries, and not for each. Asked
     * about each just before it is handed over, and at most a quarter of a second after this call; a notice that comes later, or that the
     * channel's pace made wait, is read for anew. By default {@link #check} itself.
     *
     * @return answers for these notices
     */
    default Function<Notice, Verdict> checks(Collection<Notice> notices) {
        return this::check;
    }

    /** Whether notices of this kind may wait until the school's quiet hours are over. A message that a person asked for may not. */
    default boolean canWait() {
        return false;
    }

    /**
     * Whether a person who cannot be reached by the channels of this kind is notified by its {@linkplain
     * dev.cartable.notice.model.Fallbacks further channels}.
     */
    default boolean canFallBack() {
        return true;
    }

    /**
     * Whether the history may keep the words of these notices, to show what a person was sent. Not where they hold a secret, such as a link
     * that opens something.
     */
    default boolean keepsWords() {
        return false;
    }

    /**
     * What the recipient of a notice is asked for, as it stands now; empty if it is nothing, or nothing any more. Called when the link in
     * the notice is opened, and again when the answer comes. That the person may see the pupil is decided elsewhere. Reads, never writes.
     * Empty by default.
     */
    default Optional<Question> question(Notice notice) {
        return Optional.empty();
    }

    /**
     * Called when the staff accept an answer to one of these notices, in the transaction that writes this, and before the host's own {@link
     * AnswerReceiver}. Does nothing by default.
     *
     * @return whether what the answer is about is still there; if not, write nothing, and the answer is not accepted
     */
    default boolean accepted(Tx tx, NoticeAnswer answer) {
        return true;
    }

    /**
     * Called when a notice is suppressed because {@link #check} said so, in the transaction that writes this: the place to record
     * that its recipient was not notified. One that may have gone out before a crash is reported, too. Does nothing by default.
     *
     * @param reason what {@link #check} answered
     */
    default void suppressed(Tx tx, Notice notice, String reason, Instant at) {}

    /**
     * Called in the transaction that queues a notice by a further channel because the person's others have failed: the place to record that
     * they are notified by that one. Where it fails, that transaction is undone and done again without this call, so the further notice is
     * queued nonetheless. Does nothing by default.
     *
     * @param next the same notice by the further channel
     */
    default void fellBack(Tx tx, Notice failed, Notice next) {}

    /**
     * Called in the transaction that writes that a notice is about to be handed over: before each attempt, and before its message can
     * have arrived. The place to begin what lasts from then on. Does nothing by default.
     */
    default void sending(Tx tx, Notice notice, Instant at) {}

    /**
     * What a notice is about, such as an invoice, if a mail program is to show all mails about it to one person as one thread. Empty by
     * default. Derived from the notice alone. Needs a host key.
     */
    default Optional<String> thread(Notice notice) {
        return Optional.empty();
    }

    /** Made-up values for {@link #variables()} in a language, for a preview or a test delivery: they open nothing. The names are the same in all. */
    Map<String, String> sample(Locale language);

    /** What to do when a process died, or a connection broke, between handing over and hearing the answer. */
    enum WhenUncertain {
        /** Send it again under the same Message-ID: twice is better than never. */
        SEND_AGAIN,
        /** Leave it as {@code UNCERTAIN}: never is better than twice. */
        LEAVE
    }

    /** Whether a notice that is due should still be sent. */
    sealed interface Verdict {
        /**
         * It is still true.
         *
         * @param variables what is known only now, secrets too, beside the notice's own variables
         * @param address where the person is reached now; null if that is where the notice was to go when it was queued
         * @param asks what the notice asks its recipient for, so that an e-mail or a short message has a link by which to answer, where
         *     there are such links: the template's variables {@code answer_link} and {@code answer_until}; null if nothing
         * @param enclosures what an e-mail carries beside its words; other channels leave them out
         */
        record Send(
                Map<String, String> variables,
                @Nullable Address address,
                NoticeAnswer.@Nullable Type asks,
                Enclosures enclosures)
                implements Verdict {
            public Send {
                variables = Map.copyOf(variables);
                requireNonNull(enclosures, "enclosures");
            }

            /** To the address where the person is reached now. */
            public Send(Map<String, String> variables, @Nullable Address address) {
                this(variables, address, null, Enclosures.NONE);
            }

            /** To the address of the notice. */
            public Send(Map<String, String> variables) {
                this(variables, null);
            }

            /** The same, and it asks for an answer; null changes nothing. */
            public Send asking(NoticeAnswer.@Nullable Type type) {
                return type == null ? this : new Send(variables, address, type, enclosures);
            }

            /** The same, and an e-mail carries these beside its words. */
            public Send enclosing(Enclosures others) {
                return new Send(variables, address, asks, others);
            }

            /** The names alone: the values may be secret. */
            @Override
            public String toString() {
                return "Send" + variables.keySet();
            }
        }

        /**
         * This process cannot say; another one may. The message stays queued, and no attempt is used up.
         *
         * @param reason a stable code, or words for the administrator
         */
        record Wait(String reason) implements Verdict {
            public Wait {
                requireNonNull(reason, "reason");
            }
        }

        /**
         * It is no longer true.
         *
         * @param reason a stable code, or words for the administrator
         */
        record Suppress(String reason) implements Verdict {
            public Suppress {
                requireNonNull(reason, "reason");
            }
        }
    }
}
