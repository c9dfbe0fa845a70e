package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.User;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A step of the hierarchy on which profiles are assigned. A host adds its own, such as a boarding house, by another instance.
 *
 * @param name 1 to 32 capital letters, digits and underscores, unique among the levels of a school
 * @param of the id of the holder that a user belongs to on this level, if they belong to one
 */
public record Level(String name, Function<User, Optional<String>> of) {
    /** Stands first: the levels below are checked against it. */
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");

    /** A user's own profile. */
    public static final Level USER =
            new Level("USER", user -> Optional.of(user.id().value()));

    /** The profile of the user's promotion. */
    public static final Level PROMOTION =
            new Level("PROMOTION", user -> Optional.ofNullable(user.promotion()).map(promotion -> promotion.value()));

    /** The profile of everybody who has no other. */
    public static final Level DEFAULT = new Level("DEFAULT", user -> Optional.of("*"));

    public Level {
        requireNonNull(name, "name");
        requireNonNull(of, "of");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a level: capital letters are, such as PROMOTION");
        }
    }

    /** Who holds the profile of this level for a user. */
    public Optional<Holder> holder(User user) {
        return of.apply(user).map(id -> new Holder(name, id));
    }

    @Override
    public String toString() {
        return name;
    }
}
