/** Pupils, guardians and the links between them, and the one rule for who may see whom. */
@NullMarked
package dev.cartable.school.model;

import org.jspecify.annotations.NullMarked;
