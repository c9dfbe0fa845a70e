package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of reminders at the terminal: P001 has two parents, both with an address, and none of their own. */
class ReminderCommandsTest {
    private static final String NOW = "2026-11-18T17:30:00Z";

    @TempDir
    Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    private void open(TestDatabase.Kind kind) throws IOException {
        desk = Desk.with(kind, folder);
        run("roster", "import", Desk.SAMPLE.toString());
        file("sessions.csv", "id,pupil,topic,date,start,minutes", "s1,P001,Mathématiques,2026-11-18,19:00,45");
        file("absences.csv", "id,pupil,date,category,minutes", "a1,P001,2026-11-18,late,10");
        file("invoices.csv", "invoice,pupil,currency,amount,dueOn,number", "F1,P001,GNF,1500000,2026-11-10,F-42");
        for (String what : List.of("sessions", "absences", "invoices")) {
            assertThat(run(what, "import", what + ".csv").exit()).as(what).isZero();
        }
    }

    private void file(String name, String... lines) throws IOException {
        Files.write(folder.resolve(name), List.of(lines));
    }

    private Desk.Result run(String... command) {
        return desk.run(at(command));
    }

    private Json json(String... command) {
        return desk.json(at(command));
    }

    private static String[] at(String... command) {
        List<String> words = new ArrayList<>(Arrays.asList(command));
        if (!words.contains("--now")) {
            words.addAll(List.of("--now", NOW));
        }
        words.addAll(List.of("--zone", "Africa/Conakry", "--school", "École de la Rivière"));
        return words.toArray(String[]::new);
    }

    @OnEachDatabase
    void whatIsDueIsPlannedThenQueuedOnceAndSent(TestDatabase.Kind kind) throws Exception {
        open(kind);

        Json plan = json("reminders", "send", "--dry-run");
        Json sent = json("reminders", "send", "--plan", plan.text("digest"));
        Json again = json("reminders", "send");

        for (Json counts : List.of(plan, sent)) {
            assertThat(counts.count("candidates")).isEqualTo(3);
            assertThat(counts.count("queued")).isEqualTo(4);
            assertThat(counts.count("noChannel")).isEqualTo(2);
            assertThat(counts.list("reminders")).hasSize(6);
        }
        assertThat(again.count("queued")).isZero();
        assertThat(again.count("unchanged")).isEqualTo(6);
        run("messages", "send");
        assertThat(desk.mails())
                .hasSize(4)
                .anySatisfy(mail -> assertThat(mail).contains("Fatoumata Diallo a eu 10 minutes de retard"))
                .anySatisfy(
                        mail -> assertThat(mail).contains("À payer maintenant\u00A0: 1\u00A0500\u00A0000\u00A0GNF"));
    }

    @Test
    void anotherPlanThanTheApprovedOneIsRefused() throws IOException {
        open(TestDatabase.Kind.H2);
        String digest = json("reminders", "send", "--dry-run").text("digest");
        file("absences.csv", "id,pupil,date,category", "a2,P002,2026-11-18,absent");
        run("absences", "import", "absences.csv");

        Json refused = json("reminders", "send", "--plan", digest);

        assertThat(refused.get("error").text("code")).isEqualTo("PLAN_CHANGED");
        assertThat(json("reminders", "list").list("reminders")).isEmpty();
    }

    @Test
    void onlySomeRulesAreAsked() throws IOException {
        open(TestDatabase.Kind.H2);

        assertThat(json("reminders", "send", "--only", "payment").count("candidates"))
                .isEqualTo(1);
        assertThat(json("reminders", "send", "--only", "session,reminder.absence")
                        .count("candidates"))
                .isEqualTo(2);
        Desk.Result unknown = run("reminders", "send", "--only", "sesion");
        assertThat(unknown.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(unknown.err()).contains("'sesion'", "Did you mean session?");
    }

    @Test
    void beforeItsTimeNothingIsDue() throws IOException {
        open(TestDatabase.Kind.H2);

        Desk.Result early = run("reminders", "send", "--now", "2026-11-18T07:59:00Z");

        assertThat(early.exit()).isZero();
        assertThat(early.out()).contains("Nobody is to be reminded of anything now");
    }

    @Test
    void whyTellsWhatWasDecidedAndWhyThereIsNothingElse() throws IOException {
        open(TestDatabase.Kind.H2);
        run("reminders", "send");

        String why = run("reminders", "why", "P001").out();

        assertThat(why)
                .contains(
                        "P001 Fatoumata Diallo, Wednesday 18 November 2026:",
                        "overdue payment: G001 Aïssatou Diallo, P001 Fatoumata Diallo – ",
                        "study session today: P001 Fatoumata Diallo – not reachable: no address",
                        "study session tomorrow: its time has not come");
        Json json = json("reminders", "why", "P001");
        assertThat(json.list("reminders")).hasSize(6);
        assertThat(json.list("silent")).extracting(row -> row.text("reason")).contains("NOT_YET");
        assertThat(run("reminders", "why", "P999").err()).contains("no pupil 'P999'");
    }

    @Test
    void listAndStatsCountPeopleAndChannels() throws IOException {
        open(TestDatabase.Kind.H2);
        run("reminders", "send");
        run("messages", "send");

        assertThat(json("reminders", "list", "--pupil", "P001", "--only", "payment")
                        .list("reminders"))
                .hasSize(3)
                .extracting(row -> row.text("state"))
                .contains("SENT");
        assertThat(json("reminders", "list", "--pupil", "P002").list("reminders"))
                .isEmpty();
        Json stats = json("reminders", "stats");
        assertThat(stats.list("today"))
                .extracting(row -> row.text("kind") + " " + row.text("sent") + " " + row.text("noChannel"))
                .containsExactly("reminder.absence 2 0", "reminder.payment 2 1", "reminder.session 0 1");
        assertThat(run("reminders", "stats").out().lines())
                .anyMatch(line -> line.matches("  Today +4 +0 +0 +0 +2"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void whatWasExpectedOnADayIsComparedWithWhatWasSent() throws IOException {
        open(TestDatabase.Kind.H2);
        run("reminders", "send");
        String[] reconcile = {"reminders", "reconcile", "--day", "2026-11-18"};

        Desk.Result gap = run(reconcile);

        assertThat(gap.exit()).isEqualTo(Exit.FINDING.code());
        assertThat(gap.out())
                .contains(
                        "Reminders of Wednesday 18 November 2026: 0 of 4 expected went out",
                        "4 reminders did not go out:",
                        "overdue payment: G001 Aïssatou Diallo, P001 Fatoumata Diallo – waiting",
                        "cartable messages send");
        run("messages", "send");
        Desk.Result done = run(reconcile);
        assertThat(done.exit()).as(done.out()).isZero();
        assertThat(done.out()).contains("4 of 4 expected went out");
        Json json = json(reconcile);
        assertThat(json.text("missing")).isEqualTo("0");
        assertThat(json.list("kinds"))
                .extracting(row -> row.text("kind") + " " + row.text("expected") + " " + row.text("sent"))
                .containsExactly("reminder.absence 2 2", "reminder.payment 2 2", "reminder.session 0 0");
        assertThat(run("reminders", "reconcile").out())
                .contains("No reminder of Tuesday 17 November 2026 was to be sent");
    }

    @OnEachDatabase
    void aPayerWhoIsNoGuardianIsRemindedOrNamed(TestDatabase.Kind kind) throws IOException {
        open(kind);
        file(
                "sponsored.csv",
                "invoice,pupil,currency,row,amount,dueOn,payer,parts,email",
                "F3,P001,GNF,instalment,900000,2026-11-10,,,",
                "F3,P001,GNF,payer,,,Fonds scolaire,2,bureau@fonds.example",
                "F3,P001,GNF,payer,,,Mairie,1,");
        assertThat(run("invoices", "import", "sponsored.csv").exit()).isZero();

        run("reminders", "send");

        assertThat(run("reminders", "list").out()).contains("Fonds scolaire", "Mairie");
        assertThat(run("messages", "list").out()).contains("Fonds scolaire  e-mail  waiting");
        assertThat(run("reminders", "bursar", "--dunning", "1").out())
                .contains(", Fonds scolaire: 600,000\u00A0GNF", ", Mairie: 300,000\u00A0GNF");
        assertThat(json("reminders", "bursar", "--dunning", "1").list("bursar"))
                .extracting(row -> row.text("payerName"))
                .contains("Fonds scolaire", "Mairie");
    }

    @Test
    void theBursarsListIsShownAndWrittenIntoAFile() throws IOException {
        open(TestDatabase.Kind.H2);
        file("old.csv", "invoice,pupil,currency,amount,dueOn,number", "F2,P001,GNF,900000,2026-09-10,=F-43");
        run("invoices", "import", "old.csv");

        assertThat(run("reminders", "bursar").out())
                .contains("1 unpaid instalment", "P001 Fatoumata Diallo: 900,000\u00A0GNF", "69 days overdue")
                .doesNotContain("F-42");
        assertThat(json("reminders", "bursar").list("bursar"))
                .extracting(row -> row.text("number") + " " + row.text("unpaid") + " " + row.text("dueOn"))
                .containsExactly("=F-43 900000 2026-09-10");
        assertThat(run("reminders", "bursar", "bursar.csv").out()).contains("bursar.csv");
        assertThat(Files.readAllLines(folder.resolve("bursar.csv")))
                .containsExactly(
                        "number,instalment,pupil,name,promotion,currency,unpaid,remaining,dueOn,days,payer,email,address",
                        "'=F-43,1,P001,Fatoumata Diallo,CM2,GNF,900000,900000,2026-09-10,69,,,");
        assertThat(run("reminders", "bursar", "bursar.csv").err()).contains("bursar.csv");
        assertThat(run("reminders", "bursar", "bursar.csv", "--force", "--profile", "excel-fr")
                        .exit())
                .isZero();
        assertThat(Files.readString(folder.resolve("bursar.csv"))).startsWith("\uFEFFnumber;instalment;pupil");
        assertThat(run("reminders", "bursar", "-").out()).startsWith("number,instalment,pupil");
        assertThat(run("reminders", "bursar", "x.csv", "--profile", "word").exit())
                .isEqualTo(Exit.USAGE.code());
        assertThat(run("reminders", "bursar", "--dunning", "1 7 90").out()).contains("No payment is overdue");
    }

    @Test
    void aTestMailOfEachKindIsMarkedAndKeptNowhere() throws Exception {
        open(TestDatabase.Kind.H2);
        List<String> before = Snapshot.of(desk.database());

        for (String kind :
                List.of("session", "eve", "inactivity", "weekly", "payment", "absence", "reminder.threshold")) {
            Desk.Result result = run("reminders", "test", kind, "--to", "chef@example.org");
            assertThat(result.exit()).as("%s: %s", kind, result.err()).isZero();
        }

        assertThat(desk.mails()).hasSize(7).allSatisfy(mail -> assertThat(mail).doesNotContain("{"));
        assertThat(TestDeliveryTest.subjects(folder))
                .allSatisfy(subject -> assertThat(subject).startsWith("[TEST] "));
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
        assertThat(json("reminders", "stats").list("today")).isEmpty();
    }

    @Test
    void aTestMailIsInTheSchoolsLanguageOrInThoseThatAreAskedFor() throws Exception {
        open(TestDatabase.Kind.H2);
        String[] test = {"reminders", "test", "session", "--to", "chef@example.org"};

        Desk.Result french = run(test);
        assertThat(french.out()).contains("1 test mail went", "in French", "--site URL");
        assertThat(desk.mails()).singleElement().asString().contains("Bonjour Prénom", "mardi 3 mars 2026");

        run(with(test, "--school-lang", "en"));
        assertThat(desk.mails())
                .anySatisfy(mail -> assertThat(mail).contains("Hello First", "Tuesday", "Mathematics"))
                .hasSize(2);

        Desk.Result both =
                run(with(test, "--language", "fr,en", "--site", "https://school.example.org", "--lang", "fr"));
        assertThat(both.out()).contains("en français, anglais").doesNotContain("--site");
        assertThat(desk.mails()).hasSize(4);
        assertThat(run(with(test, "--language", "de")).exit()).isEqualTo(Exit.USAGE.code());
    }

    private static String[] with(String[] command, String... more) {
        List<String> words = new ArrayList<>(Arrays.asList(command));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @Test
    void settingsOfTheSchoolChangeWhatIsSaid() throws Exception {
        open(TestDatabase.Kind.H2);

        assertThat(json("reminders", "send", "--dry-run", "--dunning", "30").count("suppressed"))
                .isEqualTo(1);
        run("reminders", "test", "payment", "--to", "chef@example.org", "--site", "https://school.example.org");
        assertThat(desk.mails()).singleElement().asString().contains("https://school.example.org/");
        for (List<String> wrong : List.of(
                List.of("--dunning", "weekly"),
                List.of("--site", "school"),
                List.of("--absence-brake", "many"),
                List.of("--absence-thresholds", "4"),
                List.of("--school-days", "lundi someday"),
                List.of("--absence-grace", "soon"))) {
            Desk.Result refused = run("reminders", "send", wrong.get(0), wrong.get(1));
            assertThat(refused.exit()).as("%s", wrong).isEqualTo(Exit.USAGE.code());
            assertThat(refused.err()).contains(wrong.get(0), wrong.get(1));
        }
        assertThat(run("reminders", "send", "--dry-run", "--school-days", "Dimanche, monday mardi")
                        .exit())
                .isZero();
        assertThat(run("init", "--dunning", "weekly").exit()).isEqualTo(Exit.USAGE.code());
    }

    @Test
    void whatAnOlderSystemHasSaidIsNotSaidAgain() throws IOException {
        open(TestDatabase.Kind.H2);
        file("old.csv", "kind,pupil,id,day", "absence,P001,a1,2026-11-18", "nonsense,P001,a1,2026-11-18", ",,,x");

        Json imported = json("history", "import", "old.csv");

        assertThat(imported.count("imported")).isEqualTo(1);
        assertThat(imported.list("errors"))
                .extracting(row -> row.text("line") + " " + row.text("column") + " " + row.text("code"))
                .containsExactly("3 kind UNKNOWN_KIND", "4 kind UNKNOWN_KIND");
        assertThat(json("reminders", "send", "--only", "absence").count("queued"))
                .isZero();
    }

    /** Both levels that the older system has sent, then the level that it has not. */
    @OnEachDatabase
    void anInvoiceOfWhichAnOlderSystemHasRemindedIsRemindedOfAtItsNextLevel(TestDatabase.Kind kind) throws IOException {
        open(kind);
        file(
                "old.csv",
                "kind,pupil,id,day,slot",
                "payment,P001,F1,2026-11-11,",
                "payment,P001,F1#1,2026-11-17,2026-11-10/7",
                "payment,P999,F1,2026-11-17,",
                "payment,P001,F9,2026-11-17,",
                "payment,P001,F1,2026-11-17,second");

        Json imported = json("history", "import", "old.csv");

        assertThat(imported.count("imported")).isEqualTo(2);
        assertThat(imported.list("errors"))
                .extracting(row -> row.text("line") + " " + row.text("column") + " " + row.text("code"))
                .containsExactly("4 pupil UNKNOWN_PUPIL", "5 id UNKNOWN_SUBJECT", "6 slot BAD_SLOT");
        assertThat(json("history", "import", "old.csv").count("unchanged")).isEqualTo(2);
        assertThat(json("reminders", "send", "--only", "payment").count("queued"))
                .isZero();
        Json next = json("reminders", "send", "--only", "payment", "--now", "2026-12-10T17:30:00Z");
        assertThat(next.count("queued")).isPositive();
        assertThat(run("history", "import", "old.csv", "--lang", "fr").out())
                .contains("old.csv", "la liste n’a pas d’élève P999", "rien ne s’appelle F9");
    }

    @Test
    void aRunThatIsTooLargeIsHeldUntilAPersonDecides() throws IOException {
        open(TestDatabase.Kind.H2);
        file("many.csv", "id,pupil,date,category", "m1,P001,2026-11-18,absent", "m2,P004,2026-11-18,absent");
        run("absences", "import", "many.csv");
        String[] send = {"reminders", "send", "--only", "absence", "--absence-brake", "1 2"};

        Desk.Result held = run(send);

        assertThat(held.exit()).as(held.out()).isEqualTo(Exit.HELD.code());
        assertThat(held.out()).contains("held", "cartable reminders release");
        assertThat(run(send).exit()).isEqualTo(Exit.HELD.code());
        Desk.Result list = run("reminders", "release");
        assertThat(list.exit()).isEqualTo(Exit.HELD.code());
        String name = json("reminders", "release").list("holds").get(0).text("run");
        assertThat(list.out()).contains(name);
        assertThat(json("reminders", "release", name, "--absence-brake", "1 2").count("queued"))
                .isPositive();
        assertThat(run("reminders", "discard", name).err()).contains(name, "released before");
        assertThat(run("reminders", "discard", "nothing").err()).contains("No run is called nothing");
        assertThat(run("reminders", "discard").out()).contains("No run is held");
    }

    @Test
    void aParentWritesToTheirChildOnceADay() throws Exception {
        open(TestDatabase.Kind.H2);
        String[] write = {"reminders", "manual", "P031", "--guardian", "G035", "--message", "Bon courage !"};

        assertThat(json(write).count("queued")).isEqualTo(1);
        assertThat(run(write).err()).contains("has written to this child today");
        assertThat(run("reminders", "manual", "P031", "--guardian", "G001", "--message", "x")
                        .err())
                .contains("no child of whom");
        run("messages", "send");
        assertThat(desk.mails()).singleElement().asString().contains("t’écrit", "Bon courage !");
    }

    @Test
    void sessionsAreProgrammedFromWeeklyPlansOnce() throws IOException {
        open(TestDatabase.Kind.H2);
        file("plans.csv", "id,pupil,topic,day,start,minutes", "w1,P001,Lecture,saturday,10:00,30");
        run("plans", "import", "plans.csv");

        assertThat(json("sessions", "plan", "--days", "7", "--dry-run").count("planned"))
                .isEqualTo(1);
        assertThat(json("sessions", "plan", "--days", "7").count("planned")).isEqualTo(1);
        assertThat(json("sessions", "plan", "--days", "7").count("unchanged")).isEqualTo(1);
        assertThat(run("sessions", "plan", "--days", "0").exit()).isEqualTo(Exit.USAGE.code());
    }

    @Test
    void withoutADatabaseThereIsNothingToLookAt() {
        desk = Desk.withFile(folder);

        assertThat(run("reminders", "send").exit()).isEqualTo(Exit.UNVERIFIED.code());
        assertThat(folder).isEmptyDirectory();
    }
}
