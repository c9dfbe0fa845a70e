package dev.cartable.school.csv;

import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.SchoolCalendar;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** Release times, one a row for each class and term. A day stands for its beginning. */
final class ReleaseReader implements RecordReader<ReportRelease> {
    static final Field RELEASED_AT =
            Field.required("releasedAt", "release", "release time", "publication", "publié le", "visible à partir du");

    private static final List<Field> FIELDS =
            List.of(TaughtSubjectReader.PROMOTION, Terms.REQUIRED_TERM, Terms.YEAR, RELEASED_AT);

    private final Terms terms;
    private final ZoneId zone;

    ReleaseReader(SchoolCalendar calendar, ZoneId zone) {
        this.terms = new Terms(calendar);
        this.zone = zone;
    }

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public String owner() {
        return "promotion";
    }

    @Override
    public ReportRelease read(RecordRow row) throws BadRowException {
        Instant releasedAt = row.instant("releasedAt", zone, LocalTime.MIDNIGHT);
        if (releasedAt == null) {
            throw new BadRowException(RowProblem.MISSING_VALUE, "releasedAt");
        }
        return new ReportRelease(
                new ClassTerm(new PromotionId(row.id("promotion", 255)), terms.of(row, null)), releasedAt);
    }
}
