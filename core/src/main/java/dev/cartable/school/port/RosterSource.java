package dev.cartable.school.port;

import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.RowError;

/**
 * A full snapshot of a school's roster that can be read any number of times: files of an exchange format, or whatever a
 * host writes.
 */
public interface RosterSource {
    /** What a person calls this source, such as the folder's name; for messages only. */
    String name();

    /**
     * Reads everything once: promotions first, then pupils, guardians and guardianships, each id once. A row that cannot be
     * used goes to {@link Sink#error} and the rest goes on.
     *
     * @throws dev.cartable.school.model.UnreadableRosterException if the source is empty, truncated or no roster at all; what
     *     the sink was given until then must not be used
     */
    void read(Sink sink);

    /** Takes what a source reads, in the order of {@link #read}. */
    interface Sink {
        void promotion(Promotion promotion);

        void pupil(Pupil pupil);

        void guardian(Guardian guardian);

        void guardianship(Guardianship guardianship);

        void error(RowError error);

        /**
         * The person with this id stands in a row that has an {@link #error}: the person stored under it, and the links of
         * theirs, must not be taken for gone. May be called more than once, and of people who were read all the same.
         */
        void unreadable(String id);

        /**
         * A link was left out, because the person in the guardian's place has a role that is not a guardian's.
         *
         * @param role that role in lower case, of 40 characters at most; empty if the person has none
         */
        void linkLeftOut(String role);
    }
}
