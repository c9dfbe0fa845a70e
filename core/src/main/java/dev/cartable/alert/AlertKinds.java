package dev.cartable.alert;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;

/** The kinds of notices about quotas, and how they are addressed. */
public final class AlertKinds {
    /** Tells a user that an alert has fired. */
    public static final Kind ALERT = Kind.of("quota.alert");

    /** Tells a supervisor which alerts fired in a promotion on a day. */
    public static final Kind DIGEST = Kind.of("quota.digest");

    private AlertKinds() {}

    /** Whom notices to a user of the network are for. */
    public static Recipient recipient(UserId user) {
        return new Recipient("user", user.value());
    }

    /** Whether a notice that was queued for a user still goes to the user's usable address. */
    static boolean reaches(User user, Notice notice) {
        return !notice.channel().equals(Channel.EMAIL)
                || notice.address().equals(Contact.of(user).address());
    }
}
