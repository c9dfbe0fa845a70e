package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

/** A person who wants to see what is kept about pupils, as the host has identified them. {@code Entitlements} says what they may see. */
public sealed interface Viewer {
    /** A pupil. */
    record PupilViewer(PupilId id) implements Viewer {
        public PupilViewer {
            requireNonNull(id, "id");
        }
    }

    /** A parent or another guardian. */
    record GuardianViewer(GuardianId id) implements Viewer {
        public GuardianViewer {
            requireNonNull(id, "id");
        }
    }

    /** A member of the staff, such as a class teacher. */
    record StaffViewer(UserId id) implements Viewer {
        public StaffViewer {
            requireNonNull(id, "id");
        }
    }

    /** A person who runs the school's system. */
    record Administrator() implements Viewer {}

    static Viewer pupil(PupilId id) {
        return new PupilViewer(id);
    }

    static Viewer guardian(GuardianId id) {
        return new GuardianViewer(id);
    }

    static Viewer staff(UserId id) {
        return new StaffViewer(id);
    }

    static Viewer administrator() {
        return new Administrator();
    }
}
