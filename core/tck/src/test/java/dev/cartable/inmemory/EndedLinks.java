package dev.cartable.inmemory;

import dev.cartable.account.model.AccountId;
import dev.cartable.school.model.PupilId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at the links of an account that are over, which no port shows. */
public final class EndedLinks {
    private EndedLinks() {}

    /** The pupils of these links, with the time of their end. */
    public static Map<PupilId, Instant> of(InMemoryStores stores, AccountId account) {
        Map<PupilId, Instant> ended = new TreeMap<>();
        stores.accounts
                .links
                .among(List.of(account))
                .values()
                .forEach(links -> links.forEach((pupil, end) -> {
                    if (end.at() != null) {
                        ended.put(pupil, end.at());
                    }
                }));
        return ended;
    }
}
