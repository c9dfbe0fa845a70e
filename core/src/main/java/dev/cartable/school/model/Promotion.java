package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

/** A year group or class that pupils belong to together, such as « L3 Info » or « CM2 ». */
public record Promotion(PromotionId id, String name) {
    public Promotion {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
    }
}
