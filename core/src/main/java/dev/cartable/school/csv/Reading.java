package dev.cartable.school.csv;

import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.port.RosterSource.Sink;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One reading of a roster from its first file to its last link. */
final class Reading {
    private final RosterFiles files;
    private final Sink sink;
    private final @Nullable LocalDate asOf;
    private final boolean anyAgent;
    private final People people = new People();

    Reading(RosterFiles files, Sink sink, @Nullable LocalDate asOf, boolean anyAgent) {
        this.files = files;
        this.sink = sink;
        this.asOf = asOf;
        this.anyAgent = anyAgent;
    }

    void run() throws IOException {
        Users users = users();
        Table roles = table(Roles.FILE, Roles.REQUIRED, Roles.OPTIONAL);
        if (roles == null && !users.haveRoles()) {
            throw Refusal.NO_ROLES.because();
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
        links.tell();
    }

    private Users users() throws IOException {
        Table table = table(Users.FILE, Users.REQUIRED, Users.OPTIONAL);
        if (table == null) {
            String format = OtherFormats.ofFiles(files.names());
            throw format == null
                    ? Refusal.NO_USERS_FILE.because()
                    : Refusal.OTHER_FORMAT.because("format", format);
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
            if (people.is(person, People.PUPIL) || people.isGuardian(person)) {
                return;
            }
        }
        throw Refusal.NOBODY.because("rows", users.rows());
    }

    private void promotions(Homerooms homerooms) {
        TreeMap<String, String> promotions = new TreeMap<>();
        for (int person = 0; person < people.size(); person++) {
            String id = people.is(person, People.PUPIL) ? people.promotion(person) : null;
            if (id != null && !promotions.containsKey(id)) {
                String title = homerooms.title(id);
                promotions.put(id, title == null ? id : title);
            }
        }
        promotions.forEach((id, name) -> sink.promotion(new Promotion(new PromotionId(id), name)));
    }
}
