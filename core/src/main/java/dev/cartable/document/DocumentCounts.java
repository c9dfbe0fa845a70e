package dev.cartable.document;

import dev.cartable.work.Counts;

/** The numbers of documents: {@code input = created + revised + remade + unchanged + skipped + failed}. */
public record DocumentCounts(
        long input, long created, long revised, long remade, long unchanged, long skipped, long failed)
        implements Counts {}
