/** Profiles, use, history and alerts, with the paths, names and units of the system that Cartable replaces. */
@NullMarked
package dev.cartable.spring.web.quota;

import org.jspecify.annotations.NullMarked;
