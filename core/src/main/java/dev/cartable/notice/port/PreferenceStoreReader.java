package dev.cartable.notice.port;

import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.Recipient;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/** Reads what people want. Safe for use by several threads. */
interface PreferenceStoreReader {
    /** What these people have chosen, in one query for a page of people; a person who has chosen nothing is left out. */
    Map<Recipient, PersonPreferences> of(Collection<Recipient> people);

    /** All that people have declined, in any order. Close the stream. */
    Stream<PreferenceStore.Declined> declined();
}
