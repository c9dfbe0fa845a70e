/** What documents consist of, and the arithmetic of grades. */
@org.jspecify.annotations.NullMarked
package dev.cartable.document.model;
