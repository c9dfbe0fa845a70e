/** What other packages need of documents, and hosts do not. */
@org.jspecify.annotations.NullMarked
package dev.cartable.document.internal;
