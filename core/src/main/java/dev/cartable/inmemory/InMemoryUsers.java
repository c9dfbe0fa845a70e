package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.RosterStore;
import dev.cartable.school.port.UserStore;
import dev.cartable.school.port.Users;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The users of a school's network in memory; their promotions are the roster's. Safe for use by several threads. */
final class InMemoryUsers implements Users, UserStore {
    private final InMemoryTable<UserId, User> users;
    private final RosterStore roster;

    /**
     * No users yet.
     *
     * @param roster where the promotions are
     */
    public InMemoryUsers(InMemoryUnitOfWork unitOfWork, RosterStore roster) {
        this.users = new InMemoryTable<>(requireNonNull(unitOfWork, "unitOfWork"), Comparator.naturalOrder());
        this.roster = requireNonNull(roster, "roster");
    }

    @Override
    public Map<UserId, User> byId(Collection<UserId> ids) {
        return users.among(ids);
    }

    @Override
    public List<User> named(String userName) {
        return all().filter(user -> user.userName().equals(userName)).toList();
    }

    @Override
    public Stream<User> all() {
        return users.all().stream();
    }

    @Override
    public Stream<User> of(PromotionId promotion) {
        requireNonNull(promotion, "promotion");
        return all().filter(user -> promotion.equals(user.promotion()));
    }

    @Override
    public Map<PromotionId, Promotion> promotions(Collection<PromotionId> ids) {
        return roster.promotions(ids);
    }

    @Override
    public List<Promotion> promotionsNamed(String name) {
        try (Stream<PromotionId> ids = roster.promotionIds()) {
            return promotions(ids.toList()).values().stream()
                    .filter(promotion -> promotion.name().equals(name))
                    .sorted(Comparator.comparing(Promotion::id))
                    .toList();
        }
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void save(Tx tx, Collection<User> saved) {
        saved.forEach(user -> users.put(tx, user.id(), user));
    }
}
