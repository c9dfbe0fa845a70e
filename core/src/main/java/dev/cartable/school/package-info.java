/** What the host already has, read through ports; and the import that fills it where the host has nothing yet. */
@NullMarked
package dev.cartable.school;

import org.jspecify.annotations.NullMarked;
