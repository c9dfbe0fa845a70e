package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotas that come over from an older system, and the figures of profiles afterwards. */
class QuotaMigrateTest {
    private static final String WEDNESDAY = "2026-11-18T10:00:00Z";
    private static final String HEADER = "user_id,total_bytes,day_bytes,week_bytes,month_bytes,as_of,day_up\n";

    @TempDir
    Path folder;

    private static Json at(Desk desk, int exit, String... command) {
        return QuotaExample.answer(desk, exit, WEDNESDAY, command);
    }

    private static List<String> used(Desk desk, String user) {
        return QuotaExample.used(desk, WEDNESDAY, user);
    }

    private static List<Long> counts(Json json) {
        return List.of("input", "migrated", "unchanged", "skipped", "failed").stream()
                .map(json::count)
                .toList();
    }

    private static List<String> sums(Json json) {
        return json.list("sums").stream()
                .map(sum -> sum.text("window") + " " + sum.text("legacyBytes") + "=" + sum.text("countedBytes") + "+"
                        + sum.text("overBytes"))
                .toList();
    }

    @OnEachDatabase
    void aFileIsRehearsedBroughtOverOnceAndTakenBackAndItsBadRowsAreTold(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        at(desk, 0, "users", "add", "u2", "--name", "awa", "--promotion", "L3 Info");
        at(desk, 0, "users", "add", "u3", "--name", "moussa", "--promotion", "L3 Info");
        at(desk, 0, "quota", "record", "--user", "u3", "--bytes", "77");
        Files.writeString(
                folder.resolve("old.csv"),
                HEADER
                        + "u1,5000,100,200,300,2026-11-18T09:00:00Z,40\n"
                        + "u2,7 kB,10,20,30,2026-11-17T09:00:00+00:00,\n"
                        + "u3,1,1,1,1,,\n"
                        + "nobody,1,1,1,1,,\n"
                        + "u1,1,1,1,1,,\n"
                        + "u4,-1,1,1,1,,\n"
                        + "u5,1,1,1,1,yesterday,\n"
                        + "u6,1,1,1,1,,2\n");
        String[] migrate = {"quota", "migrate", "--from", "old.csv"};

        List<String> before = Snapshot.of(desk.database());
        Json dry = at(desk, 3, "quota", "migrate", "--from", "old.csv", "--dry-run");
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
        Json done = at(desk, 3, migrate);
        assertThat(counts(done)).isEqualTo(counts(dry)).containsExactly(8L, 2L, 0L, 0L, 6L);
        assertThat(sums(done))
                .isEqualTo(sums(dry))
                .containsExactly("DAY 110=100+10", "WEEK 220=220+0", "MONTH 330=330+0", "CYCLE 12000=12000+0");
        assertThat(done.list("errors"))
                .extracting(error -> error.text("line") + " " + error.text("column") + " " + error.text("code"))
                .containsExactlyInAnyOrder(
                        "4 user_id HAS_USAGE",
                        "5 user_id UNKNOWN_USER",
                        "6 user_id DUPLICATE_USER",
                        "7 total_bytes BAD_SIZE",
                        "8 as_of BAD_INSTANT",
                        "9 day_bytes MORE_UP_THAN_ALL");
        assertThat(used(desk, "u1")).containsExactly("100", "200", "300", "5000");
        assertThat(used(desk, "u2")).containsExactly("0", "20", "30", "7000");
        assertThat(used(desk, "u3")).startsWith("77");

        List<String> migrated = QuotaExample.stored(desk);
        assertThat(counts(at(desk, 3, "quota", "migrate", "--from", "old.csv", "--skip-existing")))
                .containsExactly(8L, 0L, 2L, 1L, 5L);
        assertThat(QuotaExample.stored(desk)).isEqualTo(migrated);
        assertThat(at(desk, 0, "quota", "audit").count("wrong")).isZero();

        assertThat(at(desk, 0, "quota", "migrate", "--rollback", "--dry-run").count("migrated"))
                .isEqualTo(2);
        assertThat(at(desk, 0, "quota", "migrate", "--rollback").count("migrated"))
                .isEqualTo(2);
        assertThat(at(desk, 0, "quota", "migrate", "--rollback").count("input")).isZero();
        assertThat(used(desk, "u1")).containsOnly("0");
        assertThat(at(desk, 0, "quota", "audit").count("wrong")).isZero();
    }

    @OnEachDatabase
    void aTableOfTheHostIsRead(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        Json missing = at(desk, 1, "quota", "migrate");
        assertThat(missing.get("error").text("message")).containsIgnoringCase("legacy_user_quota");
        desk.sql(
                "CREATE TABLE old_quota (username VARCHAR(50), bytes NUMERIC(30), as_of TIMESTAMP WITH TIME ZONE)",
                "INSERT INTO old_quota VALUES ('u1', 4096, TIMESTAMP WITH TIME ZONE '2026-11-18 08:00:00+00'),"
                        + " (NULL, 1, NULL), ('u9', 99999999999999999999, NULL)",
                "CREATE VIEW legacy_user_quota AS SELECT username AS user_id, bytes * 3 AS total_bytes,"
                        + " bytes AS day_bytes, bytes AS week_bytes, bytes AS month_bytes, as_of FROM old_quota",
                "CREATE VIEW narrow AS SELECT username AS user_id FROM old_quota");

        Json done = at(desk, 3, "quota", "migrate");
        assertThat(counts(done)).containsExactly(3L, 1L, 0L, 0L, 2L);
        assertThat(done.list("errors"))
                .extracting(error -> error.text("file") + " " + error.text("column") + " " + error.text("code"))
                .containsExactlyInAnyOrder(
                        "legacy_user_quota user_id BAD_VALUE", "legacy_user_quota total_bytes BAD_VALUE");
        assertThat(used(desk, "john")).containsExactly("4096", "4096", "4096", "12288");
        assertThat(at(desk, 1, "quota", "migrate", "--from-table", "narrow")
                        .get("error")
                        .text("message"))
                .contains("day_bytes");
        at(desk, 2, "quota", "migrate", "--from-table", "x; DROP TABLE old_quota");
        at(desk, 2, "quota", "migrate", "--from-table", "narrow", "--rollback");
    }

    @OnEachDatabase
    void theFiguresSayWhoIsServedAndWhatTheyUse(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        at(desk, 0, "users", "add", "u2", "--name", "awa", "--promotion", "L3 Info");
        at(desk, 0, "users", "add", "u3", "--name", "moussa", "--promotion", "M1");
        at(desk, 0, "users", "add", "u4", "--name", "gone", "--promotion", "L3 Info", "--inactive");
        at(desk, 0, "quota", "profile", "add", "Base", "--unlimited", "--inactive");
        at(desk, 0, "quota", "record", "--user", "u1", "--bytes", "5 GiB", "--at", "2026-11-18T10:00:00Z");
        at(desk, 0, "quota", "record", "--user", "u2", "--bytes", "2 GiB", "--at", "2026-11-16T10:00:00Z");

        Json week = at(desk, 0, "quota", "stats", "--window", "week", "--from", "2026-11-15");
        assertThat(List.of("profiles", "active", "inactive", "limited", "unlimited", "served", "unserved").stream()
                        .map(week::count))
                .containsExactly(2L, 1L, 1L, 1L, 1L, 2L, 1L);
        assertThat(week.list("top")).singleElement().satisfies(top -> {
            assertThat(top.text("profile")).isEqualTo("Étudiant");
            assertThat(top.text("users")).isEqualTo("2");
        });
        Json student = week.list("profiles").get(1);
        assertThat(
                        List.of("users", "direct", "byPromotion", "byDefault", "totalBytes", "averageBytes", "minBytes")
                                .stream()
                                .map(student::text))
                .containsExactly("2", "1", "1", "0", "7516192768", "3758096384", "2147483648");
        assertThat(student.get("bands").text("UP_TO_25")).isEqualTo("2");
        assertThat(week.list("days"))
                .extracting(day -> day.text("day") + " " + day.text("bytes"))
                .containsExactly("2026-11-15 0", "2026-11-16 2147483648", "2026-11-17 0", "2026-11-18 5368709120");
        Json day = at(desk, 0, "quota", "stats", "--window", "day", "--profile", "étudiant");
        assertThat(day.list("profiles"))
                .singleElement()
                .satisfies(one -> assertThat(one.get("bands").text("UP_TO_100")).isEqualTo("1"));
    }

    @Test
    void theFiguresAreSaidInFrench() {
        Desk desk = Desk.withFile(folder);
        QuotaExample.set(desk, WEDNESDAY);
        Desk.Result stats = desk.run("quota", "stats", "--now", WEDNESDAY, "--lang", "fr");
        assertThat(stats.exit()).isZero();
        assertThat(stats.out())
                .contains("Utilisateurs")
                .contains("Étudiant\u00A0: 1 utilisateur")
                .contains("sans limite");
        assertThat(desk.run("quota", "stats", "--from", "hier", "--lang", "fr").exit())
                .isEqualTo(2);
    }
}
