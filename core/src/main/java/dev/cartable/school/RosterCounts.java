package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.Counts;

/** What an import does, or did, to each relation. */
public record RosterCounts(Change promotions, Change pupils, Change guardians, Change links) implements Counts {
    public RosterCounts {
        requireNonNull(promotions, "promotions");
        requireNonNull(pupils, "pupils");
        requireNonNull(guardians, "guardians");
        requireNonNull(links, "links");
    }

    /**
     * What becomes of one relation's rows.
     *
     * @param created new, or back after they had left
     * @param changed known, with something new about them
     * @param unchanged as they are stored; not written
     * @param retired made inactive: no longer on the roster, marked on it as having left, or erased at their wish
     */
    public record Change(long created, long changed, long unchanged, long retired) implements Counts {
        /** How many rows are written. */
        public long written() {
            return created + changed + retired;
        }

        @Override
        public String toString() {
            return created + " created, " + changed + " changed, " + unchanged + " unchanged, " + retired + " retired";
        }
    }

    /** How many rows are written in all. */
    public long written() {
        return promotions.written() + pupils.written() + guardians.written() + links.written();
    }
}
