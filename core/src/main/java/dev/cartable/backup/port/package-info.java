/** What a host or an adapter supplies: the dump of the database, the vault that keeps archives, and the format of an archive. */
@NullMarked
package dev.cartable.backup.port;

import org.jspecify.annotations.NullMarked;
