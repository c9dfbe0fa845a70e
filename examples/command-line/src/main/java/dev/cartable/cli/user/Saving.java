package dev.cartable.cli.user;

import dev.cartable.cli.frame.Host;
import dev.cartable.school.Rosters;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Saves users as they were said, over what is stored, and makes the promotions that are missing. Used by one thread.
 */
final class Saving {
    private final Host host;
    private final boolean dryRun;
    private final Map<String, PromotionId> promotions = new HashMap<>();
    private final Map<PromotionId, Promotion> missing = new LinkedHashMap<>();
    private long input;
    private long created;
    private long updated;
    private long unchanged;
    private long promotionsCreated;

    Saving(Host host, boolean dryRun) {
        this.host = host;
        this.dryRun = dryRun;
    }

    /**
     * The promotion that was said, by id or by name; one that does not exist is noted to be made.
     *
     * @return null if it does not exist and cannot be made, or its name is that of several
     */
    @Nullable
    PromotionId promotion(String said) {
        PromotionId known = promotions.get(said);
        if (known != null) {
            return known;
        }
        PromotionId id = new PromotionId(said);
        Promotion ofId = host.stores().users().promotions(List.of(id)).get(id);
        List<Promotion> named = ofId == null ? host.stores().users().promotionsNamed(said) : List.of(ofId);
        boolean writable = host.stores().rosterStore().writable();
        if (named.size() > 1 || (named.isEmpty() && !writable)) {
            return null;
        }
        Promotion found = named.isEmpty() ? new Promotion(id, said) : named.get(0);
        if (named.isEmpty()) {
            missing.put(found.id(), found);
        }
        promotions.put(said, found.id());
        return found.id();
    }

    /** Saves some users whose promotions have been found. */
    void save(List<Said> some) {
        if (some.isEmpty()) {
            return;
        }
        promotionsCreated += missing.size();
        if (!missing.isEmpty() && !dryRun) {
            List<Promotion> theirs = List.copyOf(missing.values());
            host.stores().unitOfWork().run(tx -> host.stores().rosterStore().keepPromotions(tx, theirs));
        }
        missing.clear();
        Map<UserId, User> before =
                host.stores().users().byId(some.stream().map(Said::id).toList());
        List<User> users = some.stream()
                .map(said -> said.over(
                        before.get(said.id()), said.saysPromotion() ? promotions.get(said.promotion()) : null))
                .toList();
        Rosters rosters = host.cartable().rosters();
        Rosters.SavedUsers counts = dryRun ? rosters.planUsers(users.iterator()) : rosters.saveUsers(users.iterator());
        input += counts.input();
        created += counts.created();
        updated += counts.updated();
        unchanged += counts.unchanged();
    }

    /** The numbers under the names that every command uses. */
    Map<String, Long> counts(long failed) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("input", input + failed);
        counts.put("created", created);
        counts.put("updated", updated);
        counts.put("unchanged", unchanged);
        counts.put("failed", failed);
        counts.put("promotions", promotionsCreated);
        return counts;
    }
}
