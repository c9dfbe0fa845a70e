package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.internal.NoticeParts;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeStatistics;
import dev.cartable.notice.model.NoticeStatistics.Pause;
import dev.cartable.notice.model.NoticeStatistics.Sms;
import dev.cartable.notice.port.Outbox;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The use case that counts messages by channel, kind and state. Reads only; safe for use by several threads. */
final class CountNotices {
    private static final int DAYS = 7;

    private final NoticeParts parts;
    private final Outbox outbox;

    CountNotices(NoticeParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.outbox = parts.noticeStores().outbox();
    }

    NoticeStatistics statistics() {
        Instant now = parts.time().instant();
        LocalDate today = LocalDate.ofInstant(now, parts.zone());
        LocalDate week = today.with(TemporalAdjusters.previousOrSame(parts.firstDayOfWeek()));
        OptionalInt budget = parts.smsBudget();
        return new NoticeStatistics(
                today,
                week,
                since(today, today),
                since(week, today),
                since(today.minusDays(DAYS - 1), today),
                outbox.oldestWaiting().orElse(null),
                pauses(now),
                new Sms(
                        budget.isPresent() ? budget.getAsInt() : null,
                        parts.noticeStores().smsBudget().used(today)));
    }

    NoticeStatistics.Backlog backlog() {
        return new NoticeStatistics.Backlog(
                outbox.oldestWaiting().orElse(null), pauses(parts.time().instant()));
    }

    private List<NoticeStatistics.Count> since(LocalDate first, LocalDate last) {
        return outbox.counts(
                first.atStartOfDay(parts.zone()).toInstant(),
                last.plusDays(1).atStartOfDay(parts.zone()).toInstant());
    }

    private List<Pause> pauses(Instant now) {
        Set<Channel> channels = new TreeSet<>(Set.of(Channel.EMAIL, Channel.SMS, Channel.IN_APP));
        channels.addAll(outbox.waitingChannels());
        return channels.stream()
                .flatMap(channel -> Stream.concat(
                        outbox.paused(channel, now).stream()
                                .map(pause -> new Pause(channel, "", pause.until(), pause.reason())),
                        outbox.pausedDomains(channel).stream()
                                .map(pause -> new Pause(channel, pause.domain(), pause.until(), pause.reason()))))
                .toList();
    }
}
