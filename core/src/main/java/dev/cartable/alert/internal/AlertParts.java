package dev.cartable.alert.internal;

import dev.cartable.alert.port.AlertStores;
import dev.cartable.notice.Addressing;
import dev.cartable.notice.internal.NoticeQueue;
import dev.cartable.notice.internal.Templates;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Renderer;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Users;
import dev.cartable.work.UnitOfWork;
import java.time.InstantSource;

/** What {@link dev.cartable.alert.Alerts} is made of. A part that the host has not given is named when it is asked for. */
public interface AlertParts {
    /** The transactions of all contexts. */
    UnitOfWork transactions();

    AlertStores alertStores();

    Users users();

    Quotas quotas();

    NoticeQueue noticeQueue();

    Outbox outbox();

    /** Decides where a person is notified. */
    Addressing addressing();

    Templates templates();

    Renderer renderer();

    WindowCalendar calendar();

    School school();

    InstantSource time();
}
