package dev.cartable.school.port;

import dev.cartable.school.model.Term;
import java.time.LocalDate;
import java.util.Optional;

/** The terms of the school's calendar. Implementations are safe for use by several threads. */
public interface Terms {
    /** The term that a day is in; empty in the holidays. */
    Optional<Term> at(LocalDate day);

    /** A calendar without terms. */
    static Terms none() {
        return day -> Optional.empty();
    }
}
