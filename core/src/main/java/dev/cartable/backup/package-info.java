/**
 * Backups of a school: the host's whole database and its media in one archive that is verified before it counts. Knows no database and
 * no file format: these are ports.
 */
@NullMarked
package dev.cartable.backup;

import org.jspecify.annotations.NullMarked;
