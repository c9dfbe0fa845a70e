package dev.cartable.tck;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.port.NoticeType;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A kind of notice that is always true, and that is not sent again if in doubt. */
record TrueNotices(Kind kind, Map<String, String> samples) implements NoticeType {
    @Override
    public Set<String> variables() {
        return samples.keySet();
    }

    @Override
    public WhenUncertain whenUncertain() {
        return WhenUncertain.LEAVE;
    }

    @Override
    public Verdict check(Notice notice) {
        return new Verdict.Send(Map.of());
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return samples;
    }
}
