package dev.cartable.jdbc.backup;

import java.util.regex.Pattern;

/** The id of a restore, which is part of names in the database and beside it. */
final class RestoreId {
    static final int LONGEST = 16;
    static final Pattern PATTERN = Pattern.compile("[a-z0-9]{1," + LONGEST + "}");

    private RestoreId() {}

    static void require(String id) {
        if (!PATTERN.matcher(id).matches()) {
            throw new IllegalArgumentException("the id \"" + id + "\" is not 1 to 16 lower-case letters and digits");
        }
    }
}
