package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.Deed;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The use case that makes, changes and lists profiles. A profile is never deleted, only deactivated: whoever holds it is
 * served by the next level. A change holds for all holders at once. Safe for use by several threads.
 */
public final class EditProfiles {
    private final QuotaPorts ports;
    private final InstantSource time;

    EditProfiles(QuotaPorts ports, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.time = requireNonNull(time, "time");
    }

    /**
     * Makes a profile.
     *
     * @param change what to say beside the name
     * @throws QuotaException if the name is taken, or it would throttle in a circle
     */
    public Profile add(String name, UnaryOperator<Profile.Builder> change) {
        Profile profile = change.apply(Profile.named(new ProfileId(TimeOrderedIds.next(time.instant())), name))
                .version(0)
                .build();
        return ports.unitOfWork().call(tx -> {
            requireNoCircle(profile);
            if (!ports.profiles().insert(tx, profile)) {
                throw taken(profile.name());
            }
            Deed.of("profile.create", "profile", profile.id()).record(ports.unitOfWork(), tx);
            return profile;
        });
    }

    /**
     * Changes a profile.
     *
     * @throws QuotaException if there is none, its new name is taken, it would throttle in a circle, or somebody else has changed it
     *     in the same moment
     */
    public Profile change(ProfileId id, UnaryOperator<Profile.Builder> change) {
        return ports.unitOfWork().call(tx -> changed(tx, id, change));
    }

    private Profile changed(Tx tx, ProfileId id, UnaryOperator<Profile.Builder> change) {
        Profile before = find(id).orElseThrow(() -> unknown(id.toString()));
        Profile after =
                change.apply(before.toBuilder()).version(before.version()).build();
        requireNoCircle(after);
        if (!ports.profiles().update(tx, after)) {
            Optional<Profile> namesake = ports.profiles().byName(after.name());
            throw namesake.isPresent() && !namesake.get().id().equals(id)
                    ? taken(after.name())
                    : new QuotaException(QuotaProblem.CHANGED_MEANWHILE, Map.of("profile", before.name()));
        }
        Deed.of("profile.change", "profile", id).record(ports.unitOfWork(), tx);
        return after.toBuilder().version(before.version() + 1).build();
    }

    /** The profile with this id. */
    public Optional<Profile> find(ProfileId id) {
        return Optional.ofNullable(ports.profiles().byId(List.of(id)).get(id));
    }

    /**
     * The profile that a person means.
     *
     * @param nameOrId a name, whatever its capitals, or an id
     * @throws QuotaException if there is none
     */
    public Profile named(String nameOrId) {
        return ports.profiles()
                .byName(nameOrId)
                .or(() -> isId(nameOrId) ? find(ProfileId.parse(nameOrId)) : Optional.empty())
                .orElseThrow(() -> unknown(nameOrId));
    }

    private static boolean isId(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }

    /** All profiles, by name. */
    public List<Profile> all() {
        return ports.profiles().all();
    }

    private void requireNoCircle(Profile profile) {
        Set<ProfileId> seen = new HashSet<>(Set.of(profile.id()));
        ProfileId next = profile.limitPolicy().throttleTo();
        String over = profile.name();
        while (next != null) {
            ProfileId id = next;
            Profile throttle = find(id).orElseThrow(() -> unknown(id.toString()));
            if (!seen.add(id)) {
                throw new QuotaException(
                        QuotaProblem.THROTTLES_IN_A_CIRCLE, Map.of("profile", profile.name(), "over", over));
            }
            over = throttle.name();
            next = throttle.limitPolicy().throttleTo();
        }
    }

    private static QuotaException taken(String name) {
        return new QuotaException(QuotaProblem.NAME_TAKEN, Map.of("name", name));
    }

    private static QuotaException unknown(String profile) {
        return new QuotaException(QuotaProblem.UNKNOWN_PROFILE, Map.of("profile", profile));
    }
}
