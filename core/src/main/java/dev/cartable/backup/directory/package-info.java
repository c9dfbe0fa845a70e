/** A vault in a folder, on a disk of the machine, a share, or inside the folder of a sync client. */
@NullMarked
package dev.cartable.backup.directory;

import org.jspecify.annotations.NullMarked;
