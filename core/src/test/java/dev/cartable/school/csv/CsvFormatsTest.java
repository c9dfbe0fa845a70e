package dev.cartable.school.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Pupil;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFormatsTest {
    @TempDir
    Path temp;

    @Test
    void oneRoster11WithRelationshipsBesideItTakesTheLinksFromThereAlone() {
        RosterFolder.Told told = new RosterFolder(temp)
                .with("users.csv", """
                        sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
                        S1,,,true,255,student,1,,Tyrone,Dyer,,1,,,,"C1,C2",,secret
                        C1,,,true,255,parent,2,,Carmen,Dyer,,2,,,(950) 342,S1,,
                        C2,,,true,255,parent,3,,Manuel,Dyer,,3,Mc Mahon@example.com,,,S1,,
                        C3,,,true,255,guardian,4,,Nobody,Linked,,4,c3@example.com,,,,,
                        """)
                .links("S1,C1,Mother")
                .read();

        assertThat(told.codes()).isEmpty();
        assertThat(told.pupils).hasSize(1);
        assertThat(told.guardians).extracting(g -> g.id().value()).containsExactly("C1", "C2", "C3");
        assertThat(told.guardians.get(0).phone()).isEqualTo("(950) 342");
        assertThat(told.pairs()).containsExactly("C1>S1:MOTHER");
        assertThat(EmailAddress.check(told.guardians.get(1).email()))
                .isEqualTo(new EmailAddress.Unusable(EmailAddress.Fault.SPACE_INSIDE));
    }

    @Test
    void sds21MakesGuardiansOfWhoeverIsLinkedAndHasNoRole() {
        RosterFolder.Told told = sds().read();

        assertThat(told.codes()).isEmpty();
        assertThat(told.pupils).extracting(p -> p.id().value()).containsExactly("1", "3", "4");
        assertThat(told.guardians).extracting(g -> g.id().value()).containsExactly("2", "5");
        assertThat(told.pairs()).containsExactly("2>1:GUARDIAN", "2>3:RELATIVE", "5>4:GUARDIAN");
        assertThat(told.guardians.get(0).phone()).isEqualTo("+1 mobile");
        assertThat(told.pupils.get(0).email()).isEqualTo("jack@school.example.org");
        assertThat(told.promotions).extracting(p -> p.id().value()).containsExactly("10");
    }

    @Test
    void sdsRolesEndWithTheirLastDayButOnlyIfADayWasAskedFor() {
        RosterFolder folder = sds();

        assertThat(folder.read().pupils).allMatch(Pupil::active);
        assertThat(read(folder, "2022-06-11").pupils).allMatch(Pupil::active);
        assertThat(read(folder, "2022-06-12").pupils).noneMatch(Pupil::active);
        assertThat(read(folder, "2021-08-23").pupils).noneMatch(Pupil::active);
    }

    private RosterFolder sds() {
        return new RosterFolder(temp)
                .with("users.csv", """
                        sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms
                        1,jack@school.example.org,Jack,Craig,P@ss,,,,
                        2,jean@example.com,Jean,Craig,P@ss,,jean@example.com,+1 home,+1 mobile
                        3,fred@school.example.org,Fred,Hutch,P@ss,,,,
                        4,alice@school.example.org,Alice,Smithee,P@ss,,,,
                        5,bob@example.com,Bob,Smithee,P@ss,,bob@example.com,,
                        6,prof@school.example.org,Jason,Jonzer,P@ss,,,,
                        """)
                .with("roles.csv", """
                        userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate
                        1,9,student,S,11,FALSE,2021-08-24,2022-06-11
                        1,9,student,S,10,TRUE,2021-08-24,2022-06-11
                        3,9,student,S,10,TRUE,2021-08-24,2022-06-11
                        4,9,student,S,10,TRUE,2021-08-24,2022-06-11
                        6,9,professor,S,ps1,TRUE,2021-09-01,2021-12-01
                        """)
                .links("1,2,guardian", "3,2,relative", "4,5,guardian");
    }

    private static RosterFolder.Told read(RosterFolder folder, String day) {
        return RosterFolder.read(folder.roster().asOf(LocalDate.parse(day)));
    }

    @Test
    void oneRoster12TakesRolesFromRolesCsvAndLinksFromAgents() {
        RosterFolder folder = new RosterFolder(temp).with("USERS.CSV", """
                        SOURCEDID,status,enabledUser,username,givenName,familyName, Email ,agentSourcedIds,grades,pronouns
                        P1,active,true,p1,Léa,Roy,,"G1, T1","CM1,CM2",elle
                        P2,active,false,p2,Max,Roy,,G1,CM2,
                        P3,tobedeleted,true,p3,Zoé,Roy,,G1,CM2,
                        G1,active,true,g1,Anne,Roy,anne@example.org,,,
                        G2,tobedeleted,true,g2,Paul,Roy,paul@example.org,P1,,
                        T1,active,true,t1,Eve,Roy,,,,
                        """).with("roles.csv", """
                        sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId
                        r1,active,,P1,primary,student,2026-09-01,2027-07-01,o
                        r2,active,,P2,primary,student,,,o
                        r3,active,,P3,primary,student,,,o
                        r4,active,,G1,primary,parent,,,o
                        r5,active,,G2,primary,parent,,,o
                        r6,active,,T1,primary,teacher,,,o
                        r7,active,,P9,primary,student,,,o
                        r8,active,,P1,secondary,student,01/09/2026,,o
                        """);

        RosterFolder.Told told = folder.read();

        assertThat(told.codes())
                .containsExactly("roles.csv:8:userSourcedId:DANGLING_ROLE", "roles.csv:9:beginDate:BAD_DATE");
        assertThat(told.pupils).extracting(Pupil::active).containsExactly(true, false, false);
        assertThat(told.guardians).extracting(g -> g.id().value()).containsExactly("G1");
        assertThat(told.pairs()).containsExactly("G1>P1:PARENT", "G1>P2:PARENT", "G1>P3:PARENT");
        assertThat(read(folder, "2027-06-30").pupils.get(0).active()).isTrue();
        assertThat(read(folder, "2027-07-01").pupils.get(0).active()).isFalse();
    }

    @Test
    void anAgentOfOneRoster11WithAStaffRoleAloneIsNoGuardian() {
        RosterFolder folder = new RosterFolder(temp)
                .users(
                        "P1,,true,student,Léa,Roy,,\"G1,T1\",",
                        "P2,,true,student,Max,Roy,,\"G2,T1,A1\",",
                        "G1,,true,guardian,Anne,Roy,,,",
                        "G2,,true,relative,Paul,Roy,,,",
                        "T1,,true,teacher,Eve,Roy,eve@example.org,\"P1,P2\",",
                        "A1,,true,administrator,Ada,Roy,,,",
                        "A2,,false,administrator,Gone,Roy,,P1,");

        RosterFolder.Told told = folder.read();

        assertThat(told.codes()).isEmpty();
        assertThat(told.guardians).extracting(g -> g.id().value()).containsExactly("G1", "G2");
        assertThat(told.pairs()).containsExactly("G1>P1:GUARDIAN", "G2>P2:RELATIVE");
        assertThat(told.leftOut).containsExactlyInAnyOrder("teacher", "teacher", "administrator");
        assertThat(RosterFolder.read(folder.roster().withAnyAgent()).pairs())
                .containsExactly(
                        "G1>P1:GUARDIAN", "T1>P1:GUARDIAN", "G2>P2:RELATIVE", "T1>P2:GUARDIAN", "A1>P2:GUARDIAN");
    }

    @Test
    void anAgentOfOneRoster12IsAGuardianIfAnyOfTheRolesSaysSo() {
        RosterFolder folder = new RosterFolder(temp).with("users.csv", """
                        sourcedId,status,enabledUser,username,givenName,familyName,agentSourcedIds
                        P1,active,true,p1,Léa,Roy,"T1,T2,T3,S1,N1"
                        T1,active,true,t1,Eve,Roy,
                        T2,active,true,t2,Ève,Roy,
                        T3,active,true,t3,Ivo,Roy,
                        S1,active,true,s1,Ada,Roy,
                        N1,active,true,n1,Noé,Roy,
                        """).with("roles.csv", """
                        sourcedId,status,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId
                        r1,active,P1,primary,student,,,o
                        r2,active,T1,primary,teacher,,,o
                        r3,active,T1,secondary,parent,,,o
                        r4,active,T2,primary,teacher,,,o
                        r5,active,T2,secondary,siteAdministrator,,,o
                        r6,active,T3,primary,teacher,,,o
                        r7,tobedeleted,T3,secondary,parent,,,o
                        r8,active,S1,primary,siteAdministrator,,,o
                        """);

        RosterFolder.Told told = folder.read();

        assertThat(told.codes()).isEmpty();
        assertThat(told.guardians).extracting(g -> g.id().value()).containsExactly("T1");
        assertThat(told.pairs()).containsExactly("T1>P1:PARENT");
        assertThat(told.leftOut).containsExactlyInAnyOrder("siteadministrator", "siteadministrator", "teacher", "");
        assertThat(RosterFolder.read(folder.roster().withAnyAgent()).guardians).hasSize(5);
    }

    @Test
    void theRoleInRelationshipsDecidesWhereThereIsSuchAFile() {
        RosterFolder folder = sds().links("1,2,guardian", "3,6,mother", "4,5,Teacher", "4,6,teacher");

        RosterFolder.Told told = folder.read();

        assertThat(told.codes()).isEmpty();
        assertThat(told.guardians).extracting(g -> g.id().value()).containsExactly("2", "6");
        assertThat(told.pairs()).containsExactly("2>1:GUARDIAN", "6>3:MOTHER");
        assertThat(told.leftOut).containsExactly("teacher", "teacher");
        assertThat(RosterFolder.read(folder.roster().withAnyAgent()).pairs()).hasSize(4);
    }

    @Test
    void sdsV2HasTheRoleAndTheGradeInItsUsers() {
        RosterFolder.Told told = new RosterFolder(temp).with("users.csv", """
                        sourcedId,orgSourcedIds,givenName,familyName,username,password,role,grade
                        1,9,Ora,Klein,ora@school.example.org,secret,Student,6
                        2,9,Craig,Beane,craig@school.example.org,secret,teacher,6
                        """).read();

        assertThat(told.codes()).isEmpty();
        assertThat(told.pupils).extracting(p -> String.valueOf(p.promotion())).containsExactly("6");
        assertThat(told.guardians).isEmpty();
    }

    @Test
    void theHomeroomClassIsThePromotionAndTheGradeWhereThereIsNone() {
        RosterFolder.Told told = new RosterFolder(temp)
                .users(
                        "P1,,true,student,Léa,Roy,,,CM1",
                        "P2,,true,student,Max,Roy,,,CM1",
                        "P3,,true,student,Zoé,Roy,,,")
                .with("classes.csv", """
                        sourcedId,title,classType
                        c1,CM1 Madame Bah,homeroom
                        c2,Latin,scheduled
                        """)
                .with("enrollments.csv", """
                        sourcedId,classSourcedId,userSourcedId,role,beginDate,endDate
                        e1,c1,P1,student,,
                        e2,c2,P2,student,,
                        e3,c1,P9,student,,
                        e4,c1,P2,student,2026-09-01,2026-08-01
                        """)
                .read();

        assertThat(told.promotions)
                .extracting(p -> p.id() + "=" + p.name())
                .containsExactly("CM1=CM1", "c1=CM1 Madame Bah");
        assertThat(told.pupils).extracting(p -> String.valueOf(p.promotion())).containsExactly("c1", "CM1", "null");
        assertThat(told.codes())
                .containsExactly(
                        "enrollments.csv:4:userSourcedId:DANGLING_ENROLLMENT", "enrollments.csv:5:endDate:BAD_PERIOD");
    }

    @Test
    void aLinkMaySayMoreThanItsRelation() {
        RosterFolder.Told told = new RosterFolder(temp)
                .users("P1,,true,student,Léa,Roy,,,", "G1,,,parent,A,Roy,,,", "G2,,,parent,B,Roy,,,", "G3,,,,Dr,Roy,,,")
                .with("relationships.csv", """
                        userSourcedId,relationshipUserSourcedId,relationshipRole,metadata.primaryContact,metadata.maySeePupil,metadata.emergencyContact,metadata.validFrom,metadata.validTo
                        P1,G1,mother,true,,true,2026-01-01,2026-12-31
                        P1,G2,father,,false,,,
                        P1,G3,doctor,,,,,
                        P1,G3,doctor,,,,2026-13-01,
                        """)
                .read();

        assertThat(told.codes()).containsExactly("relationships.csv:5:metadata.validFrom:BAD_DATE");
        assertThat(told.unreadable).containsExactly("G3");
        assertThat(told.links.get(0))
                .isEqualTo(new Guardianship(
                        told.guardians.get(0).id(),
                        told.pupils.get(0).id(),
                        Guardianship.Relation.MOTHER,
                        true,
                        true,
                        true,
                        LocalDate.of(2026, 1, 1),
                        LocalDate.of(2026, 12, 31)));
        assertThat(told.links).extracting(Guardianship::maySeePupil).containsExactly(true, false, false);
    }

    @Test
    void theOrderOfRowsDoesNotMatter() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> users = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            users.add("P" + i + ",,true,student,Kid" + i + ",Roy,,\"G" + i / 2 + ",G" + (i + 7) % 30 + "\",CM" + i % 3);
            users.add("G" + i / 2 + "x,,true,parent,Mum" + i + ",Roy,g" + i + "@example.org,P" + i + ",");
        }
        for (int i = 0; i < 30; i++) {
            users.add("G" + i + ",,true,parent,Dad" + i + ",Roy,,,");
        }
        users.removeIf(row -> users.indexOf(row) != users.lastIndexOf(row));
        List<String> rows = new ArrayList<>(users.stream()
                .collect(Collectors.toMap(r -> r.substring(0, r.indexOf(',')), r -> r, (a, b) -> a))
                .values());

        RosterFolder folder = new RosterFolder(temp);
        RosterFolder.Told first = folder.users(rows.toArray(String[]::new)).read();
        Collections.shuffle(rows, random);
        RosterFolder.Told second = folder.users(rows.toArray(String[]::new)).read();

        assertThat(first.pairs()).as("seed %d", seed).isNotEmpty().doesNotHaveDuplicates();
        assertThat(second.promotions).as("seed %d", seed).isEqualTo(first.promotions);
        assertThat(second.pupils).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(first.pupils);
        assertThat(second.guardians).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(first.guardians);
        assertThat(second.links).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(first.links);
        assertThat(second.codes()).hasSameSizeAs(first.codes());
        assertThat(second.guardians).extracting(Guardian::id).doesNotHaveDuplicates();
    }
}
