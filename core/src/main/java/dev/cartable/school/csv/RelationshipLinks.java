package dev.cartable.school.csv;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RosterSource.Sink;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The links of relationships.csv (School Data Sync v2.1): userSourcedId is the pupil, relationshipUserSourcedId the guardian.
 * Of our own are the optional columns metadata.primaryContact, metadata.maySeePupil, metadata.emergencyContact,
 * metadata.validFrom and metadata.validTo (the last day included), named as OneRoster names extensions. The role of the link
 * decides, and not the person's own: a teacher may be a mother. A link as teacher, principal or the like is left out.
 */
final class RelationshipLinks extends Links {
    static final String FILE = "relationships.csv";
    static final List<String> REQUIRED = List.of("userSourcedId", "relationshipUserSourcedId");
    static final List<String> OPTIONAL = List.of(
            "relationshipRole",
            "status",
            "metadata.primaryContact",
            "metadata.maySeePupil",
            "metadata.emergencyContact",
            "metadata.validFrom",
            "metadata.validTo");

    /** PersonIndex whom a school calls about a pupil by profession: contacts, who may not see the pupil's data. */
    private static final Set<String> PROFESSIONS =
            Set.of("aide", "attorney", "caseworker", "childadvocate", "counselor", "daycare", "doctor", "lawyer");

    private static final String EMERGENCY = "emergencycontact";

    private final Table table;
    private final Sink sink;
    private final boolean anyAgent;

    RelationshipLinks(Table table, PersonIndex people, Sink sink, boolean anyAgent) {
        super(people);
        this.table = table;
        this.sink = sink;
        this.anyAgent = anyAgent;
    }

    @Override
    void collect() throws IOException {
        table.first(new Table.FirstLook() {
            @Override
            public void row(Row row) throws BadRowException {
                add(row);
            }

            @Override
            public void bad(Row row, RowError error) {
                sink.error(error);
                String guardian = row.text("relationshipUserSourcedId");
                if (!guardian.isEmpty()) {
                    sink.unreadable(guardian);
                }
            }
        });
        reportMisfits((line, error) -> sink.error(table.error(line, error)));
    }

    private void add(Row row) throws BadRowException {
        String pupilId = row.id("userSourcedId");
        String guardianId = row.id("relationshipUserSourcedId");
        boolean gone = row.gone();
        Guardianship link = link(row, pupilId, guardianId);
        int pupil = find(pupilId, "userSourcedId");
        int guardian = find(guardianId, "relationshipUserSourcedId");
        requireTwo(pupil, guardian, "relationshipUserSourcedId");
        if (!fits(pupil, guardian)) {
            addMisfit(new Misfit(row.line(), pupil, guardian, "userSourcedId", "relationshipUserSourcedId"));
        } else if (isOfStaff(row)) {
            if (!gone && !people.is(guardian, PersonIndex.GONE)) {
                sink.linkLeftOut(Roles.name(row.text("relationshipRole")));
            }
        } else if (!gone && !add(pupil, guardian)) {
            throw new BadRowException(
                    RowProblem.DUPLICATE_LINK,
                    "relationshipUserSourcedId",
                    "pupil",
                    link.pupil(),
                    "guardian",
                    link.guardian());
        }
    }

    private boolean isOfStaff(Row row) {
        return !anyAgent && Roles.isStaff(row.text("relationshipRole"));
    }

    private static Guardianship link(Row row, String pupil, String guardian) throws BadRowException {
        String role = row.text("relationshipRole");
        String word = role.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        Period period = Period.of(row, "metadata.validFrom", "metadata.validTo");
        return new Guardianship(
                new GuardianId(guardian),
                new PupilId(pupil),
                Guardianship.Relation.of(role),
                row.flag("metadata.primaryContact", false),
                row.flag("metadata.maySeePupil", !PROFESSIONS.contains(word) && !word.equals(EMERGENCY)),
                row.flag("metadata.emergencyContact", word.equals(EMERGENCY)),
                period.from(),
                period.to());
    }

    @Override
    void report() throws IOException {
        table.again(row -> {
            String pupil = row.raw("userSourcedId");
            String guardian = row.raw("relationshipUserSourcedId");
            if (!isGone(row)
                    && !isOfStaff(row)
                    && people.isGuardian(people.find(guardian))
                    && fits(people.find(pupil), people.find(guardian))) {
                sink.guardianship(known(row, pupil, guardian));
            }
        });
    }

    private static boolean isGone(Row row) {
        try {
            return row.gone();
        } catch (BadRowException e) {
            throw new IllegalStateException("a row without an error has one in its second reading", e);
        }
    }

    private static Guardianship known(Row row, String pupil, String guardian) {
        try {
            return link(row, pupil, guardian);
        } catch (BadRowException e) {
            throw new IllegalStateException("a row without an error has one in its second reading", e);
        }
    }
}
