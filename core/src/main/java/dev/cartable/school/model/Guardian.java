package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import org.jspecify.annotations.Nullable;

/**
 * An adult who answers for pupils, as the host knows them.
 *
 * @param email the address as the host wrote it, unchecked: {@link EmailAddress#check} says whether it can be used
 * @param phone the telephone number as the host wrote it, unchecked
 * @param language the language to write to them in, as a BCP 47 tag; null means the school's
 */
public record Guardian(
        GuardianId id,
        PersonName name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String language) {
    public Guardian {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        WellFormedText.optional("the e-mail address of guardian " + id, email);
        WellFormedText.optional("the telephone number of guardian " + id, phone);
        WellFormedText.optional("the language of guardian " + id, language);
    }
}
