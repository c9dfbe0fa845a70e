package dev.cartable.backup;

import dev.cartable.work.Counts;

/** How many files were taken out of a backup, and how many bytes. */
public record ExtractReport(long files, long bytes) implements Counts {}
