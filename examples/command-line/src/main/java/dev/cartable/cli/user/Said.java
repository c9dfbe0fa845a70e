package dev.cartable.cli.user;

import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a user. What is not said, null here, stays as it is; of a new user it is the usual: a name that is the
 * id, no address, the school's language, no promotion, active. An empty text takes away what was there.
 *
 * @param promotion by id or by name
 */
record Said(
        UserId id,
        @Nullable String userName,
        @Nullable String email,
        @Nullable String language,
        @Nullable String promotion,
        @Nullable Boolean active) {
    private static final int LONGEST_ADDRESS = 320;
    private static final int LONGEST_LANGUAGE = 35;

    Said {
        UserId known = id;
        requireShort("email", email, LONGEST_ADDRESS);
        requireShort("language", language, LONGEST_LANGUAGE);
        if (promotion != null && !promotion.isEmpty()) {
            String name = promotion;
            check("promotion", () -> new PromotionId(name));
        }
        if (userName != null && !userName.isEmpty()) {
            String name = userName;
            check("userName", () -> new User(known, name, null, null, null, true));
        }
    }

    private static void requireShort(String column, @Nullable String text, int longest) {
        if (text != null && (text.length() > longest || text.chars().anyMatch(Character::isISOControl))) {
            throw new Unfit(column);
        }
    }

    private static void check(String column, Runnable made) {
        try {
            made.run();
        } catch (IllegalArgumentException e) {
            throw new Unfit(column);
        }
    }

    /** Something that was said cannot be. */
    static final class Unfit extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final String column;

        Unfit(String column) {
            super(column);
            this.column = column;
        }

        /** The name of the column that it would stand in. */
        String column() {
            return column;
        }
    }

    boolean saysPromotion() {
        return promotion != null && !promotion.isEmpty();
    }

    /**
     * The user as they are now.
     *
     * @param before as they are stored; null if they are new
     * @param found the promotion that was said
     */
    User over(@Nullable User before, @Nullable PromotionId found) {
        return new User(
                id,
                userName == null ? (before == null ? id.value() : before.userName()) : orElse(userName, id.value()),
                email == null ? (before == null ? null : before.email()) : orNull(email),
                language == null ? (before == null ? null : before.language()) : orNull(language),
                promotion == null ? (before == null ? null : before.promotion()) : found,
                active == null ? (before == null || before.active()) : active);
    }

    private static String orElse(String text, String other) {
        return text.isEmpty() ? other : text;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
