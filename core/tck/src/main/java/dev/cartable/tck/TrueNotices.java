package dev.cartable.tck;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.port.NoticeType;
import java.util.Map;
import java.util.Set;

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
    public Verdict check(Notice notice) {
        return new Verdict.Send(Map.of());
    }
}
