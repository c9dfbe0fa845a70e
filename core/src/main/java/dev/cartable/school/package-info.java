/** What the host already has: pupils, guardians, the links between them, and the one rule for who may see whom. */
@NullMarked
package dev.cartable.school;

import org.jspecify.annotations.NullMarked;
