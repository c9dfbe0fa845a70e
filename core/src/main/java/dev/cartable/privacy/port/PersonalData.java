package dev.cartable.privacy.port;

import dev.cartable.privacy.model.Person;
import dev.cartable.work.Tx;
import java.time.Instant;

/** All rows about one person, wherever they are stored. Safe for use by several threads. */
public interface PersonalData extends PersonalDataReader {
    /**
     * Takes the person out of all rows but those of the account and the roster, which their own stores change. Messages to the
     * person and their texts, what they were assigned, supervised and saw is deleted or emptied; messages that wait are
     * suppressed. Counted use, sessions, firings and histories stay under the pseudonym, so that sums do not change; ids that
     * others gave to events and sessions are replaced by random ones, and so are the keys of notices, which could be
     * recomputed. The person's {@linkplain Person#words() words} are taken out of the texts of others.
     *
     * @param pseudonym what the person is called from now on: new, and derived from nothing
     * @param reason why messages that wait are not sent, for their history; without names and addresses
     * @return how many rows were changed; none if nothing was stored
     */
    int erase(Tx tx, Person person, String pseudonym, String reason, Instant now);
}
