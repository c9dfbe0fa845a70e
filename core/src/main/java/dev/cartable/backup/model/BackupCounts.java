package dev.cartable.backup.model;

import dev.cartable.work.Counts;

/**
 * The numbers of a backup.
 *
 * @param files in the archive, without the manifest
 * @param bytes before compression
 * @param tables of the database
 * @param rows of all tables
 */
public record BackupCounts(long files, long bytes, long tables, long rows) implements Counts {}
