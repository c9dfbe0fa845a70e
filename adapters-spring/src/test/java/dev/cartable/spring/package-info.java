/** The starter in small contexts and in whole hosts; run again on Spring Boot 3.5 by boot3-it. */
@NullMarked
package dev.cartable.spring;

import org.jspecify.annotations.NullMarked;
