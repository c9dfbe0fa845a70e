package dev.cartable.notice;

import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.school.model.Address;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts the recipients in a row whom a channel refuses alike, or of whose messages nothing is known. One may be refused because of its own
 * address; {@value #MOST} are refused because the channel fails for every recipient, unless all of them are of one domain, which then is left alone by itself. The count goes on from one dispatch to the next until an answer of
 * another kind comes. Safe for use by several threads.
 */
final class RefusalStreak {
    static final int MOST = 3;

    /** RFC 3463: there is no such mailbox. That is the address's own fault, however many there are of them. */
    private static final String NO_MAILBOX = "5.1.";

    /** What a courier says of one notice alone. */
    private static final Set<String> ITS_OWN = Set.of(
            NoticeReason.BAD_ADDRESS.name(),
            NoticeReason.NO_NUMBER.name(),
            NoticeReason.BAD_NUMBER.name(),
            NoticeReason.TOO_LONG.name(),
            NoticeReason.NO_GATEWAY_TEMPLATE.name());

    private final Set<Address> addresses = new HashSet<>();
    private String refusal = "";

    /**
     * Takes note of an answer.
     *
     * @param answer what the channel said, without the address
     * @return whether so many recipients in a row have now been refused alike that the channel is to be left alone
     */
    synchronized boolean isOver(Delivery delivery, String answer, Address address) {
        boolean blocked = delivery instanceof Delivery.Blocked;
        boolean refused = delivery instanceof Delivery.Refused
                && !answer.contains(NO_MAILBOX)
                && ITS_OWN.stream().noneMatch(answer::startsWith);
        boolean unknown = delivery instanceof Delivery.Unknown;
        String now = blocked ? "blocked" : unknown ? "unknown" : refused ? "refused: " + answer : "";
        if (!now.equals(refusal)) {
            addresses.clear();
            refusal = now;
        }
        return !now.isEmpty()
                && addresses.add(address)
                && addresses.size() >= MOST
                && (unknown || DomainGate.isOfServer(answer) || !isOneDomain(addresses));
    }

    private static boolean isOneDomain(Set<Address> addresses) {
        Set<String> domains = addresses.stream().map(DomainGate::domain).collect(Collectors.toSet());
        return domains.size() == 1 && !domains.contains("");
    }
}
