@NullMarked
package dev.cartable.architecture.canary.billing.model;

import org.jspecify.annotations.NullMarked;
