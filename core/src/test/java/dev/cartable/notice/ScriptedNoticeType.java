package dev.cartable.notice;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** A type whose notices are true until a test says otherwise. */
final class ScriptedNoticeType implements NoticeType {
    static final String SECRET = "s3cr3t-t0k3n-value";

    private final Kind kind;
    private final WhenUncertain whenUncertain;
    Function<Notice, Verdict> answer = notice -> new Verdict.Send(Map.of("token", SECRET));
    Function<Collection<Notice>, Function<Notice, Verdict>> checks = notices -> this::check;
    Function<Notice, Optional<String>> thread = notice -> Optional.empty();
    BooleanSupplier canFallBack = () -> true;
    boolean canWait;
    boolean keepsWords;
    int asked;
    final List<NoticeId> suppressed = new ArrayList<>();
    final List<Channel> fellBack = new ArrayList<>();
    Consumer<Notice> whenSuppressed = notice -> {};
    Consumer<Notice> whenSending = notice -> {};

    ScriptedNoticeType(String kind, WhenUncertain whenUncertain) {
        this.kind = Kind.of(kind);
        this.whenUncertain = whenUncertain;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Set<String> variables() {
        return Set.of("who", "token");
    }

    @Override
    public WhenUncertain whenUncertain() {
        return whenUncertain;
    }

    @Override
    public Optional<String> thread(Notice notice) {
        return thread.apply(notice);
    }

    @Override
    public boolean canFallBack() {
        return canFallBack.getAsBoolean();
    }

    @Override
    public boolean canWait() {
        return canWait;
    }

    @Override
    public boolean keepsWords() {
        return keepsWords;
    }

    @Override
    public Verdict check(Notice notice) {
        asked++;
        return answer.apply(notice);
    }

    @Override
    public Function<Notice, Verdict> checks(Collection<Notice> notices) {
        return checks.apply(notices);
    }

    @Override
    public void suppressed(Tx tx, Notice notice, String reason, Instant at) {
        suppressed.add(notice.id());
        whenSuppressed.accept(notice);
    }

    @Override
    public void fellBack(Tx tx, Notice failed, Notice next) {
        fellBack.add(next.channel());
    }

    @Override
    public void sending(Tx tx, Notice notice, Instant at) {
        whenSending.accept(notice);
    }

    @Override
    public Map<String, String> sample(Locale language) {
        return Map.of("who", "Somebody", "token", "SPECIMEN");
    }
}
