package dev.cartable.billing.internal;

import dev.cartable.billing.model.BillingSettings;
import dev.cartable.billing.port.BillingStores;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Roster;
import dev.cartable.work.UnitOfWork;
import java.time.InstantSource;

/** What {@link dev.cartable.billing.Billing} is made of. A part that the host has not given is named when it is asked for. */
public interface BillingParts {
    /** The transactions of all contexts. */
    UnitOfWork transactions();

    BillingStores billingStores();

    /** How numbers are written. A host that issues no invoices with Cartable has given none. */
    BillingSettings billingSettings();

    /** Knows pupils, and the names of guardians who pay. */
    Roster roster();

    School school();

    InstantSource time();
}
