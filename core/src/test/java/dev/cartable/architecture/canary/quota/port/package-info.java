@NullMarked
package dev.cartable.architecture.canary.quota.port;

import org.jspecify.annotations.NullMarked;
