package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.DaylightSavingsTime;
import biweekly.component.Observance;
import biweekly.component.StandardTime;
import biweekly.component.VEvent;
import biweekly.component.VTimezone;
import biweekly.io.TimezoneAssignment;
import biweekly.property.Method;
import biweekly.property.Organizer;
import biweekly.property.Status;
import biweekly.util.DateTimeComponents;
import biweekly.util.UtcOffset;
import dev.cartable.notice.model.Enclosures.CalendarEvent;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Date;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An event as an iCalendar file (RFC 5545) of one of two methods (RFC 5546): {@code PUBLISH}, which puts it into the reader's calendar or
 * moves it there and asks for no reply, and {@code CANCEL}, which takes it out. Its times are those of its zone, which the file describes.
 *
 * @param text lines that end in CRLF
 */
record CalendarFile(String method, String text) {
    private static final String PRODUCT = "-//Cartable//Cartable//FR";
    private static final LocalDateTime LONG_AGO = LocalDateTime.of(1970, 1, 1, 0, 0);

    /**
     * The file of an event.
     *
     * @param organizer the address that messages come from
     * @param name the name of that address; null for none
     */
    static CalendarFile of(CalendarEvent event, String organizer, @Nullable String name) {
        requireNonNull(organizer, "organizer");
        ICalendar calendar = new ICalendar();
        calendar.setVersion(ICalVersion.V2_0);
        calendar.setProductId(PRODUCT);
        String method = event.cancelled() ? Method.CANCEL : Method.PUBLISH;
        calendar.setMethod(new Method(method));
        ZoneId zone = event.startsAt().getZone();
        if (!(zone instanceof ZoneOffset)) {
            calendar.getTimezoneInfo()
                    .setDefaultTimezone(new TimezoneAssignment(
                            TimeZone.getTimeZone(zone),
                            timezone(zone, event.startsAt().toInstant())));
        }
        calendar.addEvent(component(event, organizer, name));
        return new CalendarFile(method, Biweekly.write(calendar).go());
    }

    private static VEvent component(CalendarEvent event, String organizer, @Nullable String name) {
        VEvent component = new VEvent();
        component.setUid(event.uid().toString());
        component.setSequence(event.sequence());
        component.setDateTimeStamp(Date.from(event.stamp()));
        component.setOrganizer(new Organizer(name, organizer));
        component.setDateStart(Date.from(event.startsAt().toInstant()), true);
        component.setDateEnd(Date.from(event.startsAt().toInstant().plus(event.duration())), true);
        component.setSummary(event.summary());
        if (event.description() != null) {
            component.setDescription(event.description());
        }
        if (event.page() != null) {
            component.setUrl(event.page().toString());
        }
        component.setStatus(event.cancelled() ? Status.cancelled() : Status.confirmed());
        return component;
    }

    /** The zone's offset from UTC before and after the event, as far as it says when the event is. */
    private static VTimezone timezone(ZoneId zone, Instant at) {
        ZoneRules rules = zone.getRules();
        VTimezone timezone = new VTimezone(zone.getId());
        ZoneOffsetTransition before = rules.previousTransition(at.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(at);
        boolean recent = before != null && before.getDateTimeBefore().isAfter(LONG_AGO);
        if (!recent) {
            ZoneOffset offset = rules.getOffset(at);
            add(timezone, false, LONG_AGO, offset, offset);
        }
        Stream.of(recent ? before : null, after)
                .flatMap(Stream::ofNullable)
                .forEach(one -> add(
                        timezone,
                        rules.isDaylightSavings(one.getInstant()),
                        one.getDateTimeBefore(),
                        one.getOffsetBefore(),
                        one.getOffsetAfter()));
        return timezone;
    }

    /** @param begins the local time of the offset before */
    private static void add(
            VTimezone timezone, boolean daylight, LocalDateTime begins, ZoneOffset from, ZoneOffset to) {
        Observance observance;
        if (daylight) {
            DaylightSavingsTime summer = new DaylightSavingsTime();
            timezone.addDaylightSavingsTime(summer);
            observance = summer;
        } else {
            StandardTime standard = new StandardTime();
            timezone.addStandardTime(standard);
            observance = standard;
        }
        observance.setDateStart(new DateTimeComponents(
                begins.getYear(),
                begins.getMonthValue(),
                begins.getDayOfMonth(),
                begins.getHour(),
                begins.getMinute(),
                begins.getSecond(),
                false));
        observance.setTimezoneOffsetFrom(new UtcOffset(from.getTotalSeconds() * 1_000L));
        observance.setTimezoneOffsetTo(new UtcOffset(to.getTotalSeconds() * 1_000L));
    }
}
