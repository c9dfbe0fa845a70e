/** Documents that people receive about a pupil, and the averages and ranks in them. */
@org.jspecify.annotations.NullMarked
package dev.cartable.document;
