/**
 * Contract tests for the ports: extend a suite in your own tests to prove that an adapter keeps its promises. There is one suite for
 * each group of stores ({@link dev.cartable.tck.AccountStoresSuite}, {@link dev.cartable.tck.QuotaStoresSuite} …) and
 * {@link dev.cartable.tck.StoresSuite} for all of them. Who has one group of stores runs its suite and
 * {@link dev.cartable.tck.WorkStoresSuite}. A new port brings a contract, and a line in the suite of its group.
 */
@NullMarked
package dev.cartable.tck;

import org.jspecify.annotations.NullMarked;
