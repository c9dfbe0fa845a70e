package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Settings;
import dev.cartable.cli.frame.Surroundings;
import dev.cartable.cli.frame.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Nobody who reads French has to read English. */
class FrenchTest {
    private static final String NOW = "2026-11-18T10:00:00Z";

    /** Words that no French sentence has. */
    private static final Pattern ENGLISH = Pattern.compile(
            "(?i)\\b(the|is|are|was|were|not|cannot|be|been|of|with|this|that|must|has|have|there|unknown|illegal|invalid"
                    + "|expected|failed|written|missing|negative|null|days|between|and|to|for|by|than|only|already|another|does"
                    + "|exist|every|each|wrong|name|same|no|more|could|would|should|at least|from|warning|seconds|bytes)\\b");

    /** What a person typed, options, commands, names of files and classes, examples. */
    private static final Pattern NOT_PROSE = Pattern.compile(
            "«[^»]*»|(?m)^  [a-z-]+\u00A0:|aucun de from.*message-id-domain|adresse de from|reply-to|queued, sending.*uncertain|message-details.*profile-history|\\S+\\.csv \\d+ \\w+\u00A0:|à bytes\u00A0:|il y a [a-z_]+, [a-z_, ]+|\\{[^}]*}|--[a-z-]+( (DIR|[A-Z]{2,}))?|cartable [a-z-]+( [a-z-]+){0,2}|\\S*[/@=_]\\S*|\\S+\\.(csv|key|db|properties)\\b"
                    + "|\\b(from|name|to|by|bytes|users?|old|security|per-minute|per-connection|null)\\b(?=[ \u00A0,:;)]*[A-Z]{4,})|quota \\w+|users (add|import)"
                    + "|\\b[A-Z][A-Z_]+\\b");

    @TempDir
    static Path folder;

    private static Desk desk = Desk.withFile(Path.of(""));

    @BeforeAll
    static void prepare() throws IOException {
        desk = Desk.withFile(folder);
        QuotaExample.set(desk, NOW);
        desk.generateFromSample();
        run("users add u2 --name john");
        run("quota profile add Lent --up 64");
        Files.writeString(
                folder.resolve("events.csv"), "user,bytes,event,at\nnobody,1,e1,\nu1,x,e2,\nu1,-5,e3,noon\nu1,1,,x\n");
        Files.writeString(
                folder.resolve("old.csv"),
                "user_id,total_bytes,day_bytes,week_bytes,month_bytes,total_up,as_of\nu1,x,1,1,1,,\nu1,5 Gio,1,1,1,6 Gio,\nnobody,1,1,1,1,,\nu2,1,1,1,1,,yesterday\n,1,1,1,1,,\nu2,1,2,1,1,,\n");
        Files.writeString(
                folder.resolve("accounts.csv"),
                "guardian,username,password_hash,last_sign_in\nG001,a b,,\nG001,a,md5$x,\nnobody,b,,\nG002,c,,yesterday\n,d,,\n");
        Files.writeString(
                folder.resolve("readings.csv"),
                "nas,session,user,status,at,input_octets,output_octets\nn,s,u1,Begin," + NOW + ",1,1\n,s,u1,Start,"
                        + NOW
                        + ",1,1\nn,,u1,Start," + NOW + ",1,1\nn,s,nobody,Start," + NOW
                        + ",1,1\nn,s,u1,Start,noon,1,1\nn,s,u1,Start,"
                        + NOW + ",-1,1\nn,s,u1,Start," + NOW + ",1,\n");
        Files.writeString(
                folder.resolve("users.csv"),
                "id,userName,email,language,active\nu5,x,y,z,maybe\n,x,,,\nu6,\"a\nb\",,,\nu7,," + "e".repeat(400)
                        + ",,\nu7,,,,\n");
        Files.writeString(folder.resolve("history.csv"), """
                        kind,pupil,id,day,recipient
                        nonsense,P1,x,2026-11-18,
                        absence,,x,2026-11-18,
                        absence,P1,x,y,
                        absence,P1,x,2026-11-18,G7
                        absence,P1,x,2027-11-18,
                        """);
        Files.writeString(folder.resolve("notes.csv"), """
                        élève;matière;note;jour;coefficient
                        P001;Maths;21;2026-10-01;1
                        P001;Maths;?;2026-10-01;1
                        P001;Maths;12;2026-10-01;x
                        P001;Maths;12;1999-10-01;1
                        P9;Maths;12;2026-10-01;1
                        """);
        Files.writeString(folder.resolve("matieres.csv"), "classe;trimestre;coefficient\nCM2;T9;1\n");
        Files.writeString(folder.resolve("absences.csv"), """
                        id,pupil,date,category,part,minutes,excused,excusedOn,recordedAt,recordedBy,reason
                        a,P9,2026-09-01,,,,,,,,
                        b,P001,2026-02-30,,,,,,,,
                        c,P001,1926-09-01,,,,,,,,
                        d,P001,,,,,,,,,
                        e,P001,2026-09-01,party,,,,,,,
                        f,P001,2026-09-01,,,-5,,,,,
                        g,P001,2026-09-01,,,,?,,,,
                        h,P001,2026-09-01,,,,no,2026-09-02,,,
                        i,P001,2026-09-01,,,,,,25:00,,
                        j,P001,2026-09-01,,,,,,,Roy,
                        a,P001,2026-09-01,,,,,,,,
                        k,P001,2026-09-01,,,,,,,,a\u0007
                        """);
        Files.writeString(folder.resolve("invoices.csv"), """
                        invoice,pupil,currency,amount,dueOn,instalment
                        a,P001,EUR,1.500,,
                        a,P001,EUR,5,,
                        b,P001,PRL,5,,
                        c,P001,XOF,0.5,,
                        d,P001,EUR,-5,,
                        e,P001,EUR,five,,
                        f,P001,EUR,5,,1
                        f,P002,EUR,5,,2
                        g,P001,EUR,5,,0
                        h,P001,,5,,
                        """);
        Files.writeString(
                folder.resolve("payments.csv"), "payment,invoice,date,amount\np,i9,2026-09-01,5\nq,i9,2026-09-01,\n");
        Files.writeString(folder.resolve("sessions.csv"), """
                        id,pupil,topic,date,start,end
                        s,P001,x,2026-09-01,25:00,
                        t,P001,x,2026-09-01,17:00,16:00
                        u,P001,x,2026-09-01,17:00,
                        """);
        Files.writeString(
                folder.resolve("calendar.csv"),
                "type,name,first,last\nparty,x,2026-09-01,2026-09-01\nholiday,x,2026-09-02,2026-09-01\n");
        Files.writeString(folder.resolve("template.txt"), "Subject: {nickname}\n\n{whom} {\n");
        Files.createDirectories(folder.resolve("broken"));
        Files.writeString(folder.resolve("broken/users.csv"), "sourcedId,role\nx\n\"y\n");
    }

    /** The corpus of bad input: command lines, and files with rows that cannot be used. */
    private static final List<String> CORPUS = List.of(
            "nonsense",
            "accounts frobnicate",
            "quota record --user u1 --bytes -1",
            "quota record --user u1 --bytes 9223372036854775807",
            "quota record --user u1 --bytes 0.5",
            "quota record --user u1 --bytes 10 --up 7 --down 7",
            "quota record --user u1",
            "quota record --bytes 1",
            "quota record --user u1 --bytes 1 --at noon",
            "quota record --user u1 --bytes 1 --at 2026-11-18T10:06:00Z",
            "quota record --user u1 --bytes 1 --at 2026-09-01T10:00:00Z",
            "quota record --user nobody --bytes 1",
            "quota record --user u1 --bytes 1 --event " + "e".repeat(300),
            "quota record --file nowhere.csv",
            "quota record --file events.csv",
            "quota show nobody",
            "quota assign --user u1 --profile Nothing",
            "quota assign --promotion Nowhere --profile Lent",
            "quota assign --user u1 --promotion L3 --profile Lent",
            "quota assign --user u1",
            "quota profile add étudiant",
            "quota profile add X --daily -5",
            "quota profile add X --up 0",
            "quota profile add X --up -5",
            "quota profile add X --up many",
            "quota profile add X --validity 0",
            "quota profile add X --validity -1",
            "quota profile add X --months 99999999",
            "quota profile add X --validity 3 --months 1",
            "quota profile add X --validity-from first-use",
            "quota profile add X --session-timeout -1",
            "quota profile add X --simultaneous 0",
            "quota profile add X --warn 101",
            "quota profile add X --warn 200",
            "quota profile add X --grace -1",
            "quota profile add X --throttle Nothing",
            "quota profile add " + "n".repeat(101),
            "quota profile edit Lent --throttle Lent",
            "quota profile edit Lent --name Étudiant",
            "quota profile edit Nothing --up 1",
            "quota reset yearly",
            "quota reset daily --user nobody --yes",
            "quota history --as-of " + NOW,
            "quota stats --from 2026-11-10 --to 2026-11-01",
            "quota migrate --from old.csv --dry-run",
            "quota migrate --from nowhere.csv",
            "quota migrate --from-table a;b",
            "quota migrate --from-table nothing_there",
            "accounts migrate --from accounts.csv --dry-run",
            "accounts export out.csv --profile word",
            "accounts export nowhere/out.csv",
            "accounts find nobody",
            "accounts notify G001 --subject x --message",
            "accounts generate --promotion UNKNOWN",
            "accounts generate --guardian G001 --promotion P",
            "accounts generate --include-chosen",
            "accounts generate --activation-url foo",
            "accounts generate --activation-url https://parents.example.org/#x",
            "accounts generate --guardian " + "g".repeat(256),
            "accounts generate --promotion " + "p".repeat(256),
            "people export " + "x".repeat(256) + " out.json",
            "quota profile add X --description " + "d".repeat(1_001),
            "accounts generate --roster nowhere",
            "accounts generate --roster broken",
            "accounts cleanup --grace 5x",
            "accounts cleanup --max -1",
            "accounts resend",
            "roster import broken --max -1",
            "alerts add --profile Lent --type quota_warning --template {nickname}",
            "alerts add --profile Lent --type quota_warning --threshold 0",
            "alerts add --profile Lent --type quota_warning --threshold 500",
            "alerts add --profile Lent --type quota_exceeded --threshold 80",
            "alerts add --profile Lent --type validity_expiring --threshold 101",
            "alerts add --profile Lent --type quota_warning --hysteresis -1",
            "alerts add --profile Lent --type nonsense",
            "alerts add --profile Lent",
            "alerts add --profile Lent --type quota_warning --channel sms",
            "alerts edit 17 --threshold 90",
            "alerts check --send --mail-to chef@example.org",
            "alerts supervise --promotion Nowhere --nobody",
            "session admit --user u1 --nas " + "n".repeat(300) + " --session s",
            "session admit --user u1 --nas n --session " + "s".repeat(300),
            "session record --file readings.csv",
            "users add u9 --active --inactive",
            "users add u9 --language " + "l".repeat(50),
            "users add u9 --email nobody",
            "users import users.csv --dry-run",
            "absences import absences.csv",
            "absences import nowhere.csv",
            "invoices import invoices.csv",
            "invoices import invoices.csv --decimal dot",
            "invoices list --drafts",
            "invoices export x.csv --profile word",
            "invoices show F-9",
            "invoices draft P001 --line Cantine;9 --currency GNF",
            "invoices draft P001 --line Cantine --currency GNF --issue-invoices on",
            "invoices draft P001 --line Cantine;0 --currency GNF --issue-invoices on",
            "invoices draft P001 --line Cantine;9 --currency XXX --issue-invoices on",
            "invoices draft P001 --line Cantine;9 --currency GNF --instalments 3 --issue-invoices on",
            "invoices draft P9 --line Cantine;9 --currency GNF --payer G9=1 --issue-invoices on",
            "invoices discard 7 --issue-invoices on",
            "invoices issue --dry-run --issue-invoices on",
            "invoices issue nothing --issue-invoices on",
            "invoices issue --date 2999-01-01 --issue-invoices on",
            "invoices issue --issue-invoices on --invoice-numbers F{number}",
            "invoices cancel F-9 --issue-invoices on",
            "invoices gaps",
            "invoices postpone F-9 --issue-invoices on",
            "invoices postpone F-9 --disputed --issue-invoices on",
            "invoices resume --issue-invoices on",
            "invoices resume --none --issue-invoices on",
            "payments record F-9 x --issue-invoices on",
            "payments record F-9 5 --issue-invoices on",
            "payments import payments.csv",
            "sessions import sessions.csv",
            "plans import absences.csv",
            "subscriptions import events.csv",
            "calendar import calendar.csv",
            "grades import notes.csv matieres.csv",
            "grades import nowhere.csv",
            "grades explain nobody --term T1 --year 2026",
            "grades explain P001 --term T1 --year 2026",
            "grades explain P001 --term T1",
            "report-cards check",
            "report-cards check --term T1 --year 2026",
            "report-cards sheet CM2 x.csv --term T1 --year 2026",
            "report-cards sheet CM2 x.csv --term T1 --year 2026 --profile odt",
            "report-cards print x.pdf --term T1 --year 2026",
            "invoices batch --since 2026-13-01",
            "invoices batch",
            "invoices notify",
            "invoices pdf 2026-001 x.pdf",
            "invoices statement nobody x.pdf",
            "payments receipt 2026-001 x.pdf",
            "documents check",
            "documents verify K7QF-2M9D-XW3R-8TPH",
            "documents verify K7QF-2M9D-XW3R-8TPX",
            "documents verify K7QF-2M9D-XW3R-8TPH --file nowhere.pdf",
            "templates show nothing fr",
            "templates save account.activation fr template.txt",
            "reminders letters -",
            "reminders letters x.pdf --kind NONSENSE!",
            "reminders letters x.pdf --letter-window top",
            "reminders send --only nonsense",
            "reminders send --mail-to chef@example.org",
            "reminders why nobody",
            "reminders manual P001 --guardian nobody --message x",
            "reminders release nothing",
            "reminders discard nothing",
            "sessions plan --days 400",
            "reminders test nonsense --to chef@example.org",
            "reminders test session --to nobody",
            "reminders list --since 2026-11-10 --to 2026-11-01",
            "history import history.csv",
            "messages show 4711",
            "bounces read",
            "bounces read nowhere",
            "bounces read --imap imaps://user@example.org",
            "answers list --limit 0",
            "audit list --limit 0",
            "audit verify --noted 17",
            "audit export x.xml --format xml",
            "answers accept 4711",
            "answers reject 00000000-0000-0000-0000-000000000000",
            "bounces list --limit 0",
            "bounces lift nobody",
            "bounces lift a@example.org",
            "messages list --state lost",
            "messages list --limit 0",
            "messages send --smtp smtp://:@",
            "messages send --smtp smtp://user@example.org",
            "messages send --smtp smtp://example.org:0",
            "messages send --smtp smtp://example.org?per-minute=many",
            "messages send --smtp smtp://example.org?from=nobody",
            "messages send --smtp smtp://example.org?security=plain",
            "messages send --smtp ftp://example.org",
            "messages send --smtp smtp://example.org?nonsense=1",
            "messages send --mail-to nobody",
            "mail test nobody",
            "sms test 620123456",
            "sms test nobody",
            "sms test +224620123456 --sms nowhere.properties",
            "sms test 0 --country Guinea",
            "mail test a@example.org --smtp 127.0.0.1:1",
            "people export nobody out.json",
            "people erase G001",
            "host-key import nowhere.txt",
            "host-key export",
            "retention apply --keep sessions=-3",
            "retention apply --keep nonsense=3",
            "accounts stats --zone Mars/Olympus",
            "accounts stats --db jdbc:postgresql://localhost:1/none",
            "accounts stats --db oracle:thin",
            "accounts stats --schema nowhere",
            "accounts stats --now bad",
            "accounts stats --quiet-hours 25-3",
            "accounts stats --line-speed -1",
            "accounts stats --school x --activation-url relative",
            "messages send --from nobody",
            "init --zone Mars/Olympus",
            "help nonsense",
            "completion tcsh");

    @Test
    void badInputIsAnsweredInFrenchAlone() {
        List<String> leaks = new ArrayList<>();
        for (String command : CORPUS) {
            Desk.Result result = run(command);
            String said = NOT_PROSE.matcher(result.err() + result.out()).replaceAll(" ");
            Set<String> english = ENGLISH.matcher(said)
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (said.contains("Une des valeurs")) {
                english.add("no word of what is wrong");
            }
            if (!english.isEmpty() || (result.exit() == 0 && !command.contains("dry-run"))) {
                leaks.add(command + " → " + result.exit() + " " + english + "\n" + result.err() + result.out());
            }
        }
        assertThat(leaks).isEmpty();
    }

    @Test
    void whatAPersonTypedIsNeverTranslated() {
        assertThat(run("accounts stats --now bad").err()).contains("«\u00A0bad\u00A0»");
        assertThat(run("quota show ok").err()).contains("«\u00A0ok\u00A0»");
        Desk.Result profile = run("quota profile add ACTIVE --up 64");
        assertThat(profile.out()).as(profile.err()).contains("«\u00A0ACTIVE\u00A0»");
    }

    @Test
    void timesForPeopleAreInTheSchoolsZoneToTheMinute() {
        String list = desk.run("quota", "history", "--lang", "fr", "--zone", "Asia/Tokyo")
                .out();

        assertThat(list).contains("18 nov. 2026 19:00").doesNotContain("T10:00");
        assertThat(desk.run("messages", "list", "--lang", "fr").out())
                .contains("responsable G0")
                .doesNotContain("guardian:");
    }

    @Test
    void statesAndFindingsAreFrench() {
        List<String> commands = List.of(
                "accounts check --detailed",
                "accounts validate",
                "accounts generate --dry-run",
                "alerts list",
                "quota show u1",
                "quota history",
                "quota stats",
                "session list --all",
                "messages list",
                "messages send",
                "answers list",
                "audit list",
                "audit verify",
                "bounces list",
                "reminders letters x.pdf",
                "reminders letters x.pdf --dry-run",
                "reminders send --dry-run",
                "reminders stats",
                "reminders why P001",
                "doctor",
                "config show",
                "retention apply --dry-run");
        assertThat(commands).allSatisfy(command -> {
            String said = NOT_PROSE.matcher(run(command).out()).replaceAll(" ");
            assertThat(ENGLISH.matcher(said).results().map(MatchResult::group))
                    .as(said)
                    .isEmpty();
        });
    }

    /** Nothing is torn that a person would copy, such as an option. */
    @Test
    void helpBreaksLinesAtBlanksOnlyAndNamesPlacesInFrench() {
        Words words = Words.in(Locale.FRENCH);
        Set<String> known = words.bundle().keySet().stream()
                .flatMap(key -> Stream.of(
                        words.text(key).replace("%n", " ").replace("%%", "%").split("[ \n]+")))
                .collect(Collectors.toSet());
        Surroundings around = Surroundings.ofProcess();
        all(CommandLineTool.commandLine(around, words, Settings.find(around, null)))
                .forEach(command -> {
                    List<String> path = new ArrayList<>(
                            List.of(command.getCommandSpec().qualifiedName(" ").split(" ")));
                    path.set(0, "help");
                    path.addAll(List.of("--lang", "fr"));
                    String page = desk.run(path.toArray(String[]::new)).out();
                    assertThat(page).as(page).doesNotContain("=DIR", "=FILE", "=NAME", "=SIZE", " FILE\n");
                    assertThat(page.lines())
                            .as(page)
                            .allSatisfy(line -> assertThat(line)
                                    .hasSizeLessThanOrEqualTo(80)
                                    .doesNotMatch("\\s*[:;!?»].*"));
                    page.lines()
                            .filter(line -> line.matches("\\s{20,}\\S.*"))
                            .flatMap(line -> Arrays.stream(line.strip().split(" +")))
                            .forEach(word -> assertThat(known).as(page).contains(word));
                });
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(FrenchTest::all));
    }

    private static Desk.Result run(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.addAll(List.of("--lang", "fr"));
        if (!words.contains("--now")) {
            words.addAll(List.of("--now", NOW));
        }
        return desk.run(words.toArray(String[]::new));
    }
}
