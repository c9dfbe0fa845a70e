package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.UnsubscribeLinks;
import dev.cartable.notice.internal.UnsubscribeLinks.Request;
import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.PreferenceStore;
import dev.cartable.school.internal.ErasedPeople;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.Withdrawals;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The use case that says and changes what a person wants: which notices, in which language, and when not. That the caller may speak for
 * the person is for the host to know. May be called in a transaction of the host. Safe for use by several threads and nodes.
 */
public final class EditPreferences {
    private final UnitOfWork unitOfWork;
    private final PreferenceStore store;
    private final PreferenceSettings settings;
    private final UnsubscribeLinks links;
    private final ErasedPeople erased;
    private final Withdrawals withdrawals;
    private final InstantSource time;

    EditPreferences(
            UnitOfWork unitOfWork,
            PreferenceStore store,
            PreferenceSettings settings,
            UnsubscribeLinks links,
            ErasedPeople erased,
            Withdrawals withdrawals,
            InstantSource time) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.store = requireNonNull(store, "store");
        this.settings = requireNonNull(settings, "settings");
        this.links = requireNonNull(links, "links");
        this.erased = requireNonNull(erased, "erased");
        this.withdrawals = requireNonNull(withdrawals, "withdrawals");
        this.time = requireNonNull(time, "time");
    }

    /** One thing that a person wants otherwise. */
    public sealed interface Change {
        /** Does not want these notices. */
        record Decline(Topic topic) implements Change {}

        /** Wants these notices again. */
        record Accept(Topic topic) implements Change {}

        /** Wants to read this language; null for what the host says. */
        record Language(@Nullable Locale language) implements Change {}

        /** Is not to be disturbed in these hours with what can wait; null for never. */
        record Quiet(@Nullable QuietHours hours) implements Change {}

        /** Wants several notices of one kind in one message, or each in its own; null for what the school says. */
        record Digest(@Nullable Boolean digest) implements Change {}
    }

    /** What came of it. */
    public sealed interface Result {}

    /** All is as it was asked for. */
    public record Changed(PersonPreferences preferences) implements Result {}

    /** Nothing was changed: people cannot decline this. */
    public record Refused(Topic topic) implements Result {}

    /** Nothing was changed: the person was erased at their wish, and nothing is kept of them. */
    public record Erased(Recipient person) implements Result {}

    /** Nothing was changed: the quiet hours leave less of the day than {@link QuietHours#LEAST_FREE}. */
    public record QuietTooLong(QuietHours hours) implements Result {}

    /** What a person has chosen. */
    public PersonPreferences of(Recipient person) {
        return store.of(List.of(person)).getOrDefault(person, PersonPreferences.none(person));
    }

    /** What people cannot decline, and what says little. */
    public PreferenceSettings settings() {
        return settings;
    }

    /** Makes all of these changes, or none. */
    public Result change(Recipient person, List<Change> changes) {
        return change(List.of(person), changes);
    }

    /**
     * Makes all of these changes for a person who gets notices in several capacities, such as a pupil who is a user of the network, too; or
     * none for any of them.
     *
     * @param capacities at least one; what came of it is said of the first
     */
    public Result change(List<Recipient> capacities, List<Change> changes) {
        Recipient first = capacities.get(0);
        for (Change change : changes) {
            if (change instanceof Change.Decline decline
                    && !settings.mayDecline(decline.topic().category())) {
                return new Refused(decline.topic());
            }
            QuietHours quiet = change instanceof Change.Quiet asked ? asked.hours() : null;
            if (quiet != null && !quiet.leaveTime()) {
                return new QuietTooLong(quiet);
            }
        }
        for (Recipient person : capacities) {
            if (isErased(person)) {
                return new Erased(person);
            }
        }
        Instant now = time.instant();
        return unitOfWork.<Result>call(tx -> {
            capacities.forEach(person -> changes.forEach(change -> change(tx, person, change, now)));
            return new Changed(of(first));
        });
    }

    private void change(Tx tx, Recipient person, Change change, Instant now) {
        if (change instanceof Change.Decline decline) {
            decline(tx, person, decline.topic(), now);
        } else if (change instanceof Change.Accept accept) {
            if (store.accept(tx, person, accept.topic())) {
                withdrawals.accepted(tx, person.toString(), accept.topic().toString());
            }
        } else if (change instanceof Change.Language language) {
            store.setLanguage(tx, person, language.language(), now);
        } else if (change instanceof Change.Quiet quiet) {
            store.setQuietHours(tx, person, quiet.hours(), now);
        } else if (change instanceof Change.Digest digest) {
            store.setDigest(tx, person, digest.digest(), now);
        }
    }

    private boolean decline(Tx tx, Recipient person, Topic topic, Instant now) {
        boolean changed = store.decline(tx, person, topic, now);
        if (changed) {
            withdrawals.declined(tx, person.toString(), topic.toString());
        }
        return changed;
    }

    private boolean isErased(Recipient person) {
        String id = person.id();
        return switch (person.type()) {
            case "guardian" -> !erased.guardians(Set.of(new GuardianId(id))).isEmpty();
            case "pupil" -> !erased.pupils(Set.of(new PupilId(id))).isEmpty();
            case "user" -> !erased.users(Set.of(new UserId(id))).isEmpty();
            default -> false;
        };
    }

    /** What came of a link by which a person declines notices. */
    public sealed interface Unsubscription {}

    /**
     * The person no longer gets these notices.
     *
     * @param before whether that was so already; also for a person who was erased
     */
    public record Unsubscribed(Recipient person, Topic topic, boolean before) implements Unsubscription {}

    /** Nothing was changed. */
    public record NotUnsubscribed(Problem problem) implements Unsubscription {}

    /** Why a link changes nothing. The names are stable: programs may rely on them. */
    public enum Problem {
        /** The link was not made here, or its host key is gone. */
        UNKNOWN_LINK,
        /** Nobody can decline these notices any more. */
        MANDATORY
    }

    /** What a token would decline, for a page that asks first. Changes nothing. */
    Unsubscription look(String token) {
        return links.read(token).<Unsubscription>map(this::look).orElseGet(EditPreferences::unknownLink);
    }

    private Unsubscription look(Request request) {
        Topic topic = request.topic();
        return settings.mayDecline(topic.category())
                ? new Unsubscribed(
                        request.person(),
                        topic,
                        isErased(request.person()) || of(request.person()).declines(topic.category(), topic.channel()))
                : new NotUnsubscribed(Problem.MANDATORY);
    }

    Unsubscription unsubscribe(String token) {
        Optional<Request> found = links.read(token);
        if (found.isEmpty()) {
            return unknownLink();
        }
        Request request = found.get();
        if (!settings.mayDecline(request.topic().category())) {
            return new NotUnsubscribed(Problem.MANDATORY);
        }
        if (isErased(request.person())) {
            return new Unsubscribed(request.person(), request.topic(), true);
        }
        Instant now = time.instant();
        boolean changed = unitOfWork.<Boolean>call(tx -> decline(tx, request.person(), request.topic(), now));
        return new Unsubscribed(request.person(), request.topic(), !changed);
    }

    private static Unsubscription unknownLink() {
        return new NotUnsubscribed(Problem.UNKNOWN_LINK);
    }
}
