package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesCommandsTest {
    private static final String GUARDIAN = "G002";

    @TempDir
    private Path folder;

    private Desk desk() {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        return desk;
    }

    @Test
    void whatIsSetIsShown() {
        Desk desk = desk();

        Json set = desk.json(
                "preferences",
                "set",
                GUARDIAN,
                "--decline",
                "study:email",
                "--decline",
                "network:sms",
                "--language",
                "en",
                "--quiet",
                "21:00-07:00",
                "--quiet-zone",
                "America/Toronto");
        Json shown = desk.json("preferences", "show", GUARDIAN);

        for (Json result : List.of(set, shown)) {
            assertThat(result.text("person")).isEqualTo("guardian:" + GUARDIAN);
            assertThat(result.text("language")).isEqualTo("en");
            assertThat(result.text("quiet")).isEqualTo("21:00-07:00");
            assertThat(result.text("quietZone")).isEqualTo("America/Toronto");
            assertThat(result.list("declined"))
                    .extracting(row -> row.text("category") + ":" + row.text("channel"))
                    .containsExactly("NETWORK:SMS", "STUDY:EMAIL");
        }
        assertThat(desk.run("preferences", "show", GUARDIAN).out()).contains("STUDY", "America/Toronto", "en");
        assertThat(desk.run("audit", "list").out()).as("nothing was exported").doesNotContain("person.export");
    }

    @Test
    void oneMessageInPlaceOfManyIsChosenOrLeftToTheSchool() {
        Desk desk = desk();

        assertThat(desk.json("preferences", "set", GUARDIAN, "--digest", "off").text("digest"))
                .isEqualTo("false");
        assertThat(desk.run("preferences", "show", GUARDIAN).out()).contains("Several messages of a kind in one: no");
        assertThat(desk.json("preferences", "set", GUARDIAN, "--digest", "on").text("digest"))
                .isEqualTo("true");
        assertThat(desk.json("preferences", "set", GUARDIAN, "--digest", "default")
                        .text("digest"))
                .isEqualTo("null");
        assertThat(desk.run("preferences", "set", GUARDIAN, "--digest", "perhaps")
                        .err())
                .contains("--digest", "perhaps", "on, off, default");
    }

    @Test
    void whatIsAcceptedAgainIsNotShownAnyMore() {
        Desk desk = desk();
        desk.json(
                "preferences",
                "set",
                GUARDIAN,
                "--decline",
                "study:email",
                "--language",
                "en",
                "--quiet",
                "21:00-07:00");

        Json set = desk.json(
                "preferences", "set", GUARDIAN, "--accept", "study:email", "--language", "default", "--quiet", "off");

        assertThat(set.list("declined")).isEmpty();
        assertThat(set.text("language")).isEqualTo("null");
        assertThat(set.text("quiet")).isEqualTo("null");
    }

    @Test
    void whatNobodyCanDeclineIsRefusedAndNothingIsChanged() {
        Desk desk = desk();
        String[] set = {"preferences", "set", GUARDIAN, "--decline", "study:email", "--decline", "absences:email"};

        assertThat(desk.json(set).get("error").text("code")).isEqualTo("MANDATORY");
        assertThat(desk.json("preferences", "show", GUARDIAN).list("declined")).isEmpty();
        assertThat(desk.json("preferences", "set", GUARDIAN, "--decline", "absences:email", "--mandatory", "payments")
                        .list("declined"))
                .hasSize(1);
    }

    @Test
    void quietHoursThatLeaveHardlyAnyTimeAreRefused() {
        Desk desk = desk();

        assertThat(desk.json("preferences", "set", GUARDIAN, "--quiet", "07:00-06:00")
                        .get("error")
                        .text("code"))
                .isEqualTo("QUIET_TOO_LONG");
        assertThat(desk.json("preferences", "show", GUARDIAN).text("quiet")).isEqualTo("null");
    }

    @Test
    void aWrongValueIsNamed() {
        Desk desk = desk();

        assertThat(desk.run("preferences", "set", GUARDIAN, "--decline", "study")
                        .err())
                .contains("study:email");
        assertThat(desk.run("preferences", "set", GUARDIAN, "--quiet", "late").err())
                .contains("21:00-07:00");
        assertThat(desk.run("preferences", "set", GUARDIAN).err()).contains("--decline");
        assertThat(desk.run("preferences", "show", "nobody").err()).contains("nobody");
        assertThat(desk.run("messages", "send", "--public-url", "http://x.org").err())
                .contains("https");
    }
}
