/** Alerts, and the rule that says which of them fire. */
@NullMarked
package dev.cartable.alert.model;

import org.jspecify.annotations.NullMarked;
