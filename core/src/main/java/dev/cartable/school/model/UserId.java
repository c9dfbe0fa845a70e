package dev.cartable.school.model;

/** The id of a user of the school's network in the host's system: an opaque string of 1 to 255 characters, compared exactly. */
public record UserId(String value) implements Comparable<UserId> {
    public UserId {
        value = Ids.check("UserId", value);
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
