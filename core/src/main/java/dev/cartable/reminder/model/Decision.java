package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.PupilId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a rule decides about one candidate: whom to remind and what to say, or why not. Immutable: each method returns another
 * decision. Each person is reminded once of the same id, revision and slot.
 *
 * @param pupil the pupil that it is about
 * @param id what it is about, within the rule's kind: 1 to 255 characters; {@code ReminderRule.stillTrue} finds it again
 * @param skipped why nobody is reminded, as a code or in words for the administrator; null if somebody is
 * @param audience who is reminded, of whom the school lets each person know
 * @param revision which state of the thing it is about; a reminder of another state is not sent any more
 * @param slot the occasion, for what is said again and again; empty for what is said once
 * @param once whether a person who was reminded of any revision is not reminded again
 * @param daysBetween for how many days a person is not reminded of this id again; 0 for no such pause
 * @param only who of the audience is reminded; empty for all of it; of a payer, who that is
 * @param except a person who is not reminded, written {@code type:id}, such as the one who entered the fact; null if there is none
 * @param notAfter occasions after which this one comes too late: a person who was reminded for one of them is not reminded; null for
 *     none
 * @param variables what the template may use, by language
 */
public record Decision(
        PupilId pupil,
        String id,
        @Nullable String skipped,
        Set<Audience> audience,
        String revision,
        String slot,
        boolean once,
        int daysBetween,
        Set<Recipient> only,
        @Nullable String except,
        @Nullable Predicate<String> notAfter,
        Map<String, Function<Locale, String>> variables) {
    private static final String FIRST_REVISION = "1";

    public Decision {
        requireNonNull(pupil, "pupil");
        requireNonNull(id, "id");
        audience = audience.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(audience));
        requireNonNull(revision, "revision");
        requireNonNull(slot, "slot");
        only = Set.copyOf(only);
        variables = Map.copyOf(variables);
        if ((skipped == null) == audience.isEmpty()) {
            throw new IllegalArgumentException(
                    "a decision about '" + id + "' reminds somebody, or says why it does not");
        }
    }

    /** Who is reminded of something about a pupil. */
    public enum Audience {
        /** The pupil. */
        PUPIL,
        /** All guardians who may be notified about the pupil. */
        GUARDIANS,
        /** The staff who supervise the pupil's promotion. */
        STAFF,
        /**
         * A payer of an invoice: a guardian, whether or not of this pupil, unless the school has barred the guardian from the pupil; or another
         * payer, such as a sponsor.
         */
        PAYER
    }

    /** Reminds the pupil. */
    public static Decision remind(PupilId pupil, String id) {
        return of(pupil, id, null, EnumSet.of(Audience.PUPIL));
    }

    /** Notifies the pupil's guardians, and not the pupil. */
    public static Decision notifyGuardians(PupilId pupil, String id) {
        return of(pupil, id, null, EnumSet.of(Audience.GUARDIANS));
    }

    /** Reminds a guardian, also one who is no guardian of the pupil, or another payer, of what they pay for the pupil. */
    public static Decision remindPayer(PupilId pupil, String id, Recipient payer) {
        return of(pupil, id, null, EnumSet.of(Audience.PAYER)).only(Set.of(payer));
    }

    /**
     * Reminds nobody.
     *
     * @param reason a stable code, or words for the administrator
     */
    public static Decision skip(PupilId pupil, String id, String reason) {
        return of(pupil, id, requireNonNull(reason, "reason"), Set.of());
    }

    private static Decision of(PupilId pupil, String id, @Nullable String skipped, Set<Audience> audience) {
        return new Decision(pupil, id, skipped, audience, FIRST_REVISION, "", false, 0, Set.of(), null, null, Map.of());
    }

    /** The pupil's guardians, too. */
    public Decision andGuardians() {
        return and(Audience.GUARDIANS);
    }

    /** The staff, too. */
    public Decision andStaff() {
        return and(Audience.STAFF);
    }

    private Decision and(Audience more) {
        Set<Audience> all = EnumSet.of(more);
        all.addAll(audience);
        return new Decision(
                pupil, id, skipped, all, revision, slot, once, daysBetween, only, except, notAfter, variables);
    }

    /** Of another state of the thing, such as the time to which a session was moved. */
    public Decision revision(String newRevision) {
        return new Decision(
                pupil, id, skipped, audience, newRevision, slot, once, daysBetween, only, except, notAfter, variables);
    }

    /** For an occasion, such as a date. */
    public Decision slot(String newSlot) {
        return new Decision(
                pupil, id, skipped, audience, revision, newSlot, once, daysBetween, only, except, notAfter, variables);
    }

    /** Once for each person, whatever its revision. */
    public Decision onlyOnce() {
        return new Decision(
                pupil, id, skipped, audience, revision, slot, true, daysBetween, only, except, notAfter, variables);
    }

    /** Again after this many days at the earliest; give each occasion a slot. */
    public Decision againAfter(int days) {
        return new Decision(
                pupil, id, skipped, audience, revision, slot, once, days, only, except, notAfter, variables);
    }

    /** Only to these people, as far as they belong to the audience. */
    public Decision only(Set<Recipient> people) {
        return new Decision(
                pupil, id, skipped, audience, revision, slot, once, daysBetween, people, except, notAfter, variables);
    }

    /** Not to this person, written {@code type:id}; null changes nothing. */
    public Decision except(@Nullable String person) {
        return person == null
                ? this
                : new Decision(
                        pupil,
                        id,
                        skipped,
                        audience,
                        revision,
                        slot,
                        once,
                        daysBetween,
                        only,
                        person,
                        notAfter,
                        variables);
    }

    /** Not to people who were reminded of this id for one of these slots, though a clock that went back calls for it. */
    public Decision notAfter(Predicate<String> slots) {
        return new Decision(
                pupil, id, skipped, audience, revision, slot, once, daysBetween, only, except, slots, variables);
    }

    /** With a value for the template, the same in every language. */
    public Decision with(String name, String value) {
        requireNonNull(value, "value");
        return with(name, language -> value);
    }

    /** With a value for the template. */
    public Decision with(String name, Function<Locale, String> value) {
        Map<String, Function<Locale, String>> all = new HashMap<>(variables);
        all.put(name, value);
        return new Decision(
                pupil, id, skipped, audience, revision, slot, once, daysBetween, only, except, notAfter, all);
    }
}
