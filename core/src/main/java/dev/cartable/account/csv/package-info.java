/** Exports of accounts as CSV files. */
@NullMarked
package dev.cartable.account.csv;

import org.jspecify.annotations.NullMarked;
