/** The commands under {@code backup}: make, verify and look into backups. */
@NullMarked
package dev.cartable.cli.backup;

import org.jspecify.annotations.NullMarked;
