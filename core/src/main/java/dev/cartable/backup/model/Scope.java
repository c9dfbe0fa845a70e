package dev.cartable.backup.model;

/** Which part of a school. */
public enum Scope {
    ALL,
    DATABASE,
    MEDIA;

    /** Whether the database is part of it. */
    public boolean hasDatabase() {
        return this != MEDIA;
    }

    /** Whether media are part of it. */
    public boolean hasMedia() {
        return this != DATABASE;
    }
}
