package dev.cartable.school.csv;

import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RosterSource.Sink;
import java.io.IOException;
import java.text.Normalizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The users.csv of any of the formats. Its password column is never looked at. */
final class Users {
    static final String FILE = "users.csv";
    static final List<String> REQUIRED = List.of("sourcedId", "givenName", "familyName");
    static final List<String> OPTIONAL = List.of(
            "status", "enabledUser", "role", "username", "email", "sms", "phone", "agentSourcedIds", "grades", "grade");

    /** Longer than any address or number that can be used, short enough for every store. */
    private static final int MAX_CONTACT = 320;

    private static final int MAX_LANGUAGE = 35;

    private final Table table;
    private final PersonIndex people;
    private final Sink sink;

    Users(Table table, PersonIndex people, Sink sink) {
        this.table = table;
        this.people = people;
        this.sink = sink;
    }

    Table table() {
        return table;
    }

    boolean haveRoles() {
        return table.has("role");
    }

    /** Takes everybody's id and standing; reports the bad rows. */
    void index() throws IOException {
        table.first(new Table.FirstLook() {
            @Override
            public void row(Row row) throws BadRowException {
                add(row);
            }

            @Override
            public void bad(Row row, RowError error) {
                sink.error(error);
                String id = row.text("sourcedId");
                if (!id.isEmpty()) {
                    sink.unreadable(id);
                }
            }
        });
        if (table.rows() == 0) {
            throw RosterProblem.HEADER_ONLY.because("file", FILE);
        }
    }

    private void add(Row row) throws BadRowException {
        String id = row.id("sourcedId");
        row.name();
        boolean gone = row.gone() || !row.flag("enabledUser", true);
        String grade = grade(row);
        int person = people.add(id);
        if (person < 0) {
            throw new BadRowException(RowProblem.DUPLICATE_ID, "sourcedId");
        }
        if (gone) {
            people.mark(person, PersonIndex.GONE);
        }
        people.addRole(person, row.text("role"));
        if (grade != null) {
            people.addGrade(person, grade, true);
        }
    }

    /** The first of the pupil's grades, under the name that either edition of the column has. */
    private static @Nullable String grade(Row row) throws BadRowException {
        String grades = row.text("grades").isEmpty() ? row.text("grade") : row.text("grades");
        return grade(grades.split(",", 2)[0], "grades");
    }

    static @Nullable String grade(String text, String column) throws BadRowException {
        String grade = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        if (grade.length() > 255 || grade.chars().anyMatch(Character::isISOControl)) {
            throw new BadRowException(RowProblem.BAD_ID, column);
        }
        return grade.isEmpty() ? null : grade;
    }

    /** Passes on the pupils. */
    void pupils() throws IOException {
        table.again(row -> {
            int person = people.find(row.raw("sourcedId"));
            if (people.is(person, PersonIndex.PUPIL)) {
                String promotion = people.promotion(person);
                sink.pupil(new Pupil(
                        new PupilId(people.id(person)),
                        name(row),
                        promotion == null ? null : new PromotionId(promotion),
                        pupilEmail(row),
                        people.isActive(person)));
            }
        });
    }

    /** The pupil's own address; where there is none, a user name that looks like one, since mail to it may reach the pupil. */
    private static @Nullable String pupilEmail(Row row) {
        String email = row.textOrNull("email", MAX_CONTACT);
        return email == null && row.text("username").indexOf('@') > 0 ? row.textOrNull("username", MAX_CONTACT) : email;
    }

    /** Passes on the guardians: those by role and those by a link. */
    void guardians() throws IOException {
        table.again(row -> {
            int person = people.find(row.raw("sourcedId"));
            if (people.isGuardian(person)) {
                String mobile = row.textOrNull("sms", MAX_CONTACT);
                sink.guardian(new Guardian(
                        new GuardianId(people.id(person)),
                        name(row),
                        row.textOrNull("email", MAX_CONTACT),
                        mobile != null ? mobile : row.textOrNull("phone", MAX_CONTACT),
                        row.textOrNull("metadata.language", MAX_LANGUAGE)));
            }
        });
    }

    private static PersonName name(Row row) {
        return new PersonName(row.raw("givenName"), row.raw("familyName"));
    }
}
