package dev.cartable.school.ics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UnreadableRosterException;
import dev.cartable.school.port.RecordSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IcsCalendarTest {
    @TempDir
    Path folder;

    private final List<CalendarPeriod> read = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    @Test
    void eventsOfWholeDaysAreHolidaysWithoutTheDayBehindThem() throws IOException {
        read("""
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261017
                DTEND;VALUE=DATE:20261102
                SUMMARY:Vacances de la
                  Toussaint
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261111
                SUMMARY:Armistice\\, jour férié
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20270213
                DURATION:P2W
                SUMMARY:Hiver
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20270301
                DTEND;VALUE=DATE:20270301
                SUMMARY:Lundi
                END:VEVENT
                """);

        assertThat(errors).isEmpty();
        assertThat(read)
                .containsExactly(
                        holiday("Vacances de la Toussaint", "2026-10-17", "2026-11-01"),
                        holiday("Armistice, jour férié", "2026-11-11", "2026-11-11"),
                        holiday("Hiver", "2027-02-13", "2027-02-26"),
                        holiday("Lundi", "2027-03-01", "2027-03-01"));
    }

    @Test
    void anEventThatRepeatsItselfIsAHolidayEachTimeButForItsExceptions() throws IOException {
        read("""
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261225
                DTEND;VALUE=DATE:20261227
                SUMMARY:Noël
                RRULE:FREQ=YEARLY;COUNT=4
                EXDATE;VALUE=DATE:20281225
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:19900501
                SUMMARY:Fête du travail
                RRULE:FREQ=YEARLY
                END:VEVENT
                """);

        assertThat(errors).isEmpty();
        assertThat(read.subList(0, 3))
                .containsExactly(
                        holiday("Noël", "2026-12-25", "2026-12-26"),
                        holiday("Noël", "2027-12-25", "2027-12-26"),
                        holiday("Noël", "2029-12-25", "2029-12-26"));
        assertThat(read.subList(3, read.size()))
                .hasSize(100)
                .startsWith(holiday("Fête du travail", "2000-05-01", "2000-05-01"))
                .endsWith(holiday("Fête du travail", "2099-05-01", "2099-05-01"));
    }

    @Test
    void eventsWithATimeAndCancelledOnesAreLeftOut() throws IOException {
        read("""
                BEGIN:VEVENT
                DTSTART:20261017T080000Z
                DTEND:20261017T090000Z
                SUMMARY:Réunion
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261017
                SUMMARY:Pont
                STATUS:CANCELLED
                END:VEVENT
                """);

        assertThat(read).isEmpty();
        assertThat(errors).isEmpty();
    }

    @Test
    void anEventThatCannotBeUsedIsNamedByItsLineAndTheOthersGoOn() throws IOException {
        read("""
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261102
                DTEND;VALUE=DATE:20261017
                SUMMARY:Turned round
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261102
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:19261102
                SUMMARY:Old
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20260901
                SUMMARY:Each day
                RRULE:FREQ=DAILY
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261111
                SUMMARY:Good
                END:VEVENT
                """);

        assertThat(errors)
                .containsExactly(
                        "3:DTEND:BAD_PERIOD",
                        "8:SUMMARY:MISSING_VALUE",
                        "11:DTSTART:FAR_DATE",
                        "15:RRULE:ENDLESS_EVENT");
        assertThat(read).containsExactly(holiday("Good", "2026-11-11", "2026-11-11"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "type,name,first,last\n",
                "<html></html>",
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261017\r\nSUMM"
            })
    void whatIsNoCalendarOrBreaksOffIsRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("a.ics"), text);

        assertThatThrownBy(() -> IcsCalendar.open(file).read(sink()))
                .isInstanceOf(UnreadableRosterException.class)
                .hasMessageContaining("nothing was written");
        assertThat(read).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> IcsCalendar.open(folder.resolve("nowhere.ics")).read(sink()))
                .isInstanceOf(UnreadableRosterException.class)
                .hasMessageContaining("cannot be read");
    }

    private void read(String events) throws IOException {
        String text = "\uFEFFBEGIN:VCALENDAR\nVERSION:2.0\n" + events + "END:VCALENDAR\n";
        Path file =
                Files.write(folder.resolve("a.ics"), text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        IcsCalendar.open(file).read(sink());
    }

    private RecordSource.Sink<CalendarPeriod> sink() {
        return new RecordSource.Sink<>() {
            @Override
            public void record(CalendarPeriod record, RecordSource.Origin origin) {
                read.add(record);
            }

            @Override
            public void withdrawn(String id, RecordSource.Origin origin) {
                throw new AssertionError(id);
            }

            @Override
            public void error(RowError error) {
                errors.add(error.line() + ":" + error.column() + ":" + error.code());
            }
        };
    }

    private static CalendarPeriod holiday(String name, String first, String last) {
        return new CalendarPeriod(CalendarPeriod.Type.HOLIDAY, name, LocalDate.parse(first), LocalDate.parse(last));
    }
}
