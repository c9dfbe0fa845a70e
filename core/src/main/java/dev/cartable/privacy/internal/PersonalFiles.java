package dev.cartable.privacy.internal;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import java.util.Optional;

/** Files about people, which other contexts store. Safe for use by several threads. */
public interface PersonalFiles {
    /** There are none. */
    PersonalFiles NONE = new PersonalFiles() {
        @Override
        public Optional<String> lease() {
            return Optional.empty();
        }

        @Override
        public void delete(PupilId pupil) {
            // There is none.
        }

        @Override
        public void delete(GuardianId payer) {
            // There is none.
        }
    };

    /** The lease under which no new file is stored; empty if none is ever stored. */
    Optional<String> lease();

    /**
     * Deletes all files about a pupil that are about no other person, and not for another one, who pays. The rows about them are still there, and are deleted afterwards.
     *
     * @throws java.io.UncheckedIOException if one cannot be deleted; doing it again deletes the rest
     */
    void delete(PupilId pupil);

    /**
     * As {@link #delete(PupilId)}, of the files that are for a guardian who pays.
     *
     * @throws java.io.UncheckedIOException if one cannot be deleted; doing it again deletes the rest
     */
    void delete(GuardianId payer);
}
