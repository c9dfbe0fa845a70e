package dev.cartable.alert;

import dev.cartable.notice.model.Kind;

/** The kinds of notices about quotas, and how they are addressed. */
public final class AlertKinds {
    /** Notifies a user that an alert has fired. */
    public static final Kind ALERT = Kind.of("quota.alert");

    /** Notifies a supervisor of which alerts fired in a promotion on a day. */
    public static final Kind SUMMARY = Kind.of("quota.summary");

    private AlertKinds() {}
}
