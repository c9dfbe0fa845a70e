package dev.cartable.school.csv;

import dev.cartable.school.model.Guardianship;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All people in users.csv by their id: a number, and what the files say of their standing. This is all that is held in
 * memory of a person.
 */
final class PersonIndex {
    /** Has a pupil's role. */
    static final int PUPIL = 1;
    /** Has a guardian's role. */
    static final int GUARDIAN = 1 << 1;
    /** Stands in a good link as the guardian. */
    static final int LINKED = 1 << 2;
    /** Disabled, or marked as to be deleted. */
    static final int GONE = 1 << 3;
    /** Has a pupil's role or an enrolment on the day that was asked for. */
    static final int IN_TIME = 1 << 4;
    /** Has a pupil's role or an enrolment on other days. */
    static final int OUT_OF_TIME = 1 << 5;
    /** The grade is that of the primary role. */
    static final int PRIMARY_GRADE = 1 << 6;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private byte[] standing = new byte[64];
    private Guardianship.Relation[] relation = new Guardianship.Relation[64];
    private @Nullable String[] grade = new String[64];
    private @Nullable String[] homeroom = new String[64];
    private @Nullable String[] otherRole = new String[64];

    /** Adds a person and returns their number; -1 if the id is there already. */
    int add(String id) {
        int number = ids.size();
        if (numbers.putIfAbsent(id, number) != null) {
            return -1;
        }
        ids.add(id);
        if (number == standing.length) {
            int more = 2 * number;
            standing = Arrays.copyOf(standing, more);
            relation = Arrays.copyOf(relation, more);
            grade = Arrays.copyOf(grade, more);
            homeroom = Arrays.copyOf(homeroom, more);
            otherRole = Arrays.copyOf(otherRole, more);
        }
        relation[number] = Guardianship.Relation.GUARDIAN;
        return number;
    }

    /** The number of the person with this id; -1 if there is none. */
    int find(String id) {
        return numbers.getOrDefault(id, -1);
    }

    String id(int person) {
        return ids.get(person);
    }

    int size() {
        return ids.size();
    }

    void mark(int person, int flag) {
        standing[person] |= (byte) flag;
    }

    boolean is(int person, int flag) {
        return (standing[person] & flag) != 0;
    }

    /** Whether the person is to be read as a guardian: by role or by a link, still there, and no pupil. */
    boolean isGuardian(int person) {
        return is(person, GUARDIAN | LINKED) && !is(person, PUPIL | GONE);
    }

    /** Whether the pupil is active: not gone, and here on the day that was asked for, if one was. */
    boolean isActive(int person) {
        return !is(person, GONE) && (is(person, IN_TIME) || !is(person, OUT_OF_TIME));
    }

    /** Takes a role: a pupil's, a guardian's or another. */
    void addRole(int person, String role) {
        if (Roles.isPupil(role)) {
            mark(person, PUPIL);
        } else if (Roles.isGuardian(role)) {
            mark(person, GUARDIAN);
            relation[person] = Guardianship.Relation.of(role);
        } else if (!role.isBlank()) {
            if (Guardianship.Relation.of(role) == Guardianship.Relation.AIDE && !is(person, GUARDIAN)) {
                relation[person] = Guardianship.Relation.AIDE;
            }
            String name = Roles.name(role);
            String had = otherRole[person];
            if (had == null || name.compareTo(had) < 0) {
                otherRole[person] = share(name);
            }
        }
    }

    /** The person's role that is neither a pupil's nor a guardian's; of several the first in the order of letters, of none "". */
    String otherRole(int person) {
        String role = otherRole[person];
        return role == null ? "" : role;
    }

    /** What the person is to a pupil, as far as their own role says. */
    Guardianship.Relation relation(int person) {
        return relation[person];
    }

    /** Gives the person a grade; of several the primary role's stands, else the first in the order of letters. */
    void addGrade(int person, String text, boolean primary) {
        boolean better = primary && !is(person, PRIMARY_GRADE);
        boolean equal = primary == is(person, PRIMARY_GRADE);
        String had = grade[person];
        if (had == null || better || (equal && text.compareTo(had) < 0)) {
            grade[person] = share(text);
        }
        if (primary) {
            mark(person, PRIMARY_GRADE);
        }
    }

    /** Gives the person a homeroom class; of several the first in the order of letters stands. */
    void addHomeroom(int person, String classId) {
        String had = homeroom[person];
        if (had == null || classId.compareTo(had) < 0) {
            homeroom[person] = share(classId);
        }
    }

    /** The id of the pupil's promotion: the homeroom class, else the grade. */
    @Nullable
    String promotion(int person) {
        return homeroom[person] != null ? homeroom[person] : grade[person];
    }

    private String share(String text) {
        return texts.computeIfAbsent(text, t -> t);
    }
}
