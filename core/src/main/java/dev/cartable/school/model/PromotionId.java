package dev.cartable.school.model;

/** The id of a promotion in the host's system: an opaque string of 1 to 255 characters, compared exactly. */
public record PromotionId(String value) implements Comparable<PromotionId> {
    public PromotionId {
        value = Ids.check("PromotionId", value);
    }

    @Override
    public int compareTo(PromotionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
