@NullMarked
package dev.cartable.architecture.canary.alert;

import org.jspecify.annotations.NullMarked;
