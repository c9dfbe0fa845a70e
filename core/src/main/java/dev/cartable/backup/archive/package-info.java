/**
 * The format of an archive: a plain zip (APPNOTE.TXT 6.3, zip64 included) that ends with {@code manifest.json}. Any unzip reads it. What
 * is read here is read strictly: every byte of the archive belongs to one file, and local headers and central directory agree.
 */
@NullMarked
package dev.cartable.backup.archive;

import org.jspecify.annotations.NullMarked;
