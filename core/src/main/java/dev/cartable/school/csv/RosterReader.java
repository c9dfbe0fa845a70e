package dev.cartable.school.csv;

import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RosterSource.Sink;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One reading of a roster from its first file to its last link. */
final class RosterReader {
    private final RosterFiles files;
    private final Sink sink;
    private final Errors errors;
    private final @Nullable LocalDate asOf;
    private final boolean anyAgent;
    private final PersonIndex people = new PersonIndex();

    RosterReader(RosterFiles files, Sink sink, @Nullable LocalDate asOf, boolean anyAgent) {
        this.files = files;
        this.errors = new Errors(sink);
        this.sink = errors;
        this.asOf = asOf;
        this.anyAgent = anyAgent;
    }

    void run() throws IOException {
        Users users = users();
        Table roles = table(Roles.FILE, Roles.REQUIRED, Roles.OPTIONAL);
        if (roles == null && !users.haveRoles()) {
            throw RosterProblem.NO_ROLES.because();
        }
        users.index();
        if (roles != null) {
            new Roles(roles, people, sink, asOf).read();
        }
        Homerooms homerooms = homerooms();
        Links links = links(users);
        links.collect();
        requireSomebody(users.table());
        promotions(homerooms);
        users.pupils();
        users.guardians();
        links.report();
    }

    private Users users() throws IOException {
        Table table = table(Users.FILE, Users.REQUIRED, Users.OPTIONAL);
        if (table == null) {
            String format = UnsupportedFormats.ofFiles(files.names());
            throw format == null
                    ? RosterProblem.NO_USERS_FILE.because("place", files.place())
                    : RosterProblem.OTHER_FORMAT.because("format", format);
        }
        return new Users(table, people, sink);
    }

    private Homerooms homerooms() throws IOException {
        Homerooms homerooms = new Homerooms(people, sink, asOf);
        Table classes = table(Homerooms.CLASSES, Homerooms.CLASSES_REQUIRED, Homerooms.CLASSES_OPTIONAL);
        if (classes != null) {
            homerooms.classes(classes);
        }
        Table enrollments =
                table(Homerooms.ENROLLMENTS, Homerooms.ENROLLMENTS_REQUIRED, Homerooms.ENROLLMENTS_OPTIONAL);
        if (enrollments != null) {
            homerooms.enrollments(enrollments);
        }
        return homerooms;
    }

    private Links links(Users users) throws IOException {
        Table relationships = table(RelationshipLinks.FILE, RelationshipLinks.REQUIRED, RelationshipLinks.OPTIONAL);
        return relationships == null
                ? new AgentLinks(users.table(), people, sink, anyAgent)
                : new RelationshipLinks(relationships, people, sink, anyAgent);
    }

    private @Nullable Table table(String name, List<String> required, List<String> optional) throws IOException {
        TextFile file = files.find(name);
        return file == null ? null : Table.open(file, required, optional);
    }

    private void requireSomebody(Table users) {
        for (int person = 0; person < people.size(); person++) {
            if (people.is(person, PersonIndex.PUPIL) || people.isGuardian(person)) {
                return;
            }
        }
        RowError first = errors.first;
        if (first == null) {
            throw RosterProblem.NO_PEOPLE.because("rows", users.rows());
        }
        Map<String, String> facts = new HashMap<>(first.facts());
        facts.putAll(RosterProblem.named(
                "rows", users.rows(),
                "errors", errors.count,
                "file", first.file(),
                "line", first.line(),
                "column", first.column() == null ? "-" : first.column(),
                "code", first.code()));
        throw RosterProblem.NO_READABLE_PEOPLE.because(facts);
    }

    private void promotions(Homerooms homerooms) {
        TreeMap<String, String> promotions = new TreeMap<>();
        for (int person = 0; person < people.size(); person++) {
            String id = people.is(person, PersonIndex.PUPIL) ? people.promotion(person) : null;
            if (id != null && !promotions.containsKey(id)) {
                String title = homerooms.title(id);
                promotions.put(id, title == null ? id : title);
            }
        }
        promotions.forEach((id, name) -> sink.promotion(new Promotion(new PromotionId(id), name)));
    }

    /** Passes everything on and keeps the first error. */
    private static final class Errors implements Sink {
        private final Sink next;
        private @Nullable RowError first;
        private long count;

        Errors(Sink next) {
            this.next = next;
        }

        @Override
        public void promotion(Promotion promotion) {
            next.promotion(promotion);
        }

        @Override
        public void pupil(Pupil pupil) {
            next.pupil(pupil);
        }

        @Override
        public void guardian(Guardian guardian) {
            next.guardian(guardian);
        }

        @Override
        public void guardianship(Guardianship guardianship) {
            next.guardianship(guardianship);
        }

        @Override
        public void error(RowError error) {
            first = first == null ? error : first;
            count++;
            next.error(error);
        }

        @Override
        public void unreadable(String id) {
            next.unreadable(id);
        }

        @Override
        public void linkLeftOut(String role) {
            next.linkLeftOut(role);
        }
    }
}
