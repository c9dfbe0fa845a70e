/** What quotas need from the outside. */
@NullMarked
package dev.cartable.quota.port;

import org.jspecify.annotations.NullMarked;
