package dev.cartable.spring.web;

import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Says what a person may do, and about whom. A bean of the host takes the place of the built-in one, which goes by {@link Asker.Role} and by
 * core's {@link dev.cartable.school.Entitlements}. Whom a caller may not see is answered as what there is not: 404, and left out of every
 * list. Administrators read the history of all profiles without being asked here for each user. Safe for use by several threads.
 */
public interface AccessPolicy {
    /** Whether a person has a right at all. Without it the answer is 403 for every id, so that it says nothing about people. */
    boolean may(Asker asker, Right right);

    /** Those of these pupils whom a person may see today. */
    Set<PupilId> visiblePupils(Asker asker, Collection<PupilId> pupils);

    /** Those of these users of the network whom a person may see today. */
    Set<UserId> visibleUsers(Asker asker, Collection<User> users);

    /** Those of these promotions about which a person may read as a whole. */
    Set<PromotionId> visiblePromotions(Asker asker, Collection<PromotionId> promotions);

    /** The users whom a person may see, where they are few: themselves and their children. Empty for staff and administrators. */
    Optional<Set<UserId>> ownUsers(Asker asker);
}
