package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import org.jspecify.annotations.Nullable;

/**
 * A person who uses the school's network, pupil or staff, as the host knows them.
 *
 * @param userName the name that they sign in to the network with, 1 to 255 characters without control characters
 * @param email the address as the host wrote it, unchecked: {@link EmailAddress#check} says whether it can be used
 * @param language the language to write to them in, as a BCP 47 tag; null means the school's
 * @param promotion the promotion that they belong to; null if there is none
 * @param active whether they may use the network at all
 */
public record User(
        UserId id,
        String userName,
        @Nullable String email,
        @Nullable String language,
        @Nullable PromotionId promotion,
        boolean active) {
    public User {
        requireNonNull(id, "id");
        WellFormedText.optional("the e-mail address of user " + id, email);
        WellFormedText.optional("the language of user " + id, language);
        userName = Ids.check("userName", userName);
    }

    /** The id and whether they are active; no name and no address. */
    @Override
    public String toString() {
        return "User[" + id + (active ? "" : ", inactive") + "]";
    }
}
