@NullMarked
package dev.cartable.billing.model;

import org.jspecify.annotations.NullMarked;
