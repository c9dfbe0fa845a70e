package dev.cartable.spring.web;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.model.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The person who sends a request, as the host has identified them. Used by the request's thread. */
public final class Asker {
    private final String name;
    private final Set<Role> roles;
    private final Supplier<@Nullable UserId> user;
    private final Supplier<@Nullable PupilId> pupil;
    private final @Nullable GuardianId guardian;

    /** In which capacity a person asks. */
    public enum Role {
        /** Sees themselves. */
        PUPIL,
        /** Sees their own children, as long as they may. */
        PARENT,
        /** Sees the promotions that they supervise. */
        STAFF,
        /** Sees and changes everything. */
        ADMINISTRATOR
    }

    /**
     * A person of whom all is known.
     *
     * @param name what the history calls them, such as their user name at the host
     * @param roles in which capacities they ask; none means that they may do nothing
     * @param user which user of the school's network they are; null if none
     * @param pupil which pupil they are; null if none
     * @param guardian which guardian they are; null if none
     */
    public Asker(
            String name,
            Set<Role> roles,
            @Nullable UserId user,
            @Nullable PupilId pupil,
            @Nullable GuardianId guardian) {
        this(name, roles, guardian, () -> user, () -> pupil);
    }

    private Asker(
            String name,
            Set<Role> roles,
            @Nullable GuardianId guardian,
            Supplier<@Nullable UserId> user,
            Supplier<@Nullable PupilId> pupil) {
        this.name = requireNonNull(name, "name");
        this.roles = Set.copyOf(roles);
        this.user = new Once<>(user);
        this.pupil = new Once<>(pupil);
        this.guardian = guardian;
    }

    /** A person whose user and pupil are looked up when an endpoint asks for them first, as few do. */
    static Asker lookedUp(
            String name, Set<Role> roles, Supplier<@Nullable UserId> user, Supplier<@Nullable PupilId> pupil) {
        return new Asker(name, roles, null, user, pupil);
    }

    /** What the history calls them. */
    public String name() {
        return name;
    }

    /** In which capacities they ask. */
    public Set<Role> roles() {
        return roles;
    }

    /** Which user of the school's network they are; null if none. */
    public @Nullable UserId user() {
        return user.get();
    }

    /** Which pupil they are; null if none. */
    public @Nullable PupilId pupil() {
        return pupil.get();
    }

    /** Which guardian they are; null if none. */
    public @Nullable GuardianId guardian() {
        return guardian;
    }

    /** Whether they ask in this capacity, too. */
    public boolean is(Role role) {
        return roles.contains(role);
    }

    /** Whose eyes they see with; several for a teacher who is a parent. */
    public List<Viewer> viewers() {
        List<Viewer> viewers = new ArrayList<>();
        if (is(Role.ADMINISTRATOR)) {
            viewers.add(Viewer.administrator());
        }
        UserId member = is(Role.STAFF) ? user() : null;
        if (member != null) {
            viewers.add(Viewer.staff(member));
        }
        if (is(Role.PARENT) && guardian != null) {
            viewers.add(Viewer.guardian(guardian));
        }
        PupilId self = is(Role.PUPIL) ? pupil() : null;
        if (self != null) {
            viewers.add(Viewer.pupil(self));
        }
        return viewers;
    }

    /** A value that is looked up once, also where there is none. */
    static final class Once<T> implements Supplier<@Nullable T> {
        private final Supplier<@Nullable T> source;
        private boolean asked;
        private @Nullable T value;

        Once(Supplier<@Nullable T> source) {
            this.source = requireNonNull(source, "source");
        }

        @Override
        public @Nullable T get() {
            if (!asked) {
                value = source.get();
                asked = true;
            }
            return value;
        }
    }

    /** The roles alone: no name and no id. */
    @Override
    public String toString() {
        return "Asker" + roles;
    }
}
