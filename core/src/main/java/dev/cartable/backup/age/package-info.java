/** Encryption of backups by the age format. The one package that knows its library, which is optional. */
@NullMarked
package dev.cartable.backup.age;

import org.jspecify.annotations.NullMarked;
