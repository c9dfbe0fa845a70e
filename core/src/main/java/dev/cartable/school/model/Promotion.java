package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;

/** A year group or class that pupils belong to together, such as « L3 Info » or « CM2 ». */
public record Promotion(PromotionId id, String name) {
    public Promotion {
        requireNonNull(id, "id");
        WellFormedText.require("the name of promotion " + id, name);
    }
}
