@NullMarked
package dev.cartable.dbscheduler;

import org.jspecify.annotations.NullMarked;
