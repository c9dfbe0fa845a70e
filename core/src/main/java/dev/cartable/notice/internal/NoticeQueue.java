package dev.cartable.notice.internal;

import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Set;

/** Where contexts queue their notices: {@link dev.cartable.notice.Notices#queue}, which sends them soon after the commit. */
public interface NoticeQueue {
    /** Queues the notices, save those whose key has been queued before. Returns the ids of those that are new. */
    Set<NoticeId> add(Tx tx, Collection<Notice> notices);
}
