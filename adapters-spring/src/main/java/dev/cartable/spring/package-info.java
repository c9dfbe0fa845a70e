/** Auto-configuration that wires Cartable into a Spring Boot application. */
@NullMarked
package dev.cartable.spring;

import org.jspecify.annotations.NullMarked;
