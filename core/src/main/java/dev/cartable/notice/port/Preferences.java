package dev.cartable.notice.port;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.Address;

/**
 * What the host knows about a person's wishes and about addresses that no longer work. Called when a notice is planned or queued, and
 * again just before it is handed over. A run over a whole school calls it once for each person who has an address, so that it should
 * answer from memory or by a key. A guardian who declines links and temporary passwords, or whose address came back, has an account
 * without a channel, and gets a letter. Safe for use by several threads.
 */
public interface Preferences {
    /** For a host that keeps neither wishes nor bounces. */
    Preferences NONE = (person, kind, channel, address) -> Answer.ACCEPTED;

    /** Whether a person is notified of a kind by a channel at an address. */
    Answer answer(Recipient person, Kind kind, Channel channel, Address address);

    /** Whether a notice may go. */
    enum Answer {
        /** Nothing speaks against it. */
        ACCEPTED,
        /** The person does not want notices of this kind by this channel. */
        DECLINED,
        /** Mail to this address came back. */
        BOUNCED
    }
}
