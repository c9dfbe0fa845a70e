package dev.cartable.account.model;

import dev.cartable.work.Counts;

/**
 * What became of letters, in numbers. Always {@code input = written + unchanged + skipped + failed}.
 *
 * @param input accounts that wait for their parent and cannot be written to by e-mail
 * @param written letters that are new or have changed
 * @param renewed credentials that were made anew for a letter, because the older one had expired or was missing
 * @param unchanged letters that were there already
 * @param skipped accounts that get no letter, because their guardian may see no pupil today or they have changed meanwhile
 * @param failed letters that could not be put where they belong, because something else is there
 */
public record LetterCounts(long input, long written, long renewed, long unchanged, long skipped, long failed)
        implements Counts {}
