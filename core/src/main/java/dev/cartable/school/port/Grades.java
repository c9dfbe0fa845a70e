package dev.cartable.school.port;

import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import java.util.Collection;
import java.util.List;

/**
 * Grades and all that belongs to them, as the host has them now: a class and a term at a time, so that no pupil is asked about alone.
 * Read-only; safe for use by several threads.
 */
public interface Grades {
    /** The classes in which a grade of a term was given or that have members in it, in the order of their ids. */
    List<PromotionId> classes(Term term);

    /** The classes and terms in which a pupil has a grade or is a member, in the order of {@link ClassTerm}. */
    List<ClassTerm> classesOf(PupilId pupil);

    /** The members of a class in a term, by pupil; none where the host does not record them. */
    List<ClassMember> members(ClassTerm classTerm);

    /** The places of these pupils in a term, in no certain order; none where the host does not record them. */
    List<ClassMember> membersAmong(Collection<PupilId> pupils, Term term);

    /** All grades of the term of all pupils who have one in this class: those in other classes, too. By pupil, date and id. */
    List<Grade> ofClass(ClassTerm classTerm);

    /** The grades of these pupils in a term, by pupil, date and id. */
    List<Grade> of(Collection<PupilId> pupils, Term term);

    /** The grades with these ids; those that are unknown are left out. */
    List<Grade> grades(Collection<String> ids);

    /** The subjects of these classes and terms, in no certain order. */
    List<TaughtSubject> subjects(Collection<ClassTerm> classTerms);

    /** What the school has written about these pupils in a term, in no certain order. */
    List<Appreciation> appreciations(Collection<PupilId> pupils, Term term);

    /** The release times of these classes and terms; none for those of which it is not decided. */
    List<ReportRelease> releases(Collection<ClassTerm> classTerms);
}
