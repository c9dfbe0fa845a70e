@NullMarked
package dev.cartable.architecture.canary.account;

import org.jspecify.annotations.NullMarked;
