package dev.cartable.privacy.port;

import dev.cartable.work.WorkStores;

/** All that is kept about a person, and what has been kept long enough. Each call returns the same store. */
public interface PrivacyStores extends WorkStores {
    PersonalData personalData();

    RetentionStore retention();
}
