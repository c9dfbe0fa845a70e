package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.ABSENCE;
import static dev.cartable.reminder.ReminderKinds.CORRECTION;
import static dev.cartable.reminder.ReminderKinds.PAYMENT;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens in whichever order, each person gets each fact once, and knows the truth in the end. */
class ReminderPropertyTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 2);
    private static final int DAYS = 25;

    static Stream<Long> seeds() {
        return new Random(20261130).longs(60).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eachFactIsNotifiedOnceAndEachChangeCorrected(long seed) {
        Random random = new Random(seed);
        ReminderWorld school = ReminderWorld.listing(
                settings -> settings.withAbsences(settings.absences().withBrake(null)));
        Map<String, List<RenderedNotice>> byFact = new TreeMap<>();
        List<String> told = new ArrayList<>();
        school.set(FIRST.minusDays(1) + "T17:00");
        school.send(ABSENCE);
        for (int day = 0; day < DAYS + 4; day++) {
            LocalDate today = FIRST.plusDays(day);
            boolean isQuiet = day >= DAYS;
            for (int i = isQuiet ? 0 : random.nextInt(4); i > 0; i--) {
                school.set(today + "T" + LocalTime.of(8 + random.nextInt(12), random.nextInt(60)));
                change(school, random, today);
            }
            school.set(today + "T20:30");
            for (int runs = isQuiet ? 1 : random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2); runs > 0; runs--) {
                school.send(ABSENCE, CORRECTION);
                if (random.nextInt(4) == 0 && !isQuiet) {
                    change(school, random, today);
                }
            }
            if (isQuiet || random.nextInt(5) > 0) {
                school.deliver()
                        .forEach(mail -> byFact.computeIfAbsent(fact(mail), id -> new ArrayList<>())
                                .add(mail));
            }
        }

        byFact.forEach((fact, mails) -> {
            List<String> kinds = mails.stream().map(RenderedNotice::subject).toList();
            assertThat(kinds).as("seed %s: of %s", seed, fact).startsWith("reminder.absence");
            assertThat(kinds.stream().skip(1)).as("seed %s: of %s", seed, fact).allMatch("reminder.correction"::equals);
            List<String> states =
                    mails.stream().map(ReminderPropertyTest::state).toList();
            for (int i = 1; i < states.size(); i++) {
                assertThat(states.get(i)).as("seed %s: of %s", seed, fact).isNotEqualTo(states.get(i - 1));
            }
            told.add(fact + " " + states.get(states.size() - 1));
        });
        assertThat(told.stream().filter(fact -> !fact.endsWith("withdrawn")))
                .as("seed %s: what Awa knows is what the school has recorded in time", seed)
                .containsExactlyInAnyOrderElementsOf(school.records.absences.values().stream()
                        .map(absence -> key(absence.pupil(), absence.day()) + " "
                                + (absence.type() == Absence.Type.ABSENT ? "absent" : "late") + absence.minutes()
                                + (absence.excused() ? " excused" : ""))
                        .toList());
    }

    private static void change(ReminderWorld school, Random random, LocalDate today) {
        PupilId pupil = random.nextBoolean() ? ALI : BINTA;
        LocalDate day = today.minusDays(random.nextInt(5));
        String id = key(pupil, day);
        Absence absence = school.records.absences.get(id);
        if (absence == null) {
            if (random.nextBoolean()) {
                school.absent(id, pupil, day.toString());
            } else {
                school.late(id, pupil, day.toString(), 1 + random.nextInt(3));
            }
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> school.records.absences.remove(id);
            case 1 -> school.excuse(absence);
            case 2 -> change(school, absence, Absence.Type.ABSENT, 0);
            default -> change(school, absence, Absence.Type.LATE, 1 + random.nextInt(3));
        }
    }

    private static void change(ReminderWorld school, Absence absence, Absence.Type type, int minutes) {
        school.record(new Absence(
                absence.id(),
                absence.pupil(),
                absence.day(),
                type,
                type == Absence.Type.ABSENT ? Absence.Part.DAY : Absence.Part.MORNING,
                null,
                minutes,
                false,
                null,
                null,
                absence.recordedAt(),
                null));
    }

    private static String key(PupilId pupil, LocalDate day) {
        return pupil + "/" + day;
    }

    private static String fact(RenderedNotice mail) {
        Map<String, String> values = values(mail);
        return key(new PupilId(values.getOrDefault("given_name", "").toLowerCase(Locale.ROOT)), day(values));
    }

    private static LocalDate day(Map<String, String> values) {
        String text = values.getOrDefault("day", "").replace("1er", "1");
        return FIRST.minusDays(10)
                .datesUntil(FIRST.plusDays(DAYS + 10))
                .filter(day ->
                        Phrases.date(day, Locale.FRENCH).replace("1er", "1").equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static String state(RenderedNotice mail) {
        Map<String, String> values = values(mail);
        if (values.getOrDefault("withdrawn", "").equals("1")) {
            return "withdrawn";
        }
        String minutes = values.getOrDefault("minutes", "");
        return (values.getOrDefault("absent", "").equals("1") ? "absent" : "late")
                + (minutes.isEmpty() ? "0" : minutes)
                + (values.getOrDefault("excused", "").equals("1") ? " excused" : "");
    }

    private static Map<String, String> values(RenderedNotice mail) {
        return mail.text()
                .lines()
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eachLevelOfEachDueDateIsRemindedOfOnceAndNothingThatIsPaid(long seed) {
        Random random = new Random(seed);
        ReminderWorld school = ReminderWorld.listing();
        Map<String, Integer> sent = new HashMap<>();
        LocalDate dueOn = FIRST.plusDays(random.nextInt(5));
        boolean isPaid = false;
        boolean isDisputed = false;
        Map<String, Integer> highest = new HashMap<>();
        for (int day = 0; day < 60; day++) {
            for (int step = 0; step < 3; step++) {
                LocalDate today = FIRST.plusDays(random.nextInt(10) == 0 ? random.nextInt(day + 1) : day);
                switch (random.nextInt(24)) {
                    case 0 -> dueOn = today.plusDays(random.nextInt(9) - 4L);
                    case 1 -> isPaid = !isPaid;
                    case 2 -> isDisputed = !isDisputed;
                    default -> {}
                }
                bill(school, dueOn, isPaid, isDisputed);
                school.set(today + "T" + LocalTime.of(9 + step, 0));
                if (random.nextInt(5) > 0) {
                    school.send(PAYMENT);
                }
                if (random.nextInt(4) > 0) {
                    for (RenderedNotice mail : school.deliver()) {
                        int days = Integer.parseInt(values(mail).getOrDefault("days", "0"));
                        assertThat(isPaid || isDisputed)
                                .as("seed %s on %s", seed, today)
                                .isFalse();
                        assertThat(dueOn.plusDays(days)).as("seed %s", seed).isEqualTo(today);
                        int level = days >= 30 ? 30 : days >= 7 ? 7 : 1;
                        sent.merge(mail.address().value() + " " + dueOn + " " + level, 1, Integer::sum);
                        Integer before = highest.put(mail.address().value() + " " + dueOn, level);
                        assertThat(before == null || before < level)
                                .as("seed %s on %s: after %s", seed, today, before)
                                .isTrue();
                    }
                }
            }
        }

        assertThat(sent)
                .as("seed %s", seed)
                .allSatisfy((what, times) -> assertThat(times).as(what).isEqualTo(1));
    }

    private static void bill(ReminderWorld school, LocalDate dueOn, boolean isPaid, boolean isDisputed) {
        BigDecimal amount = new BigDecimal("1000");
        school.records.invoices.put(
                "i1",
                new Invoice(
                        "i1",
                        "F-1",
                        ALI,
                        Currency.getInstance("GNF"),
                        Invoice.State.ISSUED,
                        List.of(new Invoice.Instalment(1, dueOn, amount)),
                        isPaid ? List.of(new Invoice.Payment("p", FIRST, amount)) : List.of(),
                        null,
                        isDisputed));
    }
}
