/** Documents in a folder. */
@org.jspecify.annotations.NullMarked
package dev.cartable.document.directory;
