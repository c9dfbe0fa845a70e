package dev.cartable.jdbc.record;

import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import dev.cartable.school.port.Grades;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * Grades in the relation {@code grade}, and what belongs to them in {@code taught_subject}, {@code class_member}, {@code appreciation} and
 * {@code report_release}. A host that has none of the other four leaves their views out.
 */
public final class JdbcGrades implements Grades {
    private static final String OF_CLASS =
            "{CODE(%1$s.promotion_id)} = u.promotion_id AND {CODE(%1$s.school_year)} = u.school_year AND {CODE(%1$s.term)} = u.term";

    private final RecordStatements statements;

    public JdbcGrades(RecordStatements statements) {
        this.statements = statements;
    }

    @Override
    public List<PromotionId> classes(Term term) {
        return classTerms(
                        "school_year = :year AND term = :name",
                        query -> query.bind("year", term.year()).bind("name", term.name()))
                .stream()
                .map(ClassTerm::promotion)
                .toList();
    }

    @Override
    public List<ClassTerm> classesOf(PupilId pupil) {
        return classTerms("pupil_id = :pupil", query -> query.bind("pupil", pupil.value()));
    }

    private List<ClassTerm> classTerms(String condition, Function<Query, Query> binding) {
        return statements.database().<List<ClassTerm>>read(h -> {
            Set<ClassTerm> found = new HashSet<>();
            for (String relation : List.of("grade", "class_member")) {
                if (relation.equals("grade") || isThere(h, relation)) {
                    // All columns, so that a missing relation is named with the view to write.
                    found.addAll(binding.apply(h.createQuery(statements.sql(h, """
                                    SELECT DISTINCT r.promotion_id, r.school_year, r.term
                                    FROM (SELECT {COLUMNS(%1$s g)} FROM {%1$s} g WHERE %2$s) r""".formatted(relation, condition))))
                            .map(RecordRows::classTerm)
                            .list());
                }
            }
            return found.stream().sorted().toList();
        });
    }

    private boolean isThere(Handle handle, String relation) {
        return statements.areThere(handle, List.of(relation));
    }

    @Override
    public List<ClassMember> members(ClassTerm classTerm) {
        return ofClasses("class_member", List.of(classTerm), RecordRows::member, "ORDER BY {CODE(t.pupil_id)}");
    }

    @Override
    public List<ClassMember> membersAmong(Collection<PupilId> pupils, Term term) {
        return ofPupils("class_member", pupils, term, RecordRows::member);
    }

    @Override
    public List<TaughtSubject> subjects(Collection<ClassTerm> classTerms) {
        return ofClasses("taught_subject", classTerms, RecordRows::taughtSubject, "");
    }

    @Override
    public List<ReportRelease> releases(Collection<ClassTerm> classTerms) {
        return ofClasses("report_release", classTerms, RecordRows::release, "");
    }

    /** The rows of a relation that a host may leave out. */
    private <T> List<T> ofClasses(
            String relation, Collection<ClassTerm> classTerms, RowMapper<T> mapper, String order) {
        return classTerms.isEmpty()
                ? List.of()
                : statements
                        .database()
                        .readByIndex(h -> isThere(h, relation)
                                ? RecordRows.CLASS_TERMS
                                        .bind(
                                                h.createQuery(statements.sql(
                                                        h,
                                                        "SELECT {COLUMNS(" + relation + " t)} FROM "
                                                                + RecordRows.CLASS_TERMS.rows() + " JOIN {" + relation
                                                                + "} t ON "
                                                                + OF_CLASS.formatted("t") + " " + order)),
                                                Set.copyOf(classTerms))
                                        .map(mapper)
                                        .list()
                                : List.of());
    }

    @Override
    public List<Grade> ofClass(ClassTerm classTerm) {
        return statements
                .database()
                .readByIndex(h -> h.createQuery(statements.sql(h, """
                        SELECT {COLUMNS(grade g)} FROM {grade} g
                        WHERE g.school_year = :year AND g.term = :term AND g.pupil_id IN (
                            SELECT o.pupil_id FROM {grade} o
                            WHERE o.promotion_id = :promotion AND o.school_year = :year AND o.term = :term)
                        ORDER BY {CODE(g.pupil_id)}, g.graded_on, {CODE(g.id)}"""))
                        .bind("promotion", classTerm.promotion().value())
                        .bind("year", classTerm.term().year())
                        .bind("term", classTerm.term().name())
                        .map(RecordRows::grade)
                        .list());
    }

    @Override
    public List<Grade> of(Collection<PupilId> pupils, Term term) {
        return pupils.isEmpty()
                ? List.of()
                : statements
                        .database()
                        .readByIndex(h -> h.createQuery(statements.sql(h, """
                                SELECT {COLUMNS(grade g)}
                                FROM {KEYS(TEXT pupils)} JOIN {grade} g ON {CODE(g.pupil_id)} = u.k
                                WHERE g.school_year = :year AND g.term = :term
                                ORDER BY {CODE(g.pupil_id)}, g.graded_on, {CODE(g.id)}"""))
                                .bind("pupils", Arrays.texts(pupils))
                                .bind("year", term.year())
                                .bind("term", term.name())
                                .map(RecordRows::grade)
                                .list());
    }

    @Override
    public List<Grade> grades(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : statements
                        .database()
                        .readByIndex(h -> h.createQuery(statements.sql(h, """
                                SELECT {COLUMNS(grade g)} FROM {KEYS(TEXT ids)} JOIN {grade} g ON {CODE(g.id)} = u.k"""))
                                .bind("ids", Arrays.texts(ids))
                                .map(RecordRows::grade)
                                .list());
    }

    @Override
    public List<Appreciation> appreciations(Collection<PupilId> pupils, Term term) {
        return ofPupils("appreciation", pupils, term, RecordRows::appreciation);
    }

    /** The rows of a relation that a host may leave out. */
    private <T> List<T> ofPupils(String relation, Collection<PupilId> pupils, Term term, RowMapper<T> mapper) {
        return pupils.isEmpty()
                ? List.of()
                : statements
                        .database()
                        .readByIndex(h -> isThere(h, relation)
                                ? h.createQuery(statements.sql(
                                                h,
                                                "SELECT {COLUMNS(" + relation + " t)} FROM {KEYS(TEXT pupils)} JOIN {"
                                                        + relation + "} t ON {CODE(t.pupil_id)} = u.k"
                                                        + " WHERE t.school_year = :year AND t.term = :term"))
                                        .bind("pupils", Arrays.texts(pupils))
                                        .bind("year", term.year())
                                        .bind("term", term.name())
                                        .map(mapper)
                                        .list()
                                : List.of());
    }
}
