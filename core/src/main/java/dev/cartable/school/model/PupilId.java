package dev.cartable.school.model;

/** A pupil's id in the host's system: an opaque string of 1 to 255 characters, compared exactly. */
public record PupilId(String value) implements Comparable<PupilId> {
    public PupilId {
        value = Ids.check("PupilId", value);
    }

    @Override
    public int compareTo(PupilId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
