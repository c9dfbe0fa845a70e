package dev.cartable.jdbc.record;

import dev.cartable.jdbc.database.Snapshot;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Absences;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Absences in the relation {@code absence}. Those of some days are read in large pages, from one snapshot. */
public final class JdbcAbsences implements Absences {
    /** Each page looks at all absences of the days that are asked for. */
    static final int PAGE = 5_000;

    private final RecordStatements statements;

    public JdbcAbsences(RecordStatements statements) {
        this.statements = statements;
    }

    @Override
    public Stream<Absence> between(LocalDate first, LocalDate last) {
        Snapshot snapshot = statements.database().snapshot();
        return Pages.stream(PAGE, after -> snapshot.read(h -> page(h, first, last, after)), snapshot::close);
    }

    private List<Absence> page(Handle handle, LocalDate first, LocalDate last, @Nullable Absence after) {
        return handle.createQuery(statements.sql(handle, """
                        SELECT {COLUMNS(absence a)} FROM {absence} a
                        WHERE a.absent_on BETWEEN :first AND :last AND {CODE(a.pupil_id)} >= :pupil
                        AND ({CODE(a.pupil_id)} > :pupil OR a.absent_on > :day
                            OR a.absent_on = :day AND {CODE(a.id)} > :id)
                        ORDER BY {CODE(a.pupil_id)}, a.absent_on, {CODE(a.id)} FETCH FIRST %d ROWS ONLY""".formatted(PAGE)))
                .bind("first", first)
                .bind("last", last)
                .bind("pupil", after == null ? "" : after.pupil().value())
                .bind("day", after == null ? first : after.day())
                .bind("id", after == null ? "" : after.id())
                .map(RecordRows::absence)
                .list();
    }

    @Override
    public List<Absence> of(Collection<PupilId> pupils, LocalDate first, LocalDate last) {
        return pupils.isEmpty()
                ? List.of()
                : statements
                        .database()
                        .readByIndex(h -> h.createQuery(statements.sql(h, """
                                SELECT {COLUMNS(absence a)}
                                FROM {KEYS(TEXT pupils)} JOIN {absence} a ON {CODE(a.pupil_id)} = u.k
                                WHERE a.absent_on BETWEEN :first AND :last
                                ORDER BY {CODE(a.pupil_id)}, a.absent_on, {CODE(a.id)}"""))
                                .bind("pupils", Arrays.texts(pupils))
                                .bind("first", first)
                                .bind("last", last)
                                .map(RecordRows::absence)
                                .list());
    }

    @Override
    public List<Absence> absences(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : statements
                        .database()
                        .readByIndex(h -> h.createQuery(statements.sql(h, """
                                SELECT {COLUMNS(absence a)}
                                FROM {KEYS(TEXT ids)} JOIN {absence} a ON {CODE(a.id)} = u.k"""))
                                .bind("ids", Arrays.texts(ids))
                                .map(RecordRows::absence)
                                .list());
    }
}
