package dev.cartable.quota.internal;

import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.UsageListener;
import dev.cartable.school.port.Users;
import dev.cartable.work.UnitOfWork;
import java.time.InstantSource;

/** What {@link dev.cartable.quota.Quotas} is made of. A part that the host has not given is named when it is asked for. */
public interface QuotaParts {
    /** The transactions of all contexts. */
    UnitOfWork transactions();

    QuotaStores quotaStores();

    Users users();

    QuotaSettings quotaSettings();

    WindowCalendar calendar();

    /** Learns what became of what was reported. */
    UsageListener usageListener();

    /** Whether one caller's thread may work for others. */
    boolean anyThread();

    InstantSource time();
}
