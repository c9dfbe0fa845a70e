package dev.cartable.notice.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of a gateway mean.
 *
 * @param success the HTTP statuses of a message that was taken; none for all from 200 to 299
 * @param unsent the HTTP statuses of 500 and above by which the gateway says that it took nothing
 * @param id where the gateway's id of the message stands; null if it gives none
 * @param status where the status of the recipient stands; null if there is none but HTTP's
 * @param accepted the statuses of a recipient who is served; none for any
 * @param later the statuses of a recipient who may be tried again
 * @param badNumber the statuses of a recipient whose number is the reason
 * @param channelDown the statuses, or reasons, with which no recipient is served
 * @param reason where the gateway's words stand; null if nowhere
 */
record AnswerRules(
        Set<Integer> success,
        Set<Integer> unsent,
        @Nullable JsonPath id,
        @Nullable JsonPath status,
        Set<String> accepted,
        Set<String> later,
        Set<String> badNumber,
        Set<String> channelDown,
        @Nullable JsonPath reason) {

    boolean isSuccess(int httpStatus) {
        return success.isEmpty() ? httpStatus >= 200 && httpStatus <= 299 : success.contains(httpStatus);
    }
}
