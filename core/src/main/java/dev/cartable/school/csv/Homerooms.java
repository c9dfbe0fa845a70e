package dev.cartable.school.csv;

import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RosterSource.Sink;
import java.io.IOException;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The homeroom classes of classes.csv, and which pupils are in them by enrollments.csv. */
final class Homerooms {
    static final String CLASSES = "classes.csv";
    static final List<String> CLASSES_REQUIRED = List.of("sourcedId", "title");
    static final List<String> CLASSES_OPTIONAL = List.of("classType", "status");
    static final String ENROLLMENTS = "enrollments.csv";
    static final List<String> ENROLLMENTS_REQUIRED = List.of("classSourcedId", "userSourcedId", "role");
    static final List<String> ENROLLMENTS_OPTIONAL = List.of("beginDate", "endDate", "status");

    private static final int MAX_TITLE = 255;

    private final Map<String, String> titles = new HashMap<>();
    private final PersonIndex people;
    private final Sink sink;
    private final @Nullable LocalDate asOf;

    Homerooms(PersonIndex people, Sink sink, @Nullable LocalDate asOf) {
        this.people = people;
        this.sink = sink;
        this.asOf = asOf;
    }

    /** The class's title; null if it is no homeroom class. */
    @Nullable
    String title(String classId) {
        return titles.get(classId);
    }

    void classes(Table table) throws IOException {
        read(table, row -> {
            String id = row.id("sourcedId");
            if (!row.gone() && row.text("classType").toLowerCase(Locale.ROOT).equals("homeroom")) {
                String title = row.textOrNull("title", MAX_TITLE);
                titles.putIfAbsent(id, title == null ? id : Normalizer.normalize(title, Normalizer.Form.NFC));
            }
        });
    }

    void enrollments(Table table) throws IOException {
        read(table, row -> {
            String classId = row.id("classSourcedId");
            String id = row.id("userSourcedId");
            Period period = Period.of(row, "beginDate", "endDate");
            boolean gone = row.gone();
            int person = people.find(id);
            if (person < 0) {
                throw new BadRowException(RowProblem.DANGLING_ENROLLMENT, "userSourcedId", "id", id);
            }
            if (gone || !Roles.isPupil(row.text("role"))) {
                return;
            }
            boolean inTime = asOf == null || period.covers(asOf, false);
            people.mark(person, inTime ? PersonIndex.IN_TIME : PersonIndex.OUT_OF_TIME);
            if (inTime && titles.containsKey(classId)) {
                people.addHomeroom(person, classId);
            }
        });
    }

    private interface Take {
        void row(Row row) throws BadRowException;
    }

    private void read(Table table, Take take) throws IOException {
        table.first(new Table.FirstLook() {
            @Override
            public void row(Row row) throws BadRowException {
                take.row(row);
            }

            @Override
            public void bad(Row row, RowError error) {
                sink.error(error);
            }
        });
    }
}
