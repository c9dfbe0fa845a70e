package dev.cartable.spring.web.quota;

import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.spring.web.internal.Words;

/** Entries of the history as JSON. */
final class HistoryRows {
    private HistoryRows() {}

    /** @param withActor whether the caller may read who did it */
    static Row row(ProfileChange change, boolean withActor) {
        Holder holder = change.holder();
        return Row.of("id", change.id())
                .and("level", Words.lowered(holder.level()))
                .and("user", holder.level().equals(Level.USER.name()) ? holder.id() : null)
                .and("promotion", holder.level().equals(Level.PROMOTION.name()) ? holder.id() : null)
                .and("old_profile", change.before())
                .and("new_profile", change.after())
                .and("change_type", Words.lower(change.type()))
                .and("reason", change.cause())
                .and("changed_by", withActor && !change.actor().isEmpty() ? change.actor() : null)
                .and("changed_at", change.at());
    }
}
