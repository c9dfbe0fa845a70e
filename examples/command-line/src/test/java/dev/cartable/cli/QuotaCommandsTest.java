package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaCommandsTest {
    private static final String WEDNESDAY = "2026-11-18T10:00:00Z";
    private static final String THURSDAY = "2026-11-19T10:00:00Z";
    private static final String MONDAY = "2026-11-23T10:00:00Z";
    private static final String DECEMBER = "2026-12-01T10:00:00Z";

    /** 85 % of 5 GiB. */
    private static final String BYTES = "4563402752";

    private static final String MESSAGE = "Attention john, vous avez utilisé 85% de votre quota. Il reste 0,75 Go.";

    @TempDir
    Path folder;

    @OnEachDatabase
    void theExampleOfTheSourceWorksFromItsProfileToItsMessage(TestDatabase.Kind kind)
            throws IOException, MessagingException {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        Json profile =
                at(desk, WEDNESDAY, "quota", "profile", "show", "étudiant").get("profile");
        assertThat(profile.text("description")).isEqualTo("Profil standard pour étudiants");
        assertThat(profile.text("bandwidthUp") + "/" + profile.text("bandwidthDown"))
                .isEqualTo("5120/10240");
        assertThat(profile.text("limited") + profile.text("active")).isEqualTo("truetrue");
        assertThat(profile.list("limits"))
                .extracting(limit -> limit.text("window") + "=" + limit.text("limitBytes"))
                .containsExactly("DAY=5368709120", "WEEK=32212254720", "MONTH=107374182400", "CYCLE=53687091200");
        assertThat(profile.get("validity").text("length")).isEqualTo("30");
        assertThat(profile.text("sessionTimeout") + "/" + profile.text("idleTimeout") + "/"
                        + profile.text("simultaneous"))
                .isEqualTo("28800/600/1");

        assertThat(at(desk, WEDNESDAY, "quota", "record", "--user", "john", "--bytes", BYTES)
                        .count("counted"))
                .isEqualTo(1);
        Json shown = at(desk, WEDNESDAY, "quota", "show", "john");
        assertThat(shown.text("user")).isEqualTo("u1");
        assertThat(shown.get("profile").text("name")).isEqualTo("Étudiant");
        assertThat(shown.get("profile").text("level")).isEqualTo("USER");
        assertThat(shown.text("state")).isEqualTo("WARNED");
        Json day = shown.list("windows").get(0);
        assertThat(day.text("percent")).isEqualTo("85");
        assertThat(day.text("remainingBytes")).isEqualTo("805306368");
        assertThat(day.text("nextResetAt")).isEqualTo("2026-11-19T00:00:00Z");
        assertThat(shown.get("attributes").text("remainingOctets")).isEqualTo("805306368");

        List<String> before = Snapshot.of(desk.database());
        for (String[] dry : new String[][] {{}, {"--dry-run"}, {"--dry-run", "--send"}}) {
            assertThat(told(check(desk, WEDNESDAY, dry))).containsExactly(MESSAGE);
        }
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);

        Json sent = check(desk, WEDNESDAY, "--send-email");
        assertThat(told(sent)).containsExactly(MESSAGE);
        assertThat(sent.count("fired")).isEqualTo(1);
        assertThat(sent.count("suppressed")).isZero();
        assertThat(sent.count("queued")).isEqualTo(1);
        assertThat(check(desk, WEDNESDAY, "--send").count("fired")).isZero();
        assertThat(at(desk, WEDNESDAY, "messages", "send").count("sent")).isEqualTo(1);
        assertThat(desk.mails()).singleElement().asString().startsWith(MESSAGE);

        assertThat(check(desk, THURSDAY, "--send").count("fired")).isZero();
        at(desk, THURSDAY, "quota", "record", "--user", "u1", "--bytes", BYTES);
        assertThat(check(desk, THURSDAY, "--send").count("queued")).isEqualTo(1);
        assertThat(at(desk, THURSDAY, "messages", "send").count("sent")).isEqualTo(1);
        assertThat(desk.mails()).hasSize(2);
    }

    @OnEachDatabase
    void theResetsAreRehearsedAndRunTwiceAndOnlyForceTakesUseAway(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        at(desk, WEDNESDAY, "quota", "record", "--user", "john", "--bytes", BYTES);
        assertThat(reset(desk, WEDNESDAY, "daily")).isZero();

        rehearsedThenDone(desk, THURSDAY, "daily");
        rehearsedThenDone(desk, MONDAY, "weekly");
        rehearsedThenDone(desk, DECEMBER, "monthly");
        assertThat(used(desk, DECEMBER)).containsExactly("0", "0", "0", BYTES);

        at(desk, DECEMBER, "quota", "record", "--user", "john", "--bytes", "100");
        assertThat(reset(desk, DECEMBER, "all")).isZero();
        assertThat(reset(desk, DECEMBER, "all", "--user", "john", "--dry-run")).isEqualTo(1);
        assertThat(used(desk, DECEMBER)).startsWith("100", "100", "100");
        assertThat(reset(desk, DECEMBER, "daily", "--user", "john")).isEqualTo(1);
        assertThat(used(desk, DECEMBER)).startsWith("0", "100", "100");
        assertThat(reset(desk, DECEMBER, "all", "--force")).isEqualTo(1);
        assertThat(used(desk, DECEMBER)).containsExactly("0", "0", "0", "0");
        assertThat(at(desk, DECEMBER, "quota", "history", "--user", "john").list("history"))
                .extracting(change -> change.text("type"))
                .contains("RESET", "ASSIGNED");
    }

    private static void rehearsedThenDone(Desk desk, String now, String which) {
        List<String> before = Snapshot.of(desk.database());
        assertThat(reset(desk, now, which, "--dry-run")).isEqualTo(1);
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
        assertThat(reset(desk, now, which)).isEqualTo(1);
        assertThat(reset(desk, now, which)).isZero();
    }

    private static long reset(Desk desk, String now, String... more) {
        String[] command = Stream.concat(Stream.of("quota", "reset", "--yes"), Stream.of(more))
                .toArray(String[]::new);
        return at(desk, now, command).count("reset");
    }

    private static List<String> used(Desk desk, String now) {
        return QuotaExample.used(desk, now, "john");
    }

    @OnEachDatabase
    void aFileOfEventsThatIsReadTwiceCountsOnceAndItsBadRowsAreTold(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        StringBuilder events = new StringBuilder("event,user,bytes,at\n");
        for (int i = 0; i < 2_500; i++) {
            events.append("e")
                    .append(i)
                    .append(",")
                    .append(i % 2 == 0 ? "john" : "u1")
                    .append(",10,\n");
        }
        events.append("e1,john,10,\n")
                .append("bad1,nobody,10,\n")
                .append("bad2,john,-5,\n")
                .append("bad3,john,9223372036854775808,\n")
                .append("bad4,john,10,yesterday\n")
                .append("bad5,john,10,2026-01-01T00:00:00Z\n")
                .append("bad6,john,10,2027-01-01T00:00:00Z\n")
                .append(",john,10,\n");
        Files.writeString(folder.resolve("events.csv"), events);
        String[] command = {"quota", "record", "--file", "events.csv", "--now", WEDNESDAY};

        Json first = desk.json(command);
        assertThat(counts(first)).containsExactly(2_508L, 2_500L, 1L, 7L);
        assertThat(first.list("errors"))
                .extracting(error -> error.text("line") + " " + error.text("column") + " " + error.text("code"))
                .containsExactlyInAnyOrder(
                        "2503 user UNKNOWN_USER",
                        "2504 bytes BAD_VALUE",
                        "2505 bytes BAD_VALUE",
                        "2506 at BAD_VALUE",
                        "2507 at TOO_LATE",
                        "2508 at IN_THE_FUTURE",
                        "2509 event BAD_VALUE");
        Json again = desk.json(command);
        assertThat(counts(again)).containsExactly(2_508L, 0L, 2_501L, 7L);
        assertThat(desk.results()).last().extracting(Desk.Result::exit).isEqualTo(3);
        assertThat(used(desk, WEDNESDAY)).startsWith("25000");
    }

    @OnEachDatabase
    void whatThereIsNoRoomForIsRefusedAndNothingOfItCounts(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        String[] strict = {"quota", "record", "--user", "john", "--event", "film", "--strict", "--bytes"};
        assertThat(at(desk, WEDNESDAY, "quota", "record", "--user", "john", "--bytes", BYTES, "--strict")
                        .count("counted"))
                .isEqualTo(1);

        List<String> before = Snapshot.of(desk.database());
        Json refused = QuotaExample.answer(desk, 1, WEDNESDAY, and(strict, "1 GiB"));
        assertThat(refused.get("error").text("code")).isEqualTo("DENIED");
        assertThat(refused.get("error").text("message")).contains("day").doesNotContain("month");
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);

        assertThat(at(desk, WEDNESDAY, and(strict, "768 MiB")).count("counted")).isEqualTo(1);
        assertThat(at(desk, WEDNESDAY, and(strict, "768 MiB")).count("repeated"))
                .as("told again, it counts once and is granted still")
                .isEqualTo(1);
        assertThat(used(desk, WEDNESDAY)).startsWith("5368709120");
        QuotaExample.answer(desk, 1, WEDNESDAY, "quota", "record", "--user", "john", "--bytes", "1", "--strict");
        QuotaExample.answer(desk, 2, WEDNESDAY, and(strict, "1", "--at", WEDNESDAY));
    }

    private static String[] and(String[] command, String... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }

    private static List<Long> counts(Json json) {
        return Stream.of("input", "counted", "repeated", "refused")
                .map(json::count)
                .toList();
    }

    @OnEachDatabase
    void theHistorySaysWhatCameByUserPromotionAndDefaultAndWhoDidIt(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.environment().put("USER", "chef");
        QuotaExample.set(desk, WEDNESDAY);
        at(desk, THURSDAY, "quota", "profile", "add", "Base", "--unlimited");
        at(desk, THURSDAY, "quota", "profile", "set-default", "Base");
        at(desk, MONDAY, "quota", "assign", "--user", "john", "--remove");
        assertThat(at(desk, MONDAY, "quota", "assign", "--user", "john", "--remove")
                        .count("unchanged"))
                .isEqualTo(1);

        assertThat(at(desk, MONDAY, "quota", "history", "--user", "john").list("history"))
                .extracting(change -> change.text("holder") + " " + change.text("type") + " " + change.text("actor"))
                .containsExactly(
                        "USER:u1 REMOVED chef",
                        "DEFAULT:* ASSIGNED chef",
                        "PROMOTION:L3 Info ASSIGNED chef",
                        "USER:u1 ASSIGNED chef");
        Json then = at(desk, MONDAY, "quota", "history", "--user", "john", "--as-of", THURSDAY);
        assertThat(then.text("profile")).isEqualTo("Étudiant");
        assertThat(then.list("levels"))
                .extracting(level -> level.text("level") + "=" + level.text("profile"))
                .containsExactly("USER=Étudiant", "PROMOTION=Étudiant", "DEFAULT=Base");
        assertThat(at(desk, MONDAY, "quota", "show", "u1").get("profile").text("level"))
                .isEqualTo("PROMOTION");
        at(desk, MONDAY, "quota", "profile", "deactivate", "Étudiant");
        Json shown = at(desk, MONDAY, "quota", "show", "u1");
        assertThat(shown.get("profile").text("name")).isEqualTo("Base");
        assertThat(shown.get("profile").list("passedOver"))
                .extracting(level -> level.text("level") + " " + level.text("why"))
                .containsExactly("USER NOT_ASSIGNED", "PROMOTION INACTIVE");
        assertThat(shown.list("windows").get(0).text("limit")).isEqualTo("NOT_SET");

        String[] setDefault = {"quota", "profile", "set-default"};
        Json removed = at(desk, MONDAY, and(setDefault, "--none"));
        assertThat(removed.text("holder") + " " + removed.text("change") + " " + removed.text("before"))
                .isEqualTo("DEFAULT:* REMOVED Base");
        assertThat(at(desk, MONDAY, "quota", "show", "u1").text("state")).isEqualTo("DISABLED");
        assertThat(at(desk, MONDAY, and(setDefault, "--none")).count("unchanged"))
                .isEqualTo(1);
        QuotaExample.answer(desk, 2, MONDAY, setDefault);
        QuotaExample.answer(desk, 2, MONDAY, and(setDefault, "Base", "--none"));
    }

    @Test
    void anEditChangesWhatIsSaidAndNoneTakesALimitAway() {
        Desk desk = Desk.withFile(folder);
        QuotaExample.set(desk, WEDNESDAY);

        Json edited = at(
                        desk,
                        WEDNESDAY,
                        "quota",
                        "profile",
                        "edit",
                        "Étudiant",
                        "--name",
                        "Élève",
                        "--daily",
                        "none",
                        "--weekly",
                        "unlimited",
                        "--monthly-up",
                        "1 GiB",
                        "--up",
                        "none",
                        "--validity-from",
                        "first-use")
                .get("profile");

        assertThat(edited.text("name")).isEqualTo("Élève");
        assertThat(edited.list("limits"))
                .extracting(limit -> limit.text("limit") + " " + limit.text("limitBytes"))
                .containsExactly("NOT_SET null", "UNLIMITED null", "LIMITED 107374182400", "LIMITED 53687091200");
        assertThat(edited.list("limits").get(2).text("limitUpBytes")).isEqualTo("1073741824");
        assertThat(edited.text("bandwidthUp") + "/" + edited.text("bandwidthDown"))
                .isEqualTo("null/10240");
        assertThat(edited.get("validity").text("start") + edited.get("validity").text("length"))
                .isEqualTo("FIRST_USE30");
    }

    @OnEachDatabase
    void usersAreImportedRowByRowAndWhatIsNotSaidStays(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        Files.writeString(folder.resolve("users.csv"), """
                promotion,ID,username,active
                M1,u1,jean,
                M1,u2,marie,false
                M1,,x,
                M1,u2,y,
                M1,u5,y,maybe
                M1,u6,"a\r\nb",
                M1, u7,z,
                """);

        Json dry = desk.json("users", "import", "users.csv", "--dry-run");
        assertThat(desk.stores().users().named("marie")).isEmpty();
        Json done = desk.json("users", "import", "users.csv");

        assertThat(done.get("counts").value()).isEqualTo(dry.get("counts").value());
        assertThat(Stream.of("input", "created", "updated", "unchanged", "failed", "promotions")
                        .map(done::count))
                .containsExactly(7L, 1L, 1L, 0L, 5L, 1L);
        assertThat(done.list("errors"))
                .extracting(error -> error.text("line") + " " + error.text("column") + " " + error.text("code"))
                .containsExactly(
                        "4 id MISSING_ID",
                        "5 id DUPLICATE_ID",
                        "6 active BAD_VALUE",
                        "7 userName BAD_VALUE",
                        "9 id WHITESPACE_ID");
        assertThat(desk.stores().users().named("jean")).singleElement().satisfies(user -> {
            assertThat(user.email()).isEqualTo("john@example.org");
            assertThat(String.valueOf(user.promotion())).isEqualTo("M1");
        });
        assertThat(desk.json("users", "import", "users.csv").count("unchanged")).isEqualTo(2);
    }

    @Test
    void alertsAreListedEditedAndDeactivated() {
        Desk desk = Desk.withFile(folder);
        QuotaExample.set(desk, WEDNESDAY);
        Json listed = at(desk, WEDNESDAY, "alerts", "list", "--profile", "Étudiant");
        Json alert = listed.list("alerts").get(0);
        String id = alert.text("alert");
        assertThat(alert.text("template")).isEqualTo(QuotaExample.TEMPLATE);

        Json edited = at(
                        desk,
                        WEDNESDAY,
                        "alerts",
                        "edit",
                        id,
                        "--threshold",
                        "50",
                        "--channel",
                        "in_app",
                        "--channel",
                        "email",
                        "--channel",
                        "push",
                        "--window",
                        "day",
                        "--template",
                        "")
                .get("alert");
        assertThat(edited.text("threshold")
                        + edited.text("channels")
                        + edited.text("windows")
                        + edited.text("template"))
                .isEqualTo("50[EMAIL, IN_APP, PUSH][DAY]null");
        at(desk, WEDNESDAY, "quota", "record", "--user", "john", "--bytes", BYTES);
        assertThat(check(desk, WEDNESDAY, "--send").count("queued"))
                .as("by e-mail, in the application and by the host's own channel")
                .isEqualTo(3);

        assertThat(at(desk, WEDNESDAY, "alerts", "deactivate", id).get("alert").text("active"))
                .isEqualTo("false");
        assertThat(check(desk, THURSDAY).count("fired")).isZero();
    }

    @Test
    void peopleSeeATableInTheirLanguage() {
        Desk desk = Desk.withFile(folder);
        QuotaExample.set(desk, WEDNESDAY);
        at(desk, WEDNESDAY, "quota", "record", "--user", "john", "--bytes", BYTES);

        String french = desk.run("quota", "show", "john", "--now", WEDNESDAY, "--lang", "fr")
                .out();
        String english = desk.run("quota", "show", "john", "--now", WEDNESDAY).out();

        assertThat(french).contains("4,25\u00A0Gio", "semaine", "85\u00A0%", "Profil\u00A0: Étudiant (le sien)");
        assertThat(english).contains("4.25\u00A0GiB", "week", "Profile: Étudiant (their own)");
        assertThat(desk.run("alerts", "check", "--now", WEDNESDAY, "--lang", "fr")
                        .out())
                .contains(MESSAGE, "Rien n’a été écrit ni envoyé");
    }

    private static Json at(Desk desk, String now, String... command) {
        return QuotaExample.done(desk, now, command);
    }

    private static Json check(Desk desk, String now, String... more) {
        return at(
                desk,
                now,
                Stream.concat(Stream.of("alerts", "check"), Stream.of(more)).toArray(String[]::new));
    }

    private static List<String> told(Json check) {
        return check.list("alerts").stream().map(alert -> alert.text("message")).toList();
    }
}
