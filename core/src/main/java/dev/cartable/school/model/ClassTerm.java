package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/** A class in one term: what averages, ranks and releases are about. */
public record ClassTerm(PromotionId promotion, Term term) implements Comparable<ClassTerm> {
    private static final Comparator<ClassTerm> BY_CLASS =
            Comparator.comparing(ClassTerm::promotion).thenComparing(ClassTerm::term);

    public ClassTerm {
        requireNonNull(promotion, "promotion");
        requireNonNull(term, "term");
    }

    @Override
    public int compareTo(ClassTerm other) {
        return BY_CLASS.compare(this, other);
    }

    @Override
    public String toString() {
        return promotion + ", " + term;
    }
}
