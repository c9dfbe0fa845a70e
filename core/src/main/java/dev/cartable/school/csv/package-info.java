/** Readers for rosters in files: OneRoster 1.1 and 1.2, and School Data Sync v2.1. */
@NullMarked
package dev.cartable.school.csv;

import org.jspecify.annotations.NullMarked;
