/** The OpenAPI document of the endpoints, and the words in which they describe themselves. For Cartable's own modules; hosts must not use it. */
@NullMarked
package dev.cartable.spring.web.internal.openapi;

import org.jspecify.annotations.NullMarked;
