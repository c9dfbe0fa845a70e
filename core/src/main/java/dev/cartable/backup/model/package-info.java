/** What a backup holds, what was found about it, and the rules that decide whether it counts. */
@NullMarked
package dev.cartable.backup.model;

import org.jspecify.annotations.NullMarked;
