/**
 * Support for the tests of a Spring Boot host: {@link dev.cartable.spring.test.CartableTest} starts the part of the application that Cartable
 * needs, with couriers that record, a clock that a test sets, and an outbox to assert about.
 */
@NullMarked
package dev.cartable.spring.test;

import org.jspecify.annotations.NullMarked;
