package dev.cartable.account;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.letters.LetterFolder;
import dev.cartable.account.letters.LetterSheets;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.port.Letters;
import dev.cartable.account.port.Letters.Letter;
import dev.cartable.notice.model.LetterContent;
import dev.cartable.notice.port.LetterRenderer;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.School;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.Leases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteLettersTest {
    private final SchoolFixture school = new SchoolFixture();
    private final Tokens tokens = new Tokens(SchoolFixture.KEY);

    @BeforeEach
    void open() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", null, "p2", "p3");
        school.family("g3", "Fatou Bah", "fatou at example", "p4");
        speaking("g3", "en");
        school.run();
    }

    @Test
    void writesOneLetterToEachParentWhoWaitsAndHasNoChannel() {
        List<Letter> letters = new ArrayList<>();

        Letters.Counts counts = write(into(letters));

        assertThat(counts).isEqualTo(new Letters.Counts(2, 2, 0, 0, 0, 0));
        Letter french = to("g2", letters);
        Account alpha = school.account("g2");
        String token = tokens.activation(alpha.id(), 1, null);
        assertThat(french.fileName()).isEqualTo("letter-alpha.barry.txt");
        assertThat(french.text())
                .contains(
                        "Bonjour Alpha Barry",
                        "alpha.barry",
                        "Pupil p2 et Pupil p3",
                        "https://parents.example.org/activate#" + token,
                        Tokens.grouped(token),
                        "1er octobre 2026")
                .doesNotContain("provisoire", "{", "}");
        assertThat(to("g3", letters).text()).contains("Hello Fatou Bah", "October", "2026");
        assertThat(french.toString()).doesNotContain(token);
    }

    @Test
    void aParentWhoHasComeInBeforeGetsALetterAfterTheCredentialWasSentAgainAndUntilItIsUsed() {
        Account alpha = school.account("g2");
        school.change("g2", account -> account.activated("her own", school.now));
        assertThat(write(into(new ArrayList<>())).written()).isEqualTo(1);

        school.resend().apply(school.resend().plan(ResendCredentials.Request.of(Set.of(new GuardianId("g2")))));
        List<Letter> letters = new ArrayList<>();
        Letters.Counts counts = write(into(letters));

        assertThat(counts).isEqualTo(new Letters.Counts(2, 2, 0, 0, 0, 0));
        int revision = school.account("g2").credential().revision();
        assertThat(to("g2", letters).text())
                .contains("un nouveau mot de passe", tokens.activation(alpha.id(), revision, null))
                .doesNotContain("vous ouvre");
        assertThat(to("g3", letters).text()).contains("has opened");
        school.now = school.now.plus(Duration.ofDays(30));
        assertThat(write(into(new ArrayList<>())))
                .as("an expired one is not renewed for a parent who can come in")
                .isEqualTo(new Letters.Counts(1, 1, 1, 0, 0, 0));
    }

    @Test
    void lettersForOneFileStandByClassAndAreOnlyThoseThatWerePut() throws IOException {
        LetterSheets sheets = new LetterSheets();
        assertThat(sheets.isEmpty()).isTrue();
        assertThat(write(sheets)).isEqualTo(new Letters.Counts(2, 2, 0, 0, 0, 0));

        List<LetterContent> file = new ArrayList<>();
        sheets.write(
                new LetterRenderer.Sheets() {
                    @Override
                    public void add(LetterContent letter) {
                        file.add(letter);
                    }

                    @Override
                    public LetterRenderer.Totals finish() {
                        throw new AssertionError();
                    }

                    @Override
                    public void close() {}
                },
                Locale.FRENCH);

        assertThat(file).hasSize(2).isSortedAccordingTo(LetterContent.inOrder(Locale.FRENCH));
        assertThat(file.get(0).bearers()).isNotEmpty();
        assertThat(sheets.isEmpty()).isFalse();
    }

    @Test
    void renewsAnExpiredActivationBeforeItIsPrinted() {
        school.now = school.now.plus(Duration.ofDays(30));
        List<Letter> letters = new ArrayList<>();

        Letters.Counts counts = write(into(letters));

        Account alpha = school.account("g2");
        assertThat(counts.renewed()).isEqualTo(2);
        assertThat(alpha.credential().revision()).isEqualTo(2);
        assertThat(to("g2", letters).text()).contains(tokens.activation(alpha.id(), 2, null));
        assertThat(school.stores
                        .activations()
                        .find(tokens.activationHash(alpha.id(), 2, null))
                        .orElseThrow()
                        .expiresAt())
                .isAfter(school.now);
        assertThat(write(letter -> new Put(Letters.Outcome.UNCHANGED))).isEqualTo(new Letters.Counts(2, 0, 0, 2, 0, 0));
    }

    @Test
    void bringsATemporaryPasswordWhereTheSchoolWantsThat() {
        AccountSettings links = school.settings;
        school.settings = new AccountSettings(
                links.school(),
                links.activationPage(),
                links.activationValidity(),
                links.inactiveAfter(),
                links.namingRule(),
                FirstCredential.TEMPORARY_PASSWORD);
        school.now = school.now.plus(Duration.ofDays(30));
        List<Letter> letters = new ArrayList<>();

        write(into(letters));

        Account alpha = school.account("g2");
        String password = tokens.temporaryPassword(alpha.id(), 2);
        assertThat(SchoolFixture.PLAIN.matches(
                        password, String.valueOf(alpha.credential().passwordHash())))
                .isTrue();
        assertThat(to("g2", letters).text())
                .contains(password)
                .contains("valable jusqu’au")
                .doesNotContain(tokens.activation(alpha.id(), 2, null));
    }

    @Test
    void writesNothingBesideAnotherRunOrInsideAnotherTransaction() {
        assertThatThrownBy(() -> school.stores.unitOfWork().run(tx -> write(into(new ArrayList<>()))))
                .isInstanceOf(IllegalStateException.class);
        school.stores.leases().acquire(GenerateAccounts.LEASE, Leases.Holder.thisProcess(), Duration.ofMinutes(1));

        assertThatThrownBy(() -> write(into(new ArrayList<>()))).isInstanceOf(LeaseHeldException.class);
    }

    @Test
    void writesNoLetterAboutPupilsWhomTheGuardianMayNotSee() {
        school.orphan("g2");

        assertThat(write(into(new ArrayList<>()))).isEqualTo(new Letters.Counts(2, 1, 0, 0, 1, 0));
    }

    @Test
    void keepsFilesToTheOwnerAndLeavesOthersFilesAlone(@TempDir Path parent) throws IOException {
        Path folder = parent.resolve("letters");
        Files.createDirectories(folder);
        Path taken = folder.resolve("letter-fatou.bah.txt");
        Files.writeString(taken, "a letter of mine\n");
        LetterFolder letters = new LetterFolder(folder);

        assertThat(write(letters)).isEqualTo(new Letters.Counts(2, 1, 0, 0, 0, 1));
        assertThat(write(letters)).isEqualTo(new Letters.Counts(2, 0, 0, 1, 0, 1));

        Path alpha = folder.resolve("letter-alpha.barry.txt");
        String first = Files.readString(alpha);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(alpha)))
                .isEqualTo("rw-------");
        school.now = school.now.plus(Duration.ofDays(30));
        int revision = school.account("g3").credential().revision();
        assertThat(write(letters)).isEqualTo(new Letters.Counts(2, 1, 1, 0, 0, 1));
        assertThat(school.account("g3").credential().revision()).isEqualTo(revision);
        assertThat(Files.readString(alpha)).isNotEqualTo(first);
        assertThat(Files.readString(taken)).isEqualTo("a letter of mine\n");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void followsNoLinkOutOfTheFolder(@TempDir Path parent) throws IOException {
        Path outside = parent.resolve("outside.txt");
        String kept = "kept\n" + school.account("g2").id() + "\n";
        Files.writeString(outside, kept);
        Path folder = Files.createDirectory(parent.resolve("letters"));
        Files.createSymbolicLink(folder.resolve("letter-alpha.barry.txt"), outside);

        assertThat(write(new LetterFolder(folder)).failed()).isEqualTo(1);
        assertThat(Files.readString(outside)).isEqualTo(kept);
    }

    @Test
    void renewsNoCredentialWhoseLetterCannotBeWritten() {
        school.now = school.now.plus(Duration.ofDays(30));
        List<Letter> drafted = new ArrayList<>();

        assertThatThrownBy(() -> write(letter -> {
                    drafted.add(letter);
                    if (drafted.size() == 2) {
                        throw new UncheckedIOException(new IOException("no space left on device"));
                    }
                    return new Put(Letters.Outcome.WRITTEN);
                }))
                .hasMessageContaining("no space left");

        assertThat(drafted).hasSize(2);
        assertThat(List.of("g2", "g3"))
                .allSatisfy(guardian -> assertThat(
                                school.account(guardian).credential().revision())
                        .isEqualTo(1));
    }

    @Test
    void writesToAMediumWithoutHardLinks(@TempDir Path parent) throws IOException {
        school.now = school.now.plus(Duration.ofDays(30));
        Path zip = parent.resolve("medium.zip");
        try (FileSystem medium = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path folder = medium.getPath("letters");
            assertThatThrownBy(() -> Files.createLink(medium.getPath("/a"), medium.getPath("/b")))
                    .isInstanceOf(UnsupportedOperationException.class);

            assertThat(write(new LetterFolder(folder))).isEqualTo(new Letters.Counts(2, 2, 2, 0, 0, 0));
            assertThat(write(new LetterFolder(folder))).isEqualTo(new Letters.Counts(2, 0, 0, 2, 0, 0));
            try (var files = Files.list(folder)) {
                assertThat(files).hasSize(2);
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToRenewsNothingAndAnEmptyFileIsNoObstacle(@TempDir Path parent) throws IOException {
        school.now = school.now.plus(Duration.ofDays(30));
        Path folder = Files.createDirectory(parent.resolve("letters"));
        LetterFolder letters = new LetterFolder(folder);
        Files.delete(folder);

        assertThatThrownBy(() -> write(letters)).isInstanceOf(UncheckedIOException.class);
        assertThat(school.account("g2").credential().revision()).isEqualTo(1);

        Files.createDirectory(folder);
        Files.createFile(folder.resolve("letter-alpha.barry.txt"));
        assertThat(write(letters)).isEqualTo(new Letters.Counts(2, 2, 2, 0, 0, 0));
    }

    private static Letters into(List<Letter> letters) {
        return letter -> {
            letters.add(letter);
            return new Put(Letters.Outcome.WRITTEN);
        };
    }

    private record Put(Letters.Outcome outcome) implements Letters.Draft {
        @Override
        public void put() {}

        @Override
        public void close() {}
    }

    private Letter to(String guardian, List<Letter> letters) {
        return letters.stream()
                .filter(letter ->
                        letter.account().equals(school.account(guardian).id()))
                .findFirst()
                .orElseThrow();
    }

    private Letters.Counts write(Letters letters) {
        return new WriteLetters(
                        school.ports(),
                        new TemplateRenderer(
                                school.stores.templates(),
                                new School("École Test", ZoneOffset.UTC, Locale.FRENCH),
                                MailDesign.defaults()),
                        school.settings,
                        school.stores::users,
                        SchoolFixture.KEY,
                        school.clock)
                .write(letters);
    }

    private void speaking(String guardian, String language) {
        GuardianId id = new GuardianId(guardian);
        Family family = requireNonNull(school.families.get(id));
        Guardian before = family.guardian();
        school.families.put(
                id,
                new Family(new Guardian(id, before.name(), before.email(), before.phone(), language), family.wards()));
    }
}
