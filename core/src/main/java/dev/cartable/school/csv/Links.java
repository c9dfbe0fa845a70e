package dev.cartable.school.csv;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The links between guardians and pupils, wherever they are written. First {@link #collect} finds the good ones and marks
 * their guardians, then {@link #report} passes them on. A link is held in memory as two numbers.
 */
abstract class Links {
    final PersonIndex people;
    private final Set<Long> good = new HashSet<>();
    private final Set<Long> misfits = new HashSet<>();
    private final List<Misfit> misfitRows = new ArrayList<>();

    Links(PersonIndex people) {
        this.people = people;
    }

    /** Finds the good links, marks their guardians and reports the bad ones. */
    abstract void collect() throws IOException;

    /** Passes the good links on, without those of guardians who are gone. */
    abstract void report() throws IOException;

    /** Two people in a link whose roles do not fit; what is wrong with it is said when all links are known. */
    record Misfit(long line, int pupil, int guardian, String pupilColumn, String guardianColumn) {
        long pair() {
            return Links.pair(pupil, guardian);
        }

        Misfit reverse() {
            return new Misfit(line, /* pupil= */ guardian, /* guardian= */ pupil, pupilColumn, guardianColumn);
        }
    }

    static long pair(int pupil, int guardian) {
        return (long) guardian << 32 | pupil;
    }

    /** Finds the person of a link. */
    int find(String id, String column) throws BadRowException {
        int person = people.find(id);
        if (person < 0) {
            throw new BadRowException(RowProblem.DANGLING_LINK, column, "id", id);
        }
        return person;
    }

    static void requireTwo(int one, int other, String column) throws BadRowException {
        if (one == other) {
            throw new BadRowException(RowProblem.SELF_LINK, column);
        }
    }

    boolean fits(int pupil, int guardian) {
        return people.is(pupil, PersonIndex.PUPIL) && !people.is(guardian, PersonIndex.PUPIL);
    }

    /** Takes a link whose roles fit. Returns whether it is new. */
    boolean add(int pupil, int guardian) {
        people.mark(guardian, PersonIndex.LINKED);
        return good.add(pair(pupil, guardian));
    }

    /** Takes a link whose roles do not fit. */
    void addMisfit(Misfit misfit) {
        misfits.add(misfit.pair());
        misfitRows.add(misfit);
    }

    /** Reports the links whose roles do not fit. */
    void reportMisfits(Report report) {
        for (Misfit misfit : misfitRows) {
            report.bad(misfit.line(), verdict(misfit));
        }
        misfitRows.clear();
    }

    interface Report {
        void bad(long line, BadRowException error);
    }

    private BadRowException verdict(Misfit misfit) {
        String pupil = people.id(misfit.pupil());
        String guardian = people.id(misfit.guardian());
        long reverse = misfit.reverse().pair();
        if (good.contains(reverse) || misfits.contains(reverse)) {
            return new BadRowException(
                    RowProblem.LINK_CYCLE, misfit.guardianColumn(), "pupil", pupil, "guardian", guardian);
        }
        return people.is(misfit.guardian(), PersonIndex.PUPIL)
                ? new BadRowException(RowProblem.PUPIL_AS_GUARDIAN, misfit.guardianColumn(), "guardian", guardian)
                : new BadRowException(RowProblem.NOT_A_PUPIL, misfit.pupilColumn(), "pupil", pupil);
    }
}
