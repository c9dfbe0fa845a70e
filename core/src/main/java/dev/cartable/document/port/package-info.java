/** What adapters of documents implement. */
@org.jspecify.annotations.NullMarked
package dev.cartable.document.port;
