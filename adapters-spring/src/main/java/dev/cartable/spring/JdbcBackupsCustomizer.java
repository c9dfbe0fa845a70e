package dev.cartable.spring;

import dev.cartable.jdbc.JdbcBackups;

/** Changes the builder of what dumps and restores the database. All beans of this type are called in their order. */
@FunctionalInterface
public interface JdbcBackupsCustomizer {
    /** Changes the builder, which has what the properties say. */
    void customize(JdbcBackups.Builder builder);
}
