package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.model.Viewer;
import dev.cartable.school.model.Viewer.GuardianViewer;
import dev.cartable.school.model.Viewer.PupilViewer;
import dev.cartable.school.model.Viewer.StaffViewer;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.Supervisors;
import dev.cartable.school.port.Users;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says who may see what is kept about which pupil:
 *
 * <ul>
 *   <li>a pupil sees themselves;
 *   <li>a guardian sees each pupil of theirs whose link holds that day and is not barred ({@link Family#visiblePupils}), and no other;
 *   <li>an active member of the staff sees the pupils of the promotions that they supervise;
 *   <li>an administrator sees all, also pupils who have left.
 * </ul>
 *
 * <p>All but administrators see only pupils who are enrolled. What a viewer may not see is answered as what there is not, so that nobody
 * learns who is at the school. Safe for use by several threads.
 */
public final class Entitlements {
    private final Roster roster;
    private final Supplier<Users> users;
    private final Supplier<Supervisors> supervisors;

    /** @param users asked only about staff */
    Entitlements(Roster roster, Supplier<Users> users, Supplier<Supervisors> supervisors) {
        this.roster = requireNonNull(roster, "roster");
        this.users = requireNonNull(users, "users");
        this.supervisors = requireNonNull(supervisors, "supervisors");
    }

    /** Whether a viewer may see what is about a pupil on {@code day}, a date in the school's zone. */
    public boolean maySee(Viewer viewer, PupilId pupil, LocalDate day) {
        return !visible(viewer, Set.of(pupil), day).isEmpty();
    }

    /** Those of these pupils whom a viewer may see on {@code day}, a date in the school's zone. Reads once for all of them. */
    public Set<PupilId> visible(Viewer viewer, Collection<PupilId> pupils, LocalDate day) {
        if (viewer instanceof GuardianViewer guardian) {
            return wards(guardian.id(), day)
                    .filter(pupil -> pupils.contains(pupil.id()))
                    .map(Pupil::id)
                    .collect(Collectors.toSet());
        }
        if (viewer instanceof PupilViewer self) {
            return pupils.contains(self.id()) ? enrolled(Set.of(self.id()), pupil -> true) : Set.of();
        }
        if (viewer instanceof StaffViewer staff) {
            Set<PromotionId> promotions = promotions(staff.id());
            return promotions.isEmpty()
                    ? Set.of()
                    : enrolled(pupils, pupil -> pupil.promotion() != null && promotions.contains(pupil.promotion()));
        }
        return Set.copyOf(pupils);
    }

    /** The pupils whom a viewer may see on {@code day}, where they are few: a pupil's or a guardian's own. Empty for staff and administrators. */
    public Optional<Set<PupilId>> own(Viewer viewer, LocalDate day) {
        if (viewer instanceof GuardianViewer guardian) {
            return Optional.of(wards(guardian.id(), day).map(Pupil::id).collect(Collectors.toSet()));
        }
        return viewer instanceof PupilViewer self
                ? Optional.of(visible(self, Set.of(self.id()), day))
                : Optional.empty();
    }

    /** The active staff who supervise each promotion, in the order of their ids. */
    public Map<PromotionId, List<User>> staff() {
        Map<PromotionId, Set<UserId>> of = supervisors.get().supervisors();
        Set<UserId> ids = of.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<UserId, User> known = users.get().byId(ids);
        Map<PromotionId, List<User>> staff = new LinkedHashMap<>();
        of.forEach((promotion, some) -> staff.put(
                promotion,
                some.stream()
                        .sorted()
                        .flatMap(id -> Stream.ofNullable(known.get(id)))
                        .filter(User::active)
                        .toList()));
        return staff;
    }

    private Stream<Pupil> wards(GuardianId guardian, LocalDate day) {
        return roster.families(Set.of(guardian)).stream().flatMap(family -> family.visiblePupils(day).stream());
    }

    private Set<PupilId> enrolled(Collection<PupilId> pupils, Predicate<Pupil> condition) {
        return pupils.isEmpty()
                ? Set.of()
                : roster.pupils(pupils).values().stream()
                        .filter(pupil -> pupil.active() && condition.test(pupil))
                        .map(Pupil::id)
                        .collect(Collectors.toSet());
    }

    private Set<PromotionId> promotions(UserId staff) {
        User user = users.get().byId(Set.of(staff)).get(staff);
        return user == null || !user.active()
                ? Set.of()
                : supervisors.get().supervisors().entrySet().stream()
                        .filter(entry -> entry.getValue().contains(staff))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
    }
}
