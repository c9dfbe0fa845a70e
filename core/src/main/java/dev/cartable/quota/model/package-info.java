/** Profiles, limits and windows, and the rules that go from them to an answer: no clock, no store. */
@NullMarked
package dev.cartable.quota.model;

import org.jspecify.annotations.NullMarked;
