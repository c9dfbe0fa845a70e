package dev.cartable.spring.web;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.model.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The person who sends a request, as the host has identified them.
 *
 * @param name what the history calls them, such as their user name at the host
 * @param roles in which capacities they ask; none means that they may do nothing
 * @param user which user of the school's network they are; null if none
 * @param pupil which pupil they are; null if none
 * @param guardian which guardian they are; null if none
 */
public record Asker(
        String name,
        Set<Role> roles,
        @Nullable UserId user,
        @Nullable PupilId pupil,
        @Nullable GuardianId guardian) {

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

    public Asker {
        requireNonNull(name, "name");
        roles = Set.copyOf(roles);
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
        if (is(Role.STAFF) && user != null) {
            viewers.add(Viewer.staff(user));
        }
        if (is(Role.PARENT) && guardian != null) {
            viewers.add(Viewer.guardian(guardian));
        }
        if (is(Role.PUPIL) && pupil != null) {
            viewers.add(Viewer.pupil(pupil));
        }
        return viewers;
    }

    /** The roles alone: no name and no id. */
    @Override
    public String toString() {
        return "Asker" + roles;
    }
}
