/** Adds the endpoints to the OpenAPI document of a host that has springdoc. */
@NullMarked
package dev.cartable.spring.web.openapi;

import org.jspecify.annotations.NullMarked;
