/**
 * Auto-configuration that wires Cartable into a Spring Boot application: the host's data source, transactions, clock, mail
 * server and login are used, each use case is a bean, and every bean gives way to one of the host's.
 */
@NullMarked
package dev.cartable.spring;

import org.jspecify.annotations.NullMarked;
