package dev.cartable.spring;

import dev.cartable.CartableBuilder;

/**
 * Changes the builder of the starter's Cartable before it is built, for what no property and no bean says. All beans of this type are called in
 * their order ({@code @Order}), after everything else was given to the builder, so that the last word is theirs.
 */
@FunctionalInterface
public interface CartableBuilderCustomizer {
    /** Changes the builder. {@code build} is the starter's to call. */
    void customize(CartableBuilder builder);
}
