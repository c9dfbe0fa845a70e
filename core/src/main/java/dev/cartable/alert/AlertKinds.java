package dev.cartable.alert;

import dev.cartable.notice.model.Kind;

/** The kinds of notices about quotas, and how they are addressed. */
public final class AlertKinds {
    /** Tells a user that an alert has fired. */
    public static final Kind ALERT = Kind.of("quota.alert");

    /** Tells a supervisor which alerts fired in a promotion on a day. */
    public static final Kind DIGEST = Kind.of("quota.digest");

    private AlertKinds() {}
}
