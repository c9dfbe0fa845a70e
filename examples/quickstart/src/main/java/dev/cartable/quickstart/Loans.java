package dev.cartable.quickstart;

import dev.cartable.school.model.PupilId;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;

/** The library of a host. */
interface Loans {
    /** A book that a pupil has borrowed. */
    record Loan(String id, PupilId pupil, String title, LocalDate dueOn, boolean lost) {}

    /** The open loans that were due before a day. */
    Stream<Loan> dueBefore(LocalDate day);

    /** A loan, if the book is not back. */
    Optional<Loan> open(String id);
}
