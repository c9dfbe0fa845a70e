/**
 * Profiles, their assignments, counted use and sessions of the network.
 *
 * <p>Which statement locks what; each locks its rows in the order of their keys:
 *
 * <table>
 * <caption>Locks</caption>
 * <tr><th>rows</th><th>statement</th></tr>
 * <tr><td>{@code usage}, a user's counters</td><td>{@code UsageLock}, alone or as a part of {@code JdbcQuotaReader.LOCKED}, which
 *     also reads the rest of a user's quota. {@code JdbcCounters} changes counters without reading them before</td></tr>
 * <tr><td>{@code usage_day}, a user's days</td><td>{@code JdbcUsageLedger.lock}</td></tr>
 * <tr><td>{@code session_user}, a user's sessions</td><td>{@code JdbcSessionStore.lockUsers}</td></tr>
 * <tr><td>{@code nas}, the sessions of an access server</td><td>{@code JdbcSessionStore.shareServers} and {@code
 *     lockServer}</td></tr>
 * <tr><td>{@code profile_assignment}, what a holder has</td><td>{@code JdbcProfileStore.lock}</td></tr>
 * <tr><td>{@code profile}, all of them</td><td>{@code JdbcProfileStore.lockAll}</td></tr>
 * </table>
 */
@NullMarked
package dev.cartable.jdbc.quota;

import org.jspecify.annotations.NullMarked;
