package dev.cartable.school.port;

import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The users of the school's network, as the host has them now, inactive ones too. Read-only; implementations are safe for use
 * by several threads.
 */
public interface Users {
    /** The users with these ids; those that are unknown are left out. */
    Map<UserId, User> byId(Collection<UserId> ids);

    /** The users of this name, in the order of their ids: names are the host's, and may be there twice. */
    List<User> named(String userName);

    /** All users in the order of their ids, read on demand. Close the stream. */
    Stream<User> all();

    /** The users of a promotion in the order of their ids, read on demand. Close the stream. */
    Stream<User> of(PromotionId promotion);

    /** The promotions with these ids; those that are unknown are left out. */
    Map<PromotionId, Promotion> promotions(Collection<PromotionId> ids);

    /** The promotions of this name, in the order of their ids. */
    List<Promotion> promotionsNamed(String name);
}
