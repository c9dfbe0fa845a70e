@org.jspecify.annotations.NullMarked
package dev.cartable.internal.net;
