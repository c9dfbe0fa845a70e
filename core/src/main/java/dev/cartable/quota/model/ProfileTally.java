package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The users whom one profile serves from one level, and whose use is in one band.
 *
 * @param profile null for users whom none serves
 * @param level the name of the level; null with the profile
 * @param sum bytes of all of them
 * @param least bytes of the one who has used least
 * @param most bytes of the one who has used most
 */
public record ProfileTally(
        @Nullable ProfileId profile,
        @Nullable String level,
        Band band,
        long users,
        BigInteger sum,
        long least,
        long most) {
    public ProfileTally {
        requireNonNull(band, "band");
        requireNonNull(sum, "sum");
    }

    public ProfileTally plus(ProfileTally more) {
        return new ProfileTally(
                profile,
                level,
                band,
                users + more.users,
                sum.add(more.sum),
                Math.min(least, more.least),
                Math.max(most, more.most));
    }
}
