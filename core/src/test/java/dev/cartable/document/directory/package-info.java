@org.jspecify.annotations.NullMarked
package dev.cartable.document.directory;
