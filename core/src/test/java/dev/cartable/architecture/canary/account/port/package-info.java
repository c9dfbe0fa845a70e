@NullMarked
package dev.cartable.architecture.canary.account.port;

import org.jspecify.annotations.NullMarked;
