package dev.cartable.jdbc.dialect;

import dev.cartable.jdbc.sql.Tokens;

/** What the schema's files leave open, because databases write it differently: {@code {TIME}}, or {@code {TEXT(16)}}. */
public enum SchemaToken {
    /** The type of an identifier or another text for programs, compared and sorted by code point; in brackets its length. */
    CODE,
    /** The type of a text that is neither a key nor sorted by; in brackets its greatest length, if it has one. */
    TEXT,
    /** The type of an instant, to the microsecond. */
    TIME,
    /** The type of bytes without a meaning to the database. */
    BYTES,
    /** The column of an index, in brackets, whose values grow with each insert. */
    GROWING,
    /** The condition of a partial index, in brackets. Left out where a database has none: the index then has all rows. */
    WHERE,
    /** The option of a table whose rows are changed far more often than inserted. */
    UPDATED_OFTEN,
    /** Makes an index without keeping out writers. Stands before {@code IF NOT EXISTS}, in a step outside a transaction. */
    CONCURRENTLY;

    /** What a database writes. */
    public interface Words {
        /**
         * What stands for a token.
         *
         * @param argument what the token has in brackets; empty if it has none
         */
        String of(SchemaToken token, String argument);
    }

    /**
     * Puts the words of a database in place of all tokens.
     *
     * @throws IllegalArgumentException if a token does not exist
     */
    public static String replace(String sql, Words words) {
        return Tokens.replace(sql, (token, argument) -> words.of(valueOf(token), argument));
    }
}
