/** Copies of backups in an object store that speaks S3. */
@NullMarked
package dev.cartable.s3;

import org.jspecify.annotations.NullMarked;
