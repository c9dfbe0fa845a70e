/** What all endpoints share: bodies, answers, pages, problems. For Cartable's own modules; hosts must not use it. */
@NullMarked
package dev.cartable.spring.web.internal;

import org.jspecify.annotations.NullMarked;
