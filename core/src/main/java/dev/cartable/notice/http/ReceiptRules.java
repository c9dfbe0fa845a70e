package dev.cartable.notice.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway's receipt says what.
 *
 * @param items where the receipts stand within what the gateway posts
 * @param id where the gateway's id of the message stands in one of them
 * @param status where the status stands
 * @param delivered the statuses of a message that has arrived
 * @param failed the statuses of a message that will not arrive
 * @param reason where the gateway's words stand; null if nowhere
 */
record ReceiptRules(
        JsonPath items,
        JsonPath id,
        JsonPath status,
        Set<String> delivered,
        Set<String> failed,
        @Nullable JsonPath reason) {}
