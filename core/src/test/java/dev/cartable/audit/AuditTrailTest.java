package dev.cartable.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.audit.model.AuditEntry;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.EditTemplates;
import dev.cartable.notice.model.Kind;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.Actor;
import dev.cartable.work.HostKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people do in different contexts stands in one trail. */
class AuditTrailTest {
    private static final UserId AWA = new UserId("P1");

    private Instant now = Instant.parse("2026-09-01T08:00:00Z");
    private Actor actor = new Actor("root", Actor.Via.COMMAND_LINE, "desk");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final Cartable cartable = Cartable.builder()
            .stores(stores)
            .key(HostKey.random())
            .zone(ZoneOffset.UTC)
            .time(() -> now)
            .actor(() -> actor)
            .build();

    @AfterEach
    void close() {
        cartable.close();
    }

    private List<AuditEntry> entries() {
        return cartable.auditTrail().entries().toList();
    }

    private void assertUnbroken() {
        assertThat(cartable.auditTrail().verify().findings()).isEmpty();
        assertThat(cartable.auditTrail().verify().isUnbroken()).isTrue();
    }

    private Profile profileOfAwa() {
        Profile profile = cartable.quotas().profiles().add("Student", builder -> builder);
        stores.unitOfWork()
                .run(tx -> stores.userStore().save(tx, List.of(new User(AWA, "awa", null, null, null, true))));
        cartable.quotas().assign(Holder.of(AWA), profile.id(), "director");
        return profile;
    }

    @Test
    void eachDeedSaysWhoDidItAndFromWhere() {
        Profile profile = profileOfAwa();
        actor = new Actor("m.diallo", Actor.Via.REST, "192.0.2.7");
        cartable.quotas().profiles().change(profile.id(), builder -> builder.name("Pupil"));

        assertThat(entries())
                .extracting(AuditEntry::deed, AuditEntry::subject, AuditEntry::actor, AuditEntry::via, AuditEntry::from)
                .containsExactly(
                        row("profile.create", "profile:" + profile.id(), "root", "COMMAND_LINE", "desk"),
                        row("profile.assigned", "user:P1", "director", "COMMAND_LINE", "desk"),
                        row("profile.change", "profile:" + profile.id(), "m.diallo", "REST", "192.0.2.7"));
        assertUnbroken();
    }

    private static Tuple row(Object... values) {
        return new Tuple(values);
    }

    @Test
    void aDeedThatIsRolledBackLeavesNoEntry() {
        assertThatIllegalStateException()
                .isThrownBy(() -> stores.unitOfWork().run(tx -> {
                    cartable.quotas().profiles().add("Student", builder -> builder);
                    throw new IllegalStateException("undo");
                }));

        assertThat(entries()).isEmpty();
        assertThat(cartable.auditTrail().head().number()).isZero();
    }

    @Test
    void newWordsOfMessagesAndTheReturnToTheOldOnesAreRecordedAndWhatChangesNothingIsNot() {
        Kind kind = Kind.of("notice.digest.sms");
        EditTemplates templates = cartable.notices().templates();
        templates.reset(kind, Locale.FRENCH);
        templates.save(kind, Locale.FRENCH, "{nothing}");
        assertThat(entries()).isEmpty();

        templates.save(kind, Locale.FRENCH, "{lines}");
        templates.reset(kind, Locale.FRENCH);

        assertThat(entries())
                .extracting(AuditEntry::deed, AuditEntry::subject)
                .containsExactly(
                        row("template.save", "template:notice.digest.sms_fr"),
                        row("template.reset", "template:notice.digest.sms_fr"));
        assertUnbroken();
    }

    @Test
    void aTaskThatAPersonRunsAndSwitchesIsRecorded() {
        TaskName task = new TaskName("retention");
        cartable.tasks().off(task);
        cartable.tasks().on(task);
        cartable.tasks().run(task);

        assertThat(entries()).extracting(AuditEntry::deed).containsExactly("task.off", "task.on", "task.run");
        assertThat(entries()).extracting(AuditEntry::subject).containsOnly("task:retention");
        assertUnbroken();
    }

    @Test
    void anErasureLeavesNoNameAndAnUnbrokenChain() {
        profileOfAwa();
        actor = new Actor("P1", Actor.Via.REST, "192.0.2.8");
        cartable.privacy().export(AWA);
        actor = new Actor("root", Actor.Via.COMMAND_LINE, "desk");

        ErasePerson.Result erased = cartable.privacy().erase(AWA);

        assertThat(erased).isInstanceOf(ErasePerson.Erased.class);
        String pseudonym = ((ErasePerson.Erased) erased).pseudonym();
        AuditEntry last = entries().get(entries().size() - 1);
        assertThat(last.deed()).isEqualTo("person.erase");
        assertThat(last.subject()).isEqualTo("user:" + pseudonym);
        assertThat(last.actor()).isEqualTo("root");
        assertThat(last.counts()).isEqualTo("actors=1 subjects=2");
        assertThat(entries()).extracting(AuditEntry::actor).doesNotContain("P1");
        assertThat(entries()).extracting(AuditEntry::subject).doesNotContain("user:P1");
        assertThat(entries()).extracting(AuditEntry::from).doesNotContain("192.0.2.8");
        assertUnbroken();
    }

    @Test
    void anErasureLeavesAnotherActorWhoSignsInByTheNumberOrTheName() {
        GuardianId guardian = new GuardianId("1042");
        stores.unitOfWork()
                .run(tx -> stores.rosterStore()
                        .saveGuardians(
                                tx,
                                List.of(new Guardian(
                                        guardian, new PersonName("Nina", "Ly"), "nina@example.org", null, "fr"))));
        for (String login : List.of("1042", "Nina Ly", "nina@example.org")) {
            actor = new Actor(login, Actor.Via.APPLICATION, "");
            cartable.quotas().profiles().add("By " + login, builder -> builder);
        }
        actor = new Actor("root", Actor.Via.COMMAND_LINE, "desk");

        assertThat(cartable.privacy().erase(guardian)).isInstanceOf(ErasePerson.Erased.class);

        assertThat(entries())
                .extracting(AuditEntry::actor)
                .contains("1042", "Nina Ly")
                .doesNotContain("nina@example.org");
        assertUnbroken();
    }

    @Test
    void retentionTakesNamesAwayAndLeavesTheChain() {
        profileOfAwa();
        now = now.plus(Duration.ofDays(1_200));
        cartable.quotas().profiles().add("Staff", builder -> builder);

        cartable.privacy().retention().run();

        assertThat(entries().get(0).actor()).isEmpty();
        assertThat(entries().get(1).subject()).isEmpty();
        assertThat(entries().get(2).actor()).isEqualTo("root");
        assertUnbroken();
    }

    @Test
    void aHostWithoutATrailHasNone() {
        try (Cartable without = Cartable.builder()
                .quotaStores(stores)
                .schoolStores(stores)
                .zone(ZoneOffset.UTC)
                .build()) {
            without.quotas().profiles().add("Student", builder -> builder);

            assertThatIllegalStateException()
                    .isThrownBy(() -> without.auditTrail().head())
                    .withMessageContaining("auditStores(...)");
        }
        assertThat(entries()).isEmpty();
    }

    @Test
    void anEntryInALogNamesNobodyAndItsNumbersAreReadAsFarAsTheyAreNumbers() {
        AuditEntry.Proof proof = new AuditEntry.Proof(null, "0".repeat(64), 0);
        AuditEntry entry = new AuditEntry(
                7,
                now,
                "person.erase",
                "DONE",
                "guardian:G1",
                null,
                "erased=3 =4 kept=some skipped=0",
                "root",
                "REST",
                "192.0.2.7",
                proof,
                proof,
                "1".repeat(64),
                null);

        assertThat(entry).hasToString("AuditEntry[7 person.erase DONE]");
        assertThat(entry.numbers()).isEqualTo(Map.of("erased", 3L, "skipped", 0L));
    }
}
