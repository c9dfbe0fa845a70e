package dev.cartable.tck;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.NoticeType;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A kind of notice that is always true, and that is not sent again if in doubt. */
record TrueNotices(Kind kind, Map<String, String> sample) implements NoticeType {
    @Override
    public Set<String> variables() {
        return sample.keySet();
    }

    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.LEAVE;
    }

    @Override
    public Map<NoticeId, Verdict> check(Collection<Notice> notices) {
        return notices.stream().collect(Collectors.toMap(Notice::id, notice -> new Verdict.Send(Map.of())));
    }
}
