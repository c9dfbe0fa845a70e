/** The roster: pupils, guardians, promotions and users of the network. */
@NullMarked
package dev.cartable.jdbc.school;

import org.jspecify.annotations.NullMarked;
