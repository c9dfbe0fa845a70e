package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Words;
import dev.cartable.cli.quota.CountedFile.UnfitCellException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Times as access servers and their databases export them: with an offset, in seconds since 1970, or local. A local time is the
 * school's. One that occurs twice, when clocks go back, is the first; one that does not occur, when they go forward, is later by
 * the gap.
 */
final class ReportedTimes {
    /** Up to the year 5138; milliseconds are longer. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}(\\.\\d{1,9})?");

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[' '][XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** Event-Timestamp of FreeRADIUS, and the first line of a record in its detail files. */
    private static final List<DateTimeFormatter> DETAIL = List.of(
            DateTimeFormatter.ofPattern("MMM d uuuu HH:mm:ss[' 'XXX][' 'XX]", Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT),
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss uuuu", Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT));

    private static final Pattern UTC = Pattern.compile(" (GMT|UTC)$");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final ZoneId zone;
    private final Words words;

    ReportedTimes(ZoneId zone, Words words) {
        this.zone = zone;
        this.words = words;
    }

    /**
     * The instant.
     *
     * @throws UnfitCellException with words that name the formats that are read
     */
    Instant parse(String text) {
        String trimmed = BLANKS.matcher(text.trim()).replaceAll(" ");
        if (SECONDS.matcher(trimmed).matches()) {
            BigDecimal seconds = new BigDecimal(trimmed);
            return Instant.ofEpochSecond(
                    seconds.longValue(),
                    seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
        }
        String plain = UTC.matcher(trimmed).replaceFirst(" +0000");
        for (DateTimeFormatter format : List.of(ISO, DETAIL.get(0), DETAIL.get(1))) {
            try {
                TemporalAccessor found = format.parseBest(plain, OffsetDateTime::from, LocalDateTime::from);
                return found instanceof OffsetDateTime at
                        ? at.toInstant()
                        : LocalDateTime.from(found).atZone(zone).toInstant();
            } catch (DateTimeException e) {
                // Another format may read it.
            }
        }
        throw new UnfitCellException(words.text("record.bad-time", "text", text));
    }
}
