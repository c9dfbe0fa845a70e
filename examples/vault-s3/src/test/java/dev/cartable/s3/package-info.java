@org.jspecify.annotations.NullMarked
package dev.cartable.s3;
