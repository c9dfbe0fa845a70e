package dev.cartable.school.model;

/** A guardian's id in the host's system: an opaque string of 1 to 255 characters, compared exactly. */
public record GuardianId(String value) implements Comparable<GuardianId> {
    public GuardianId {
        value = Ids.check("GuardianId", value);
    }

    @Override
    public int compareTo(GuardianId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
