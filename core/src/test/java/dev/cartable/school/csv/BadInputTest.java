package dev.cartable.school.csv;

import static dev.cartable.school.csv.RosterFolder.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.UnreadableRosterException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The corpus of bad input: each case with what must become of it. */
class BadInputTest {
    private static final String LEA = "P1,,true,student,Léa,Roy,,,CM1";
    private static final String ANNE = "G1,,true,parent,Anne,Roy,anne@example.org,,";
    private static final String GOOD = USERS + LEA + "\n" + ANNE + "\n";

    @TempDir
    Path temp;

    private record Case(String name, Consumer<RosterFolder> input, Consumer<RosterFolder.Told> outcome) {}

    @TestFactory
    Stream<DynamicTest> a_roster_as_a_whole_is_refused_if_it() {
        return Stream.of(
                        refused("has no users.csv", f -> f.with("orgs.csv", "sourcedId\n1\n"), "no users.csv"),
                        refused("has an empty users.csv", f -> f.with("users.csv", ""), "empty"),
                        refused("has only line ends in it", f -> f.with("users.csv", "\n\r\n"), "empty"),
                        refused("has a header only", f -> f.with("users.csv", USERS), "no row below"),
                        refused(
                                "has an empty relationships.csv",
                                f -> f.users(LEA).with("relationships.csv", ""),
                                "empty"),
                        refused(
                                "ends in an unclosed quote",
                                f -> f.with("users.csv", GOOD + "P2,,true,student,\"Max,Roy"),
                                "nothing closes"),
                        refused(
                                "breaks off in a row",
                                f -> f.with("users.csv", GOOD + "P2,,true,student,Ma"),
                                "breaks off in line 4"),
                        refused(
                                "lost rows between two quotes",
                                f -> f.users("P2,,true,student,\"Max,Roy,,,", LEA, "P3,,true,student,\"Zoé\",Roy,,,"),
                                "in line 2 that nothing closes before line 4"),
                        refused(
                                "has a column twice",
                                f -> f.with(
                                        "users.csv", "sourcedId,role,givenName,familyName,Role\nP1,student,A,B,x\n"),
                                "the column Role twice"),
                        refused(
                                "has a misspelt header that is needed",
                                f -> f.with("users.csv", "sourceId,role,givenName,familyName\nP1,student,A,B\n"),
                                "there is sourceId, did you mean sourcedId?"),
                        refused(
                                "has a misspelt header that would be ignored",
                                f -> f.with(
                                        "users.csv", "sourcedId,role,givenName,familyName,emial\nP1,student,A,B,\n"),
                                "there is emial, did you mean email?"),
                        refused(
                                "says nowhere who is a pupil",
                                f -> f.with("users.csv", "sourcedId,givenName,familyName\nP1,A,B\n"),
                                "no column role, and there is no roles.csv"),
                        refused(
                                "is of School Data Sync v1",
                                f -> f.with("School.csv", "SIS ID,Name\n1,A\n")
                                        .with("Student.csv", "SIS ID,School SIS ID,First Name,Last Name\n1,1,A,B\n"),
                                "this is School Data Sync v1, which is not read"),
                        refused(
                                "is of Canvas",
                                f -> f.with(
                                        "users.csv",
                                        "user_id,login_id,first_name,last_name,email,status\n1,a,A,B,,active\n"),
                                "this is Canvas SIS, which is not read"),
                        refused("is of Clever", f -> f.with("students.csv", "Student_id\n1\n"), "this is Clever"),
                        refused(
                                "breaks off in the only row",
                                f -> f.with("users.csv", USERS + "P1,,true,student,A,B"),
                                "breaks off in line 2"),
                        refused(
                                "breaks off in a row that is shorter than the others",
                                f -> f.with("users.csv", USERS + "P1,,true,student,A,B,\nP2,,true,student,A,B"),
                                "breaks off in line 3"),
                        refused(
                                "has lines of separators only",
                                f -> f.with("users.csv", USERS + ",,,,,,,,\n,,,\n"),
                                "no row below"),
                        refused(
                                "has no pupil and no guardian",
                                f -> f.users("T1,,true,teacher,A,B,,,"),
                                "no pupil and no guardian that can be read (rows: 1)"),
                        refused(
                                "has errors in all rows",
                                f -> f.users(LEA + ",", ANNE + ","),
                                "The first is users.csv, line 2, -: TOO_MANY_CELLS"),
                        refused("is a spreadsheet", f -> f.with("users.csv", "PK\u0003\u0004xl"), "ZIP_OR_SPREADSHEET"),
                        refused("is a web page", f -> f.with("users.csv", "\uFEFF\n<html>"), "HTML_OR_XML"),
                        refused(
                                "mixes its separators",
                                f -> f.with(
                                        "users.csv",
                                        GOOD.replaceFirst(",", "\t").replaceFirst(",", "\t")),
                                "no column sourcedId among the 7"),
                        refused(
                                "is UTF-16 without a mark",
                                f -> f.with("users.csv", GOOD.getBytes(StandardCharsets.UTF_16LE)),
                                "UTF-16"),
                        refused("is a binary file", f -> f.with("users.csv", new byte[4096]), "NUL"),
                        refused(
                                "has half a character of UTF-16",
                                f -> f.with("users.csv", utf16WithLoneSurrogate()),
                                "byte-order mark does not allow"))
                .map(c -> dynamicTest(c.name, () -> run(c)));
    }

    @TestFactory
    Stream<DynamicTest> a_row_is_an_error_and_the_others_go_on_if_it() {
        return Stream.of(
                        bad("has no id", ",,true,student,A,B,,,", "users.csv:4:sourcedId:MISSING_ID"),
                        bad("has a blank id", "  ,,true,student,A,B,,,", "users.csv:4:sourcedId:MISSING_ID"),
                        bad(
                                "has a space before the id",
                                " P2,,true,student,A,B,,,",
                                "users.csv:4:sourcedId:WHITESPACE_ID"),
                        bad(
                                "has a space after the id",
                                "P1 ,,true,student,A,B,,,",
                                "users.csv:4:sourcedId:WHITESPACE_ID"),
                        bad("has a tab in the id", "P\t2,,true,student,A,B,,,", "users.csv:4:sourcedId:BAD_ID"),
                        bad(
                                "has a no-break space after the id",
                                "P1\u00A0,,true,student,A,B,,,",
                                "users.csv:4:sourcedId:WHITESPACE_ID"),
                        bad(
                                "has an endless id",
                                "P".repeat(256) + ",,true,student,A,B,,,",
                                "users.csv:4:sourcedId:BAD_ID"),
                        bad("repeats an id", "P1,,true,student,Other,Name,,,", "users.csv:4:sourcedId:DUPLICATE_ID"),
                        bad("has too few cells", "P2,,true,student,A", "users.csv:4:familyName:TOO_FEW_CELLS"),
                        bad("has too many cells", "P2,,true,student,A,B,,,,", "users.csv:4:null:TOO_MANY_CELLS"),
                        bad(
                                "goes on after a quote",
                                "P2,,true,student,\"A\"lex,B,,,",
                                "users.csv:4:givenName:STRAY_QUOTE"),
                        bad("has no name", "P2,,true,student,,,,,", "users.csv:4:givenName:EMPTY_NAME"),
                        bad(
                                "has an invisible name",
                                "P2,,true,student,\u200B,\u202E,,,",
                                "users.csv:4:givenName:EMPTY_NAME"),
                        bad(
                                "has a strange truth",
                                "P2,,peut-être,student,A,B,,,",
                                "users.csv:4:enabledUser:BAD_BOOLEAN"),
                        bad("has a strange status", "P2,gone,true,student,A,B,,,", "users.csv:4:status:BAD_STATUS"),
                        bad("has a NUL in it", "P2,,true,student,A\0,B,,,", "users.csv:4:givenName:BAD_CHARACTER"),
                        bad(
                                "has a field of 10 MB",
                                "P2,,true,student," + "x".repeat(10_000_000) + ",B,,,",
                                "users.csv:4:givenName:TOO_LONG"),
                        bad(
                                "has a quoted field of 10 MB",
                                "P2,,true,student,\"" + "x,\"\"".repeat(2_500_000) + "\",B,,,",
                                "users.csv:4:givenName:TOO_LONG"),
                        bad("has two million cells", "P2" + ",x".repeat(2_000_000), "users.csv:4:null:TOO_LONG"),
                        bad(
                                "names nobody as its agent",
                                "P2,,true,student,A,B,,G9,",
                                "users.csv:4:agentSourcedIds:DANGLING_LINK"),
                        bad(
                                "names itself as its agent",
                                "P2,,true,student,A,B,,P2,",
                                "users.csv:4:agentSourcedIds:SELF_LINK"),
                        bad(
                                "names a pupil as its agent",
                                "P2,,true,student,A,B,,P1,",
                                "users.csv:4:agentSourcedIds:PUPIL_AS_GUARDIAN"))
                .map(c -> dynamicTest(c.name, () -> run(c)));
    }

    @TestFactory
    Stream<DynamicTest> a_link_is_an_error_and_the_others_go_on_if_it() {
        return Stream.of(
                        badLink("has no pupil", ",G1,mother", "userSourcedId:MISSING_ID"),
                        badLink("has no guardian", "P1,,mother", "relationshipUserSourcedId:MISSING_ID"),
                        badLink("has spaces in an id", "P2, G1,mother", "relationshipUserSourcedId:WHITESPACE_ID"),
                        badLink("names no pupil that there is", "P9,G1,mother", "userSourcedId:DANGLING_LINK"),
                        badLink(
                                "names no guardian that there is",
                                "P1,G9,mother",
                                "relationshipUserSourcedId:DANGLING_LINK"),
                        badLink("links somebody to themselves", "P1,P1,mother", "relationshipUserSourcedId:SELF_LINK"),
                        badLink(
                                "makes a pupil a guardian",
                                "P1,P2,mother",
                                "relationshipUserSourcedId:PUPIL_AS_GUARDIAN"),
                        badLink("makes a guardian a pupil", "G2,G1,mother", "userSourcedId:NOT_A_PUPIL"),
                        badLink("turns another one round", "G1,P1,mother", "relationshipUserSourcedId:LINK_CYCLE"),
                        badLink("repeats another one", "P1,G1,father", "relationshipUserSourcedId:DUPLICATE_LINK"))
                .map(c -> dynamicTest(c.name, () -> run(c)));
    }

    @TestFactory
    Stream<DynamicTest> a_name_is_imported_safely_if_it() {
        return Stream.of(
                        named("has line breaks", "\"Lé\r\na\"", "Lé a"),
                        named("turns its direction", "L\u202Eéa", "Léa"),
                        named("has zero-width characters", "L\u200Bé\uFEFFa\u200D", "Léa"),
                        named("is decomposed", "Le\u0301a", "Léa"),
                        named("has an emoji", "Léa 👩‍👧", "Léa 👩‍👧"),
                        named("is Chinese", "王小明", "王小明"),
                        named("is Arabic", "فاطمة", "فاطمة"),
                        named("has 300 characters", "é".repeat(300), "é".repeat(255)),
                        named("is HTML", "<b onclick=x()>Léa</b>", "<b onclick=x()>Léa</b>"),
                        named(
                                "is a formula",
                                "\"=HYPERLINK(\"\"http://example.org\"\")\"",
                                "=HYPERLINK(\"http://example.org\")"),
                        named("has an apostrophe", "O'Brien", "O'Brien"),
                        named("has a quote in it", "Léa \"la\" Petite", "Léa \"la\" Petite"))
                .map(c -> dynamicTest(c.name, () -> run(c)));
    }

    @TestFactory
    Stream<DynamicTest> text_is_read_right_if_it_is() {
        return Stream.of(
                        encoded("UTF-8", GOOD.getBytes(StandardCharsets.UTF_8)),
                        encoded("UTF-8 with a mark", ("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_8)),
                        encoded("UTF-16 of little ends", ("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_16LE)),
                        encoded("UTF-16 of big ends", ("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_16BE)),
                        encoded("Latin-1", GOOD.getBytes(Charset.forName("windows-1252"))),
                        encoded("Latin-1 after a long stretch of ASCII", longLatin()),
                        encoded(
                                "of the lines of DOS",
                                GOOD.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                        encoded(
                                "of old lines of the Mac",
                                GOOD.replace("\n", "\r").getBytes(StandardCharsets.UTF_8)),
                        encoded(
                                "of mixed lines",
                                GOOD.replaceFirst("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                        encoded("without a last line end", GOOD.strip().getBytes(StandardCharsets.UTF_8)),
                        encoded("split by semicolons", GOOD.replace(',', ';').getBytes(StandardCharsets.UTF_8)),
                        encoded(
                                "split by semicolons, with a comma in a column's name",
                                GOOD.replace(',', ';')
                                        .replaceFirst("grades", "grades;\"notes, etc\"")
                                        .getBytes(StandardCharsets.UTF_8)),
                        encoded("split by tabs", GOOD.replace(',', '\t').getBytes(StandardCharsets.UTF_8)),
                        encoded(
                                "full of blank lines",
                                GOOD.replace("\n", "\n\n").getBytes(StandardCharsets.UTF_8)))
                .map(c -> dynamicTest(c.name, () -> run(c)));
    }

    @Test
    void rows_that_are_all_shorter_than_the_header_are_no_truncation() {
        RosterFolder.Told told = new RosterFolder(temp)
                .with("users.csv", USERS + "P1,,true,student,Léa,Roy\nP2,,true,student,Max,Roy")
                .read();

        assertThat(told.codes()).isEmpty();
        assertThat(told.pupils).hasSize(2);
    }

    @Test
    void lines_of_separators_only_are_passed_over() {
        RosterFolder.Told told = new RosterFolder(temp)
                .users(",,,,,,,,", LEA, ",,,,,,,,,,,,", "\"\",\"\"", ANNE, ",,true,student,A,B,,,", ",,,,,,,,")
                .read();

        assertThat(told.codes()).containsExactly("users.csv:7:sourcedId:MISSING_ID");
        assertThat(told.pupils).hasSize(1);
    }

    @Test
    void blanks_of_every_kind_around_a_cell_are_taken_off() {
        RosterFolder.Told told = new RosterFolder(temp)
                .with(
                        "users.csv",
                        "\uFEFF\uFEFF"
                                + GOOD.replace("anne@example.org", "\u00A0\u200Banne@example.org\u202F\u2060\uFEFF"))
                .read();

        assertThat(told.guardians.get(0).email()).isEqualTo("anne@example.org");
        assertThat(EmailAddress.check("\u00A0\u200B\uFEFFanne@example.org\u202F\u2060"))
                .isInstanceOf(EmailAddress.Usable.class);
        assertThat(EmailAddress.check("\u00A0\u200B")).isInstanceOf(EmailAddress.Missing.class);
        assertThat(EmailAddress.check("an\u200Bne@example.org")).isInstanceOf(EmailAddress.Unusable.class);
    }

    @Test
    void truths_and_statuses_are_taken_as_spreadsheets_write_them() {
        RosterFolder.Told told = new RosterFolder(temp)
                .users(
                        "P1,,TRUE,student,A,B,,,",
                        "P2,,1,student,A,B,,,",
                        "P3,,VRAI,student,A,B,,,",
                        "P4,,oui,student,A,B,,,",
                        "P5,ToBeDeleted,true,student,A,B,,,",
                        "P6,to be deleted,true,student,A,B,,,",
                        "P7,,FAUX,student,A,B,,,",
                        "P8,,0,student,A,B,,,")
                .read();

        assertThat(told.codes()).isEmpty();
        assertThat(told.pupils)
                .extracting(Pupil::active)
                .containsExactly(true, true, true, true, false, false, false, false);
    }

    @Test
    void an_error_knows_its_line_behind_names_of_several_lines_and_blank_lines() {
        RosterFolder folder =
                new RosterFolder(temp).users("P1,,true,student,\"L\r\né\na\",Roy,,,", "", ",,,student,A,B,,,");

        assertThat(folder.read().codes()).containsExactly("users.csv:6:sourcedId:MISSING_ID");
    }

    @Test
    void whoever_stands_in_a_bad_row_is_told_to_be_unreadable() {
        RosterFolder folder = new RosterFolder(temp)
                .users(LEA, ANNE, "P2,,perhaps,student,A,B,,,", " P3,,true,student,A,B,,,")
                .links("P2,G1,mother");

        RosterFolder.Told told = folder.read();

        assertThat(told.unreadable).contains("P2", "P3");
        assertThat(told.errors.get(2).facts()).containsEntry("id", "P2");
    }

    @Test
    void optional_cells_may_be_missing_at_the_end_of_a_row() {
        RosterFolder.Told told =
                new RosterFolder(temp).users("P1,,true,student,Léa,Roy", ANNE).read();

        assertThat(told.codes()).isEmpty();
        assertThat(told.pupils).hasSize(1);
    }

    @Test
    void a_guardian_of_five_hundred_children_is_welcome() {
        List<String> users = new ArrayList<>(List.of(ANNE, "T1,,true,mother,Eve,Roy,,,"));
        IntStream.rangeClosed(1, 500).forEach(i -> users.add("P" + i + ",,true,student,Kid,Roy,,\"G1,T1\","));

        RosterFolder.Told told =
                new RosterFolder(temp).users(users.toArray(String[]::new)).read();

        assertThat(told.codes()).isEmpty();
        assertThat(told.guardians).extracting(g -> g.id().value()).containsExactly("G1", "T1");
        assertThat(told.links).hasSize(1_000);
    }

    private void run(Case c) throws Exception {
        RosterFolder folder = new RosterFolder(Files.createTempDirectory(temp, "roster"));
        c.input.accept(folder);
        c.outcome.accept(c.name.startsWith("refused") ? new RosterFolder.Told() : folder.read());
    }

    private Case refused(String name, Consumer<RosterFolder> input, String message) {
        return new Case(
                "refused: it " + name,
                input.andThen(folder -> assertThatThrownBy(folder::read)
                        .isInstanceOf(UnreadableRosterException.class)
                        .hasMessageContaining(message)
                        .hasMessageContaining("nothing was written")),
                told -> {});
    }

    private static Case bad(String name, String row, String code) {
        return new Case(name, folder -> folder.users(LEA, ANNE, row, "P7,,true,student,Last,Roy,,G1,"), told -> {
            assertThat(told.codes()).containsExactly(code);
            assertThat(told.pupils)
                    .extracting(Pupil::id)
                    .extracting(Object::toString)
                    .contains("P1", "P7");
            assertThat(told.pairs()).containsExactly("G1>P7:PARENT");
        });
    }

    private static Case badLink(String name, String row, String code) {
        return new Case(
                name,
                folder -> folder.users(LEA, ANNE, "P2,,true,student,Max,Roy,,,", "G2,,true,parent,Paul,Roy,,,")
                        .links("P1,G1,mother", row, "P2,G2,father"),
                told -> {
                    assertThat(told.codes()).containsExactly("relationships.csv:3:" + code);
                    assertThat(told.pairs()).containsExactly("G1>P1:MOTHER", "G2>P2:FATHER");
                });
    }

    private static Case named(String name, String cell, String stored) {
        return new Case(name, folder -> folder.users("P1,,true,student," + cell + ",Roy,,,", ANNE), told -> {
            assertThat(told.codes()).isEmpty();
            assertThat(told.pupils.get(0).name().given()).isEqualTo(stored);
        });
    }

    private static Case encoded(String name, byte[] bytes) {
        return new Case(name, folder -> folder.with("users.csv", bytes), told -> {
            assertThat(told.codes()).isEmpty();
            assertThat(told.pupils.get(told.pupils.size() - 1).name().given()).isEqualTo("Léa");
            assertThat(told.guardians).hasSize(1);
        });
    }

    private static byte[] longLatin() {
        StringBuilder text = new StringBuilder(USERS);
        IntStream.range(0, 5_000).forEach(i -> text.append("Q").append(i).append(",,true,student,Ascii,Only,,,\n"));
        return text.append(LEA)
                .append('\n')
                .append(ANNE)
                .append('\n')
                .toString()
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] utf16WithLoneSurrogate() {
        byte[] bytes = ("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_16BE);
        int last = bytes.length - 2;
        bytes[last] = (byte) 0xD8;
        bytes[last + 1] = 0;
        return bytes;
    }
}
