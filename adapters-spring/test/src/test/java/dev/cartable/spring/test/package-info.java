/** Tests of a small host, by what this module gives to the tests of hosts. */
@NullMarked
package dev.cartable.spring.test;

import org.jspecify.annotations.NullMarked;
