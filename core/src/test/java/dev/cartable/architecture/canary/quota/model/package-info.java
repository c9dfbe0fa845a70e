@NullMarked
package dev.cartable.architecture.canary.quota.model;

import org.jspecify.annotations.NullMarked;
