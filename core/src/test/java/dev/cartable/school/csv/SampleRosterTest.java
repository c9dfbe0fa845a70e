package dev.cartable.school.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.port.RosterStore;
import dev.cartable.work.Brake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The roster that ships with the example, by the numbers that its README gives. */
class SampleRosterTest {
    private static final Path SAMPLE = Path.of("..", "examples", "command-line", "roster");
    private static final LocalDate DAY = LocalDate.of(2026, 9, 1);

    private final InMemoryStores stores = new InMemoryStores(() -> Instant.parse("2026-09-01T06:00:00Z"));
    private final RosterStore school = stores.rosterStore();

    @Test
    void theSampleHasTheNumbersOfItsReadme() throws IOException {
        ImportRoster importRoster = Cartable.builder()
                .stores(stores)
                .zone(ZoneOffset.UTC)
                .build()
                .rosters()
                .importRoster();
        importRoster.apply(importRoster.plan(CsvRoster.open(SAMPLE), Brake.defaults()));
        List<Family> families = stores.roster().families().toList();
        List<Family> created = families.stream()
                .filter(family -> !family.visiblePupils(DAY).isEmpty())
                .toList();

        Map<String, Long> numbers = new TreeMap<>(Map.of(
                "pupils",
                        (long) RosterFolder.read(CsvRoster.open(SAMPLE)).pupils.size(),
                "active pupils", school.pupilIds().count(),
                "guardians", (long) families.size(),
                "links", school.links().count(),
                "usable addresses",
                        families.stream().filter(SampleRosterTest::isUsable).count(),
                "created", (long) created.size(),
                "skipped", (long) families.size() - created.size(),
                "queued", created.stream().filter(SampleRosterTest::hasChannel).count(),
                "noChannel",
                        created.stream().filter(family -> !hasChannel(family)).count()));

        assertThat(numbers).isEqualTo(readme());
    }

    private static boolean isUsable(Family family) {
        return EmailAddress.check(family.guardian().email()) instanceof EmailAddress.Usable;
    }

    private static boolean hasChannel(Family family) {
        return EmailAddress.check(family.guardian().email()) instanceof EmailAddress.Usable guardian
                && family.wards().stream().map(Family.Ward::pupil).noneMatch(pupil -> owns(pupil, guardian.address()));
    }

    private static boolean owns(Pupil pupil, EmailAddress address) {
        return EmailAddress.check(pupil.email()) instanceof EmailAddress.Usable own
                && own.address().equals(address);
    }

    private static Map<String, Long> readme() throws IOException {
        return Files.readString(SAMPLE.resolve("README.md"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("\\|", -1))
                .filter(cells -> cells.length == 5 && cells[2].strip().matches("[0-9]+"))
                .collect(Collectors.toMap(cells -> cells[1].strip(), cells -> Long.valueOf(cells[2].strip())));
    }

    @Test
    void theSampleWritesToNobodyWhoLives() throws IOException {
        String users = Files.readString(SAMPLE.resolve("users.csv"), StandardCharsets.UTF_8);

        assertThat(users.lines().filter(line -> line.contains("@")))
                .isNotEmpty()
                .allMatch(line -> line.matches(".*@(example\\.(org|com)|none).*"));
    }
}
