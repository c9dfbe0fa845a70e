package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Stores;
import dev.cartable.account.Accounts;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PupilId;
import dev.cartable.spring.web.Client.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A cursor is a place in a list, and no row: a list goes on where a row was deleted meanwhile. */
class CursorTest {
    private static final SchoolHost HOST = SchoolHost.shared();
    private static final LocalDate DAY = LocalDate.parse("2026-01-05");

    private final Client admin = HOST.as("root");

    private static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(Reply page) {
        String next = String.valueOf(page.at("next"));
        return new String(
                Base64.getUrlDecoder().decode(next.substring(next.indexOf("cursor=") + 7)), StandardCharsets.UTF_8);
    }

    @Test
    void messagesGoOnBehindAMessageThatIsGone() {
        UUID newest = UUID.fromString(String.valueOf(
                admin.get("/api/core/messages/?limit=1").results("id").get(0)));
        UUID gone = new UUID(newest.getMostSignificantBits() + 1, 0);

        assertThat(admin.get("/api/core/messages/?limit=1&cursor=" + cursor(gone.toString()))
                        .results("id"))
                .containsExactly(newest.toString());
        assertThat(admin.get("/api/core/messages/?limit=1&cursor=" + cursor(newest.toString()))
                        .results("id"))
                .doesNotContain(newest.toString());
        assertThat(admin.get("/api/core/messages/?cursor=" + cursor("x")).at("code"))
                .isEqualTo("BAD_PARAMETER");
    }

    @Test
    void remindersGoOnBehindAReminderThatIsGone() {
        Instant first = Instant.parse("2026-01-05T08:00:00Z");
        Stores stores = HOST.bean(Stores.class);
        stores.unitOfWork()
                .run(tx -> stores.reminders()
                        .save(
                                tx,
                                IntStream.range(0, 3)
                                        .mapToObj(i -> entry(i, first.plusSeconds(i)))
                                        .toList()));
        String path = "/api/core/reminders/?pupil=P3&from=" + DAY + "&to=" + DAY;
        Reply one = admin.get(path + "&limit=1");
        Reply two = admin.get(path + "&limit=1&cursor=" + cursor(key(one)));
        String gone = key(one).replace("08:00:02Z", "08:00:01.500Z");

        assertThat(one.results("decidedAt")).containsExactly("2026-01-05T08:00:02Z");
        assertThat(two.results("decidedAt")).containsExactly("2026-01-05T08:00:01Z");
        assertThat(gone).isNotEqualTo(key(one));
        assertThat(admin.get(path + "&cursor=" + cursor(gone)).results("decidedAt"))
                .containsExactly("2026-01-05T08:00:01Z", "2026-01-05T08:00:00Z");
        assertThat(admin.get(path + "&cursor=" + cursor("2026-01-05 x")).at("code"))
                .isEqualTo("BAD_PARAMETER");
    }

    private static ReminderEntry entry(int number, Instant at) {
        return new ReminderEntry(
                Kind.of("reminder.absence"),
                new PupilId(SchoolHost.CLEO.value()),
                new Subject("absence", "cursor " + number),
                "",
                "",
                null,
                null,
                null,
                Outcome.NO_CHANNEL,
                "NO_ADDRESS",
                null,
                null,
                DAY,
                at);
    }

    /** Only the first page of findings counts all accounts. */
    @Test
    void accountsGoOnBehindAnAccountThatIsGone() {
        accountWithoutPupil("G7");
        accountWithoutPupil("G8");
        for (String path : List.of("/api/core/accounts/", "/api/core/accounts/validation/")) {
            Reply all = admin.get(path);
            List<@Nullable Object> ids = all.results("id");
            UUID first = UUID.fromString(String.valueOf(ids.get(0)));
            UUID before = new UUID(first.getMostSignificantBits(), first.getLeastSignificantBits() - 1);

            assertThat(admin.get(path + "?cursor=" + cursor(before.toString())).results("id"))
                    .as(path)
                    .isEqualTo(ids);
            Reply rest = admin.get(path + "?cursor=" + cursor(first.toString()));
            assertThat(rest.results("id")).as(path).isEqualTo(ids.subList(1, ids.size()));
            assertThat(rest.at("counts")).as(path).isNull();
            assertThat(admin.get(path + "?cursor=" + cursor("x")).at("code")).isEqualTo("BAD_PARAMETER");
        }
        assertThat(admin.get("/api/core/accounts/validation/").at("counts", "input"))
                .isNotNull();
    }

    private static void accountWithoutPupil(String guardian) {
        GuardianId id = new GuardianId(guardian);
        Stores stores = HOST.bean(Stores.class);
        stores.unitOfWork().run(tx -> {
            stores.rosterStore()
                    .saveGuardians(tx, List.of(new Guardian(id, new PersonName("Fatou", "Bah"), null, null, "fr")));
            stores.rosterStore().saveGuardianships(tx, List.of(link(id, true)));
        });
        HOST.bean(Accounts.class).open(id);
        stores.unitOfWork().run(tx -> stores.rosterStore().saveGuardianships(tx, List.of(link(id, false))));
    }

    private static Guardianship link(GuardianId guardian, boolean maySeePupil) {
        PupilId pupil = new PupilId(SchoolHost.CLEO.value());
        return new Guardianship(guardian, pupil, Guardianship.Relation.OTHER, false, maySeePupil, false, null, null);
    }

    @Test
    void aCursorOfAnotherListIsAPlaceOrIsRefused() {
        for (String path : List.of("messages", "reminders", "profile-history", "users", "inbox", "accounts")) {
            Reply reply = admin.get("/api/core/" + path + "/?cursor=" + cursor("zz"));
            assertThat(reply.status()).as(path).isIn(200, 400);
        }
    }
}
