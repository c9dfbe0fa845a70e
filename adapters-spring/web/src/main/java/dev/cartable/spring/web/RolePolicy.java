package dev.cartable.spring.web;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.Entitlements;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.model.Viewer;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Users;
import dev.cartable.spring.web.Asker.Role;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The built-in policy: administrators may do everything, staff may read, and each sees whom core's entitlements allow. */
final class RolePolicy implements AccessPolicy {
    private final Supplier<Entitlements> entitlements;
    private final Supplier<@Nullable Roster> roster;
    private final Users users;
    private final Supplier<LocalDate> today;
    private final boolean pupilsAreUsers;

    RolePolicy(
            Supplier<Entitlements> entitlements,
            Supplier<@Nullable Roster> roster,
            Users users,
            Supplier<LocalDate> today,
            boolean pupilsAreUsers) {
        this.entitlements = requireNonNull(entitlements, "entitlements");
        this.roster = requireNonNull(roster, "roster");
        this.users = requireNonNull(users, "users");
        this.today = requireNonNull(today, "today");
        this.pupilsAreUsers = pupilsAreUsers;
    }

    @Override
    public boolean may(Asker asker, Right right) {
        return switch (right) {
            case ANYONE -> true;
            case SELF -> !asker.roles().isEmpty();
            case REMIND_CHILD -> asker.is(Role.PARENT);
            case READ_PROFILES, READ_ALERTS, READ_USERS, EXPLAIN_REMINDERS ->
                asker.is(Role.STAFF) || asker.is(Role.ADMINISTRATOR);
            default -> asker.is(Role.ADMINISTRATOR);
        };
    }

    @Override
    public Set<PupilId> visiblePupils(Asker asker, Collection<PupilId> pupils) {
        Set<PupilId> visible = new HashSet<>();
        Roster known = roster.get();
        if (known != null && asker.is(Role.ADMINISTRATOR)) {
            return known.pupils(pupils).keySet();
        }
        if (known != null) {
            asker.viewers().forEach(viewer -> visible.addAll(entitlements.get().visible(viewer, pupils, today.get())));
        }
        return visible;
    }

    @Override
    public Set<UserId> visibleUsers(Asker asker, Collection<User> some) {
        if (asker.is(Role.ADMINISTRATOR)) {
            return some.stream().map(User::id).collect(Collectors.toSet());
        }
        Set<UserId> visible = new HashSet<>();
        Set<PromotionId> promotions = promotions(asker);
        for (User user : some) {
            if (user.id().equals(asker.user()) || (user.promotion() != null && promotions.contains(user.promotion()))) {
                visible.add(user.id());
            }
        }
        visible.addAll(children(asker, some));
        return visible;
    }

    @Override
    public Set<PromotionId> visiblePromotions(Asker asker, Collection<PromotionId> some) {
        if (asker.is(Role.ADMINISTRATOR)) {
            return Set.copyOf(some);
        }
        Set<PromotionId> promotions = promotions(asker);
        return some.stream().filter(promotions::contains).collect(Collectors.toSet());
    }

    @Override
    public Optional<Set<UserId>> ownUsers(Asker asker) {
        if (asker.is(Role.ADMINISTRATOR) || asker.is(Role.STAFF)) {
            return Optional.empty();
        }
        Set<UserId> own = new HashSet<>();
        if (asker.user() != null) {
            own.add(asker.user());
        }
        Viewer parent = parent(asker);
        if (parent != null) {
            Set<UserId> ids = entitlements.get().own(parent, today.get()).orElse(Set.of()).stream()
                    .map(pupil -> new UserId(pupil.value()))
                    .collect(Collectors.toSet());
            own.addAll(children(asker, users.byId(ids).values()));
        }
        return Optional.of(own);
    }

    /** Those users who are children of the person: by the pupil's id, and in the pupil's promotion. */
    private Set<UserId> children(Asker asker, Collection<User> some) {
        Viewer parent = parent(asker);
        Roster known = roster.get();
        if (parent == null || known == null || some.isEmpty()) {
            return Set.of();
        }
        Map<PupilId, User> byPupil = some.stream()
                .collect(Collectors.toMap(user -> new PupilId(user.id().value()), Function.identity(), (a, b) -> a));
        Set<PupilId> wards = entitlements.get().visible(parent, byPupil.keySet(), today.get());
        return known.pupils(wards).values().stream()
                .filter(pupil -> samePromotion(pupil, byPupil.get(pupil.id())))
                .map(pupil -> new UserId(pupil.id().value()))
                .collect(Collectors.toSet());
    }

    /** Whether both are in one promotion, and not both in none. */
    static boolean samePromotion(Pupil pupil, @Nullable User user) {
        return user != null && pupil.promotion() != null && pupil.promotion().equals(user.promotion());
    }

    private @Nullable Viewer parent(Asker asker) {
        return pupilsAreUsers && asker.is(Role.PARENT) && asker.guardian() != null && roster.get() != null
                ? Viewer.guardian(asker.guardian())
                : null;
    }

    /** The promotions that an active member of the staff supervises. */
    private Set<PromotionId> promotions(Asker asker) {
        UserId user = asker.user();
        if (!asker.is(Role.STAFF) || user == null || roster.get() == null) {
            return Set.of();
        }
        return entitlements.get().staff().entrySet().stream()
                .filter(entry ->
                        entry.getValue().stream().anyMatch(staff -> staff.id().equals(user)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
