package dev.cartable.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;

/** Contributes Cartable to a Spring Boot application; every bean backs off for the host's own. */
@AutoConfiguration
public class CartableAutoConfiguration {}
