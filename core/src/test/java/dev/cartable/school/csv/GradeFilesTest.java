package dev.cartable.school.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.UnreadableRosterException;
import dev.cartable.school.port.RecordSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files about grades, good ones and the corpus of bad input. */
class GradeFilesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final Term TERM = new Term("2026-2027", "Trimestre 1");
    private static final ClassTerm SIXTH = new ClassTerm(new PromotionId("6A"), TERM);
    private static final SchoolCalendar CALENDAR = SchoolCalendar.of(List.of(
            new CalendarPeriod(
                    CalendarPeriod.Type.YEAR, "2026-2027", LocalDate.of(2026, 9, 1), LocalDate.of(2027, 6, 30)),
            new CalendarPeriod(
                    CalendarPeriod.Type.TERM, "Trimestre 1", LocalDate.of(2026, 9, 1), LocalDate.of(2026, 11, 30)),
            new CalendarPeriod(
                    CalendarPeriod.Type.TERM, "Trimestre 2", LocalDate.of(2026, 12, 1), LocalDate.of(2027, 2, 28))));

    @TempDir
    Path folder;

    @Test
    void aGradeIsReadWithAllThatIsKnownUnderFrenchNames() {
        RecordFile<Grade> file = read(
                "Identifiant;Élève;Matière;Code matière;Professeur;Note;Sur;Coefficient;Nature;Trimestre;Année scolaire;Jour;"
                        + "Classe;Bonus;Statut",
                "g1;P1;Mathématiques;MATHS;Mme Bâ;8,5;10;0,5;Contrôle;Trimestre 1;2026-2027;2026-10-01;6A;oui;active",
                "g2;P1;;;;;;;;;;2026-10-01;;;tobedeleted");

        assertThat(file.codes()).isEmpty();
        assertThat(file.records)
                .containsExactly(new Grade(
                        "g1",
                        new PupilId("P1"),
                        SIXTH.promotion(),
                        new Subject("MATHS", "Mathématiques", "Mme Bâ"),
                        TERM,
                        DAY,
                        "Contrôle",
                        new Mark.Points(new BigDecimal("8.5"), BigDecimal.TEN),
                        new BigDecimal("0.5"),
                        true));
        assertThat(file.withdrawn).containsExactly("g2");
    }

    @Test
    void aGradeWithoutMoreIsOutOfTwentyInTheTermOfTheCalendarAndOfNoStatedClass() {
        RecordFile<Grade> file =
                read("pupil,subject,grade,date,kind", "P1,Maths,12.5,2026-10-01,Quiz 1", "P1,Maths,13,2026-12-01,");

        assertThat(file.codes()).isEmpty();
        assertThat(file.records.get(0))
                .isEqualTo(new Grade(
                        "P1/2026-2027/Maths/2026-10-01/quiz1",
                        new PupilId("P1"),
                        null,
                        new Subject("Maths", "Maths", null),
                        TERM,
                        DAY,
                        "Quiz 1",
                        new Mark.Points(new BigDecimal("12.5"), new BigDecimal("20")),
                        BigDecimal.ONE,
                        false));
        assertThat(file.records.get(1).term().name()).isEqualTo("Trimestre 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12,5/20|12.5/20",
                "0|0/20",
                "8 / 10|8/10",
                "20|20/20",
                "Abs|MISSING",
                "absente|MISSING",
                "Dispensé|EXCUSED",
                "exempt|EXCUSED",
                "non noté|NOT_GRADED",
                "N.Not|NOT_GRADED",
                "Non rendu|NOT_HANDED_IN",
                "NR|NOT_HANDED_IN",
                "acquis|ACQUIRED",
                "Not acquired|NOT_ACQUIRED",
                "A|A",
                "B+|B+",
                "TB|TB",
                "é|é"
            })
    void marksAreReadAsSchoolsWriteThem(String cell, String expected) {
        RecordFile<Grade> file = read("pupil;subject;grade;date", "P1;Maths;" + cell + ";2026-10-01");

        assertThat(file.codes()).isEmpty();
        Mark mark = file.records.get(0).mark();
        assertThat(
                        mark instanceof Mark.Points points
                                ? points.value().toPlainString() + "/"
                                        + points.outOf().toPlainString()
                                : mark instanceof Mark.Letter letter ? letter.symbol() : mark.toString())
                .isEqualTo(expected);
    }

    @Test
    void aRowWithAnErrorIsReportedAndTheRestGoesOn() {
        RecordFile<Grade> file = read(
                "Élève;Matière;Note;Sur;Coef;Jour;Trimestre;Bonus",
                ";Maths;12;20;1;2026-10-01;T1;",
                " P1;Maths;12;20;1;2026-10-01;T1;",
                "P1;;12;20;1;2026-10-01;T1;",
                "P1;Maths;;20;1;2026-10-01;T1;",
                "P1;Maths;21;20;1;2026-10-01;T1;",
                "P1;Maths;-1;20;1;2026-10-01;T1;",
                "P1;Maths;12O;20;1;2026-10-01;T1;",
                "P1;Maths;12;0;1;2026-10-01;T1;",
                "P1;Maths;12/10;20;1;2026-10-01;T1;",
                "P1;Maths;12;vingt;1;2026-10-01;T1;",
                "P1;Maths;12;20;-1;2026-10-01;T1;",
                "P1;Maths;12;20;1e3;2026-10-01;T1;",
                "P1;Maths;12;20;1;01/10/2026;T1;",
                "P1;Maths;12;20;1;;T1;",
                "P1;Maths;12;20;1;2027-08-01;;",
                "P1;Maths;12;20;1;2027-08-01;T1;",
                "P1;Maths;12;20;1;2026-10-01;T1;peut-être",
                "P1;Maths;NaN;20;1;2026-10-01;T1;",
                "P1;Maths;12,34567;20;1;2026-10-01;T1;",
                "P1;" + "x".repeat(256) + ";12;20;1;2026-10-01;T1;",
                "P9;Maths;12;20;1;2026-10-01;T1;");

        assertThat(file.codes())
                .containsExactly(
                        "2:Élève:MISSING_ID",
                        "3:Élève:WHITESPACE_ID",
                        "4:Matière:MISSING_VALUE",
                        "5:Note:MISSING_VALUE",
                        "6:Note:GRADE_ABOVE_MAXIMUM",
                        "7:Note:BAD_GRADE",
                        "8:Note:BAD_GRADE",
                        "9:Note:BAD_GRADE",
                        "10:Sur:UNFIT",
                        "11:Sur:BAD_GRADE",
                        "12:Coef:BAD_COEFFICIENT",
                        "13:Coef:BAD_COEFFICIENT",
                        "14:Jour:BAD_DATE",
                        "15:Jour:MISSING_VALUE",
                        "16:Trimestre:UNKNOWN_TERM",
                        "17:year:UNKNOWN_TERM",
                        "18:Bonus:BAD_BOOLEAN",
                        "19:Note:BAD_GRADE",
                        "20:Note:BAD_GRADE",
                        "21:Matière:TOO_LONG");
        assertThat(file.records).extracting(grade -> grade.pupil().value()).containsExactly("P9");
        assertThat(file.records.size() + file.errors.size()).isEqualTo(21);
    }

    @Test
    void theSubjectsOfAClassAreRead() {
        RecordFile<TaughtSubject> file = RecordFile.read(
                folder,
                path -> CsvRecords.taughtSubjects(path, CALENDAR),
                "Classe;Trimestre;Matière;Code matière;Professeur;Coef;Ordre;Bonus",
                "6A;Trimestre 1;Français;FR;M. Koné;4;1;",
                "6A;Trimestre 1;Latin;LAT;;0,5;2;oui",
                "6A;Trimestre 9;Latin;LAT;;1;;",
                "6A;;Latin;LAT;;1;;",
                "6A;Trimestre 1;Latin;LAT;;;;",
                "6A;Trimestre 1;Sport;;;x;;");

        assertThat(file.codes())
                .containsExactly("4:year:UNKNOWN_TERM", "5:Trimestre:UNKNOWN_TERM", "7:Coef:BAD_COEFFICIENT");
        assertThat(file.records)
                .startsWith(
                        new TaughtSubject(
                                SIXTH, new Subject("FR", "Français", "M. Koné"), new BigDecimal("4"), false, 1),
                        new TaughtSubject(SIXTH, new Subject("LAT", "Latin", null), new BigDecimal("0.5"), true, 2));
    }

    @Test
    void membersAppreciationsAndReleasesAreRead() {
        assertThat(RecordFile.read(
                                folder,
                                path -> CsvRecords.classMembers(path, CALENDAR),
                                "élève,classe,trimestre,matricule,niveau",
                                "P1,6A,Trimestre 1,2026/001,6e")
                        .records)
                .containsExactly(new ClassMember(new PupilId("P1"), SIXTH, "2026/001", "6e"));
        RecordFile<Appreciation> words = RecordFile.read(
                folder,
                path -> CsvRecords.appreciations(path, CALENDAR),
                "élève,trimestre,matière,type,appréciation",
                "P1,Trimestre 1,MATHS,,\"Sérieuse.  \nÀ suivre\"",
                "P1,Trimestre 1,,,Bon trimestre",
                "P1,Trimestre 1,,décision,Félicitations",
                "P1,Trimestre 1,,matière,?",
                "P1,Trimestre 1,MATHS,générale,?",
                "P1,Trimestre 1,MATHS,,",
                "P1,Trimestre 1,MATHS,," + "x".repeat(10_001));
        assertThat(words.records)
                .extracting(Appreciation::type, Appreciation::subject, Appreciation::text)
                .containsExactly(
                        tuple(Appreciation.Type.SUBJECT, "MATHS", "Sérieuse. \nÀ suivre"),
                        tuple(Appreciation.Type.GENERAL, null, "Bon trimestre"),
                        tuple(Appreciation.Type.DECISION, null, "Félicitations"));
        assertThat(words.codes())
                .containsExactly(
                        "6:matière:MISSING_VALUE",
                        "7:type:UNFIT",
                        "8:appréciation:MISSING_VALUE",
                        "9:appréciation:TOO_LONG");
        RecordFile<ReportRelease> releases = RecordFile.read(
                folder,
                path -> CsvRecords.releases(path, CALENDAR, ZoneId.of("Africa/Conakry")),
                "classe,trimestre,publication",
                "6A,Trimestre 1,2026-12-05T18:00",
                "6A,Trimestre 1,",
                "6A,Trimestre 1,demain");
        assertThat(releases.records).containsExactly(new ReportRelease(SIXTH, Instant.parse("2026-12-05T18:00:00Z")));
        assertThat(releases.codes()).containsExactly("3:publication:MISSING_VALUE", "4:publication:BAD_DATE_TIME");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "élève;matière;note;date|GRADES", "classe;trimestre;matière;coefficient|SUBJECTS",
                "élève;matière;note;coefficient;date|GRADES", "élève;classe;trimestre;niveau|MEMBERS",
                "pupil,term,comment|APPRECIATIONS", "class,term,release|RELEASES",
                "sourcedId,lineItemSourcedId,studentSourcedId,score|ONE_ROSTER", "nom;prénom|GRADES"
            })
    void whatAFileHasIsSaidByItsHeader(String header, GradeFiles expected) throws IOException {
        assertThat(GradeFiles.of(Files.writeString(folder.resolve("x.csv"), header + "\n")))
                .isEqualTo(expected);
    }

    @Test
    void aColumnThatIsMissingOrMisspeltIsNamed() {
        assertThatThrownBy(() -> read("élève;matière;jour", "P1;Maths;2026-10-01"))
                .isInstanceOf(UnreadableRosterException.class)
                .hasMessageContaining("no column value");
        assertThatThrownBy(() -> read("élève;matière;note;coefficent;jour", "P1;Maths;12;2;2026-10-01"))
                .hasMessageContaining("there is coefficent, did you mean coefficient?");
        assertThatThrownBy(() -> GradeFiles.of(folder.resolve("nowhere.csv")))
                .isInstanceOf(UnreadableRosterException.class);
    }

    @ParameterizedTest
    @CsvSource({"1.1", "1.2"})
    void resultsOfOneRosterAreRead(String version) throws IOException {
        boolean isNew = version.equals("1.2");
        write(
                "academicSessions.csv",
                "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
                "Y,active,,2026-2027,schoolYear,2026-09-01,2027-07-01,,2027",
                "T1,active,,Trimestre 1,term,2026-09-01,2026-12-01,Y,2027",
                "G1,active,,Octobre,gradingPeriod,2026-10-01,2026-11-01,T1,2027");
        write(
                "courses.csv",
                "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode",
                "C1,active,,Y,Mathématiques,MATHS");
        write(
                "classes.csv",
                "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType",
                "K1,active,,Maths 6A,06,C1,,scheduled",
                "K2,active,,Vie de classe,06,,,scheduled");
        write("categories.csv", "sourcedId,status,dateLastModified,title", "CAT,active,,Contrôle");
        write(
                "lineItems.csv",
                "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,categorySourcedId,"
                        + (isNew ? "academicSessionSourcedId" : "gradingPeriodSourcedId")
                        + ",resultValueMin,resultValueMax" + (isNew ? ",schoolSourcedId" : ""),
                "L1,active,,Chapitre 1,,2026-09-20,2026-10-01,K1,CAT,G1,0,10" + (isNew ? ",S" : ""),
                "L2,active,,Oral,,2026-09-20,2026-10-02,K2,,T1,10,30" + (isNew ? ",S" : ""),
                "L3,active,,Sans barème,,,,K2,,T1,," + (isNew ? ",S" : ""),
                "L4,active,,Ailleurs,,,2026-10-02,K2,,T9,0,20" + (isNew ? ",S" : ""));
        write(
                "results.csv",
                "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment"
                        + (isNew ? ",textScore,missing" : ""),
                "R1,active,,L1,P1,fully graded,8,2026-10-03," + (isNew ? ",," : ""),
                "R2,active,,L2,P1,fully graded,25,," + (isNew ? ",," : ""),
                "R3,active,,L1,P2,exempt,,2026-10-03," + (isNew ? ",," : ""),
                "R4,active,,L1,P3,not submitted,0,2026-10-03," + (isNew ? ",," : ""),
                "R5,active,,L1,P4,submitted,,2026-10-03," + (isNew ? ",," : ""),
                "R6,tobedeleted,,L1,P5,,,," + (isNew ? ",," : ""),
                "R7,active,,L1,P6,fully graded,11,2026-10-03," + (isNew ? ",," : ""),
                "R8,active,,L9,P6,fully graded,1,2026-10-03," + (isNew ? ",," : ""),
                "R9,active,,L4,P6,fully graded,1,2026-10-03," + (isNew ? ",," : ""),
                "R12,active,,L3,P6,fully graded,12,2026-10-03," + (isNew ? ",," : ""),
                "R13,active,,L3,P7,exempt,,2026-10-03," + (isNew ? ",," : ""),
                "R14,active,,L3,P8,fully graded,,2026-10-03," + (isNew ? ",A," : ""),
                "R10,active,,L1,P7,fully graded,,2026-10-03," + (isNew ? ",B+," : ""),
                "R11,active,,L1,P8,fully graded,,2026-10-03," + (isNew ? ",,true" : ""));
        RecordFile<Grade> file = new RecordFile<>();

        OneRosterGrades.open(folder).read(file);

        assertThat(file.records.get(0))
                .isEqualTo(new Grade(
                        "R1",
                        new PupilId("P1"),
                        null,
                        new Subject("MATHS", "Mathématiques", null),
                        TERM,
                        LocalDate.of(2026, 10, 3),
                        "Contrôle",
                        new Mark.Points(new BigDecimal("8"), BigDecimal.TEN),
                        BigDecimal.ONE,
                        false));
        assertThat(file.records.get(1).mark()).isEqualTo(new Mark.Points(new BigDecimal("15"), new BigDecimal("20")));
        assertThat(file.records.get(1).subject()).isEqualTo(new Subject("K2", "Vie de classe", null));
        assertThat(file.records.get(1).date()).isEqualTo(LocalDate.of(2026, 10, 2));
        assertThat(file.records.subList(2, 6))
                .extracting(Grade::mark)
                .containsExactly(
                        Mark.Absent.EXCUSED, Mark.Absent.NOT_HANDED_IN, Mark.Absent.NOT_GRADED, Mark.Absent.EXCUSED);
        assertThat(file.records.subList(6, file.records.size()))
                .extracting(Grade::mark)
                .containsExactlyElementsOf(
                        isNew
                                ? List.<Mark>of(new Mark.Letter("A"), new Mark.Letter("B+"), Mark.Absent.MISSING)
                                : List.of());
        assertThat(file.withdrawn).containsExactly("R6");
        assertThat(file.errors)
                .extracting(error -> error.file() + ":" + error.line() + ":" + error.column() + ":" + error.code())
                .startsWith(
                        "results.csv:8:score:GRADE_ABOVE_MAXIMUM",
                        "results.csv:9:lineItemSourcedId:DANGLING_LINE_ITEM",
                        "results.csv:10:lineItemSourcedId:UNKNOWN_TERM",
                        "results.csv:11:score:NO_MAXIMUM")
                .hasSize(isNew ? 4 : 7);
    }

    @Test
    void aFolderWithoutLineItemsIsRefusedAndNamesTheFile() throws IOException {
        write("academicSessions.csv", "sourcedId,title,type", "Y,2026-2027,schoolYear");
        write("results.csv", "sourcedId,lineItemSourcedId,studentSourcedId,score", "R1,L1,P1,8");

        assertThatThrownBy(() -> OneRosterGrades.open(folder).read(new RecordFile<>()))
                .isInstanceOf(UnreadableRosterException.class)
                .hasMessageContaining("there is no lineItems.csv in");
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private RecordFile<Grade> read(String... lines) {
        Function<Path, RecordSource<Grade>> reader = path -> CsvRecords.grades(path, CALENDAR);
        return RecordFile.read(folder, reader, lines);
    }
}
