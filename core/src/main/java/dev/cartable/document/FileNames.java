package dev.cartable.document;

/** Names of files that people receive. */
final class FileNames {
    private static final int LONGEST = 60;

    private FileNames() {}

    /** Letters of any script, digits, spaces and hyphens, short enough for any file system. */
    static String of(String text) {
        String plain = text.replaceAll("[^\\p{L}\\p{M}\\p{N} -]+", " ")
                .replaceAll("\\s+", " ")
                .strip();
        int end = plain.offsetByCodePoints(0, Math.min(LONGEST, plain.codePointCount(0, plain.length())));
        return plain.isEmpty() ? "1" : plain.substring(0, end).strip();
    }
}
