package dev.cartable.school.csv;

import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RosterSource.Sink;
import java.io.IOException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The roles.csv of OneRoster 1.2 (beginDate, endDate: the end is the first day without the role) or of School Data Sync v2.1
 * (roleStartDate, roleEndDate: the end is the last day with it; grade).
 */
final class Roles {
    static final String FILE = "roles.csv";
    static final List<String> REQUIRED = List.of("userSourcedId", "role");
    static final List<String> OPTIONAL =
            List.of("status", "beginDate", "endDate", "roleStartDate", "roleEndDate", "grade", "isPrimary");

    private static final Set<Guardianship.Relation> GUARDIANS = EnumSet.complementOf(
            EnumSet.of(Guardianship.Relation.AIDE, Guardianship.Relation.OTHER, Guardianship.Relation.SIBLING));

    /** The roles of people who work at the school: OneRoster 1.1 and 1.2, School Data Sync v2.1. */
    private static final Set<String> STAFF = Set.of(
            "administrator",
            "districtadministrator",
            "faculty",
            "principal",
            "proctor",
            "professor",
            "siteadministrator",
            "staff",
            "systemadministrator",
            "teacher",
            "teacherassistant");

    private static final int MAX_NAME = 40;

    private final Table table;
    private final PersonIndex people;
    private final Sink sink;
    private final @Nullable LocalDate asOf;

    Roles(Table table, PersonIndex people, Sink sink, @Nullable LocalDate asOf) {
        this.table = table;
        this.people = people;
        this.sink = sink;
        this.asOf = asOf;
    }

    static boolean isPupil(String role) {
        return switch (role.toLowerCase(Locale.ROOT)) {
            case "student", "pupil", "learner" -> true;
            default -> false;
        };
    }

    static boolean isGuardian(String role) {
        return !role.isBlank() && GUARDIANS.contains(Guardianship.Relation.of(role));
    }

    /** Whether it is a role at the school itself, which says nothing of a family. */
    static boolean isStaff(String role) {
        return STAFF.contains(role.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""));
    }

    /** The role as reports name it. */
    static String name(String role) {
        String name = role.strip().toLowerCase(Locale.ROOT).replaceAll("\\p{Cntrl}", " ");
        return name.substring(0, Math.min(name.length(), MAX_NAME));
    }

    void read() throws IOException {
        table.first(new Table.FirstLook() {
            @Override
            public void row(Row row) throws BadRowException {
                add(row);
            }

            @Override
            public void bad(Row row, RowError error) {
                sink.error(error);
                String id = row.text("userSourcedId");
                if (!id.isEmpty()) {
                    sink.unreadable(id);
                }
            }
        });
    }

    private void add(Row row) throws BadRowException {
        String id = row.id("userSourcedId");
        Period period = Period.of(row, "beginDate", "endDate");
        Period sds = Period.of(row, "roleStartDate", "roleEndDate");
        boolean primary = row.flag("isPrimary", false);
        String grade = Users.grade(row.text("grade"), "grade");
        String role = row.text("role");
        boolean gone = row.gone();
        int person = people.find(id);
        if (person < 0) {
            throw new BadRowException(RowProblem.DANGLING_ROLE, "userSourcedId", "id", id);
        }
        if (gone && !isPupil(role)) {
            return;
        }
        boolean inTime = !gone && (asOf == null || (period.covers(asOf, false) && sds.covers(asOf, true)));
        if (isPupil(role)) {
            people.mark(person, inTime ? PersonIndex.IN_TIME : PersonIndex.OUT_OF_TIME);
            if (grade != null) {
                people.addGrade(person, grade, primary);
            }
        }
        if (inTime || isPupil(role)) {
            people.addRole(person, role);
        }
    }
}
