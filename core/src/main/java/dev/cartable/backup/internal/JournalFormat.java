package dev.cartable.backup.internal;

import java.util.Map;

/**
 * The text form of what a restore writes down. Values are text, numbers, truth values, instants, enums, records, and collections and maps
 * of them. Safe for use by several threads.
 */
public interface JournalFormat {
    /** Facts as one line, without a line break. */
    String line(Map<String, ?> facts);

    /** Facts as a page for people, with line breaks. */
    String page(Map<String, ?> facts);

    /**
     * The facts of a line: truth values, and text, and collections and maps of them.
     *
     * @throws IllegalArgumentException if the line is none of this format
     */
    Map<?, ?> read(String line);
}
