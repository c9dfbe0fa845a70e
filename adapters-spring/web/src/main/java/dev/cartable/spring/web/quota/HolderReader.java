package dev.cartable.spring.web.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.Asker;
import dev.cartable.work.internal.Chunks;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds whom a profile serves, and which promotions hold it, as far as the caller may see them. */
final class HolderReader {
    private static final int CHUNK = 200;

    private final Quotas quotas;
    private final Users users;
    private final Known known;

    HolderReader(Quotas quotas, Users users, Known known) {
        this.quotas = requireNonNull(quotas, "quotas");
        this.users = requireNonNull(users, "users");
        this.known = requireNonNull(known, "known");
    }

    /** An active user whom a profile serves, from the level of this name. */
    record Served(User user, String level) {}

    /**
     * The users whom a profile serves, in the order of their ids, read on demand. Close the stream.
     *
     * @param after only those behind this id; null for all
     */
    Stream<Served> users(Asker asker, Profile profile, @Nullable String after) {
        Stream<UserId> all =
                candidates(profile).filter(id -> after == null || id.value().compareTo(after) > 0);
        return Chunks.stream(all, CHUNK)
                .flatMap(chunk -> served(asker, profile, chunk).stream())
                .onClose(all::close);
    }

    private Stream<UserId> candidates(Profile profile) {
        Set<UserId> some = new TreeSet<>();
        for (Assignment assignment : quotas.assignments(profile.id())) {
            Holder holder = assignment.holder();
            if (holder.level().equals(Level.USER.name())) {
                some.add(new UserId(holder.id()));
            } else if (holder.level().equals(Level.PROMOTION.name())) {
                try (Stream<User> members = users.of(new PromotionId(holder.id()))) {
                    members.forEach(member -> some.add(member.id()));
                }
            } else {
                return users.all().map(User::id);
            }
        }
        return some.stream();
    }

    private List<Served> served(Asker asker, Profile profile, List<UserId> chunk) {
        Map<UserId, User> people = users.byId(chunk);
        Set<UserId> visible = known.visible(asker, people);
        Map<UserId, Allowance> allowances = quotas.check(visible);
        return chunk.stream()
                .flatMap(id -> Stream.ofNullable(people.get(id)))
                .filter(User::active)
                .flatMap(user ->
                        level(profile, allowances.get(user.id())).map(level -> new Served(user, level)).stream())
                .toList();
    }

    private static Optional<String> level(Profile profile, @Nullable Allowance allowance) {
        Candidate effective = allowance == null ? null : allowance.resolution().effective();
        return effective != null && effective.profile().id().equals(profile.id())
                ? Optional.of(effective.level())
                : Optional.empty();
    }

    /** The promotions that hold a profile, in the order of their ids. */
    List<PromotionId> promotions(Asker asker, Profile profile) {
        Set<PromotionId> holders = quotas.assignments(profile.id()).stream()
                .map(Assignment::holder)
                .filter(holder -> holder.level().equals(Level.PROMOTION.name()))
                .map(holder -> new PromotionId(holder.id()))
                .collect(Collectors.toSet());
        return known.visiblePromotions(asker, holders).stream()
                .sorted(Comparator.comparing(PromotionId::value))
                .toList();
    }

    /** Whether a holder holds a profile now. */
    boolean holds(Holder holder, Profile profile) {
        return quotas.assignments(profile.id()).stream()
                .anyMatch(each -> each.holder().equals(holder));
    }
}
