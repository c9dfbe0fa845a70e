package dev.cartable.notice;

import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Kind;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which notices people cannot decline, and which say little where others may read them. Immutable: each method returns other settings.
 *
 * @param mandatory the categories that people cannot decline; {@link Category#CREDENTIALS} and {@link Category#OPERATIONS} always are
 * @param discreetCategories the categories whose subjects and short messages name neither reason nor amount
 * @param discreetKinds kinds of other categories that are discreet, too
 * @param digest whether a person who has chosen nothing gets several notices of one kind that are due at the same time in one message
 */
public record PreferenceSettings(
        Set<Category> mandatory, Set<Category> discreetCategories, Set<Kind> discreetKinds, boolean digest) {
    private static final Set<Category> ALWAYS = Set.of(Category.CREDENTIALS, Category.OPERATIONS);

    public PreferenceSettings {
        Set<Category> all = new TreeSet<>(mandatory);
        all.addAll(ALWAYS);
        mandatory = Collections.unmodifiableSet(all);
        discreetCategories = Set.copyOf(discreetCategories);
        discreetKinds = Set.copyOf(discreetKinds);
    }

    /**
     * Absences and payments cannot be declined: many laws oblige a school to notify parents of absences, and one wrong click in a mail
     * program must not end that. Nothing is discreet. Several notices come in one message.
     */
    public static PreferenceSettings defaults() {
        return new PreferenceSettings(Set.of(Category.ABSENCES, Category.PAYMENTS), Set.of(), Set.of(), true);
    }

    /** The same, with these categories, and those that always are, mandatory, and no others. */
    public PreferenceSettings withMandatory(Collection<Category> categories) {
        return new PreferenceSettings(Set.copyOf(categories), discreetCategories, discreetKinds, digest);
    }

    /** The same, with these discreet, too: each a category, such as {@code PAYMENTS}, or a kind, such as {@code reminder.payment}. */
    public PreferenceSettings withDiscreet(Collection<String> categoriesAndKinds) {
        Set<Category> categories = new HashSet<>(discreetCategories);
        Set<Kind> kinds = new HashSet<>(discreetKinds);
        for (String one : categoriesAndKinds) {
            if (one.indexOf('.') < 0) {
                categories.add(Category.of(one));
            } else {
                kinds.add(Kind.of(one.strip()));
            }
        }
        return new PreferenceSettings(mandatory, categories, kinds, digest);
    }

    /** The same, with several notices in one message, or not. */
    public PreferenceSettings withDigest(boolean newDigest) {
        return new PreferenceSettings(mandatory, discreetCategories, discreetKinds, newDigest);
    }

    /** Whether people can decline a category. */
    public boolean mayDecline(Category category) {
        return !mandatory.contains(category);
    }

    /** Whether a kind says little where others may read it. */
    public boolean isDiscreet(Kind kind, Category category) {
        return discreetKinds.contains(kind) || discreetCategories.contains(category);
    }
}
