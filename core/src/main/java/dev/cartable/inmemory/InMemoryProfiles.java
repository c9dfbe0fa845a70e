package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.port.ProfileStore;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Profiles, who holds them and their history, in memory. Safe for use by several threads. */
final class InMemoryProfiles implements ProfileStore {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<ProfileId, Profile> profiles;
    private final InMemoryTable<String, ProfileId> names;
    private final InMemoryTable<Holder, Assignment> assignments;
    private final InMemoryTable<Moment, ProfileChange> history;

    public InMemoryProfiles(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.profiles = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.names = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.assignments = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.history = new InMemoryTable<>(
                unitOfWork,
                Comparator.comparing(Moment::at)
                        .thenComparing(moment -> moment.id().toString()));
    }

    /** Where an entry of the history stands. */
    private record Moment(Instant at, UUID id) {
        static Moment of(ProfileChange change) {
            return new Moment(change.at(), change.id());
        }
    }

    @Override
    public Map<ProfileId, Profile> byId(Collection<ProfileId> ids) {
        return profiles.among(ids);
    }

    @Override
    public Optional<Profile> byName(String name) {
        return unitOfWork.read(
                () -> Optional.ofNullable(names.get(Profile.folded(name))).map(profiles::get));
    }

    @Override
    public List<Profile> all() {
        return profiles.all().stream()
                .sorted(Comparator.comparing(profile -> Profile.folded(profile.name())))
                .toList();
    }

    @Override
    public boolean insert(Tx tx, Profile profile) {
        boolean free = names.putIfAbsent(tx, Profile.folded(profile.name()), profile.id());
        if (free) {
            profiles.put(tx, profile.id(), profile);
        }
        return free;
    }

    @Override
    public boolean update(Tx tx, Profile profile) {
        unitOfWork.own(tx);
        Profile stored = profiles.get(profile.id());
        ProfileId namesake = names.get(Profile.folded(profile.name()));
        if (stored == null
                || stored.version() != profile.version()
                || (namesake != null && !namesake.equals(profile.id()))) {
            return false;
        }
        names.remove(tx, Profile.folded(stored.name()));
        names.put(tx, Profile.folded(profile.name()), profile.id());
        Profile raised = profile.toBuilder().version(profile.version() + 1).build();
        profiles.put(tx, profile.id(), raised);
        return true;
    }

    @Override
    public Map<Holder, Assignment> assignments(Collection<Holder> holders) {
        return assignments.among(holders);
    }

    @Override
    public List<Assignment> assignments(ProfileId profile) {
        return assignments.all().stream()
                .filter(assignment -> assignment.profile().equals(profile))
                .sorted(Comparator.comparing(Assignment::holder))
                .toList();
    }

    @Override
    public Optional<Assignment> lock(Tx tx, Holder holder) {
        unitOfWork.own(tx);
        return Optional.ofNullable(assignments.get(holder));
    }

    @Override
    public void assign(Tx tx, Assignment assignment) {
        assignments.put(tx, assignment.holder(), assignment);
    }

    @Override
    public boolean unassign(Tx tx, Holder holder) {
        return assignments.remove(tx, holder);
    }

    @Override
    public void note(Tx tx, Collection<ProfileChange> changes) {
        changes.forEach(change -> history.put(tx, Moment.of(change), change));
    }

    @Override
    public Stream<ProfileChange> history(@Nullable Holder holder, @Nullable String profile) {
        return history.backwards()
                .filter(change -> holder == null || change.holder().equals(holder))
                .filter(change -> profile == null || isOf(profile, change.before()) || isOf(profile, change.after()));
    }

    private static boolean isOf(String asked, @Nullable String name) {
        return name != null && Profile.folded(name).equals(Profile.folded(asked));
    }

    @Override
    public Optional<ProfileChange> lastChange(Holder holder, Instant at) {
        return history(holder, null)
                .filter(change -> !change.at().isAfter(at))
                .filter(ProfileChange::isOfProfile)
                .findFirst();
    }

    /** What a holder holds, with its profile. */
    Optional<HeldProfile> held(Holder holder) {
        return Optional.ofNullable(assignments.get(holder))
                .flatMap(assignment -> Optional.ofNullable(profiles.get(assignment.profile()))
                        .map(profile -> new HeldProfile(assignment, profile)));
    }

    /** An assignment and its profile. */
    record HeldProfile(Assignment assignment, Profile profile) {}
}
