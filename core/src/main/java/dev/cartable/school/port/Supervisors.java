package dev.cartable.school.port;

import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.UserId;
import java.util.Map;
import java.util.Set;

/** The staff who are notified of what happens in a promotion. Read-only; safe for use by several threads. */
@FunctionalInterface
public interface Supervisors {
    /** Who supervises which promotion, in the order of the promotions' ids. */
    Map<PromotionId, Set<UserId>> supervisors();
}
