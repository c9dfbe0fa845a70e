package dev.cartable.school.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.school.model.UnreadableRosterException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipRosterTest {
    private static final String USERS =
            RosterFolder.USERS + "P1,,true,student,Léa,Roy,,G1,\nG1,,true,parent,Anne,Roy,,,\n";

    @TempDir
    Path temp;

    private Path zip(Entry... entries) throws IOException {
        Path file = temp.resolve("roster.zip");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Entry entry : entries) {
                zip.putNextEntry(new ZipEntry(entry.name));
                for (int i = 0; i < entry.times; i++) {
                    zip.write(entry.content.getBytes(StandardCharsets.UTF_8));
                }
                zip.closeEntry();
            }
        }
        return Files.write(file, bytes.toByteArray());
    }

    private record Entry(String name, String content, int times) {
        static Entry of(String name) {
            return new Entry(name, USERS, 1);
        }
    }

    private static void assertRefused(Path zip, String message) {
        assertThatThrownBy(() -> RosterFolder.read(CsvRoster.open(zip)))
                .isInstanceOf(UnreadableRosterException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("nothing was written");
    }

    @ParameterizedTest
    @ValueSource(strings = {"users.csv", "Users.CSV", "export/users.csv"})
    void aRosterIsFoundAtTheTopOfAZipOrInOneFolder(String name) throws IOException {
        Path zip = zip(Entry.of("__MACOSX/export/._users.csv"), Entry.of(name));

        assertThat(RosterFolder.read(CsvRoster.open(zip)).pairs()).containsExactly("G1>P1:PARENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../users.csv", "a/../../x.csv", "/etc/x.csv", "C:x.csv", "a\\..\\x.csv"})
    void aNameThatPointsOutOfTheZipRefusesIt(String name) throws IOException {
        assertRefused(zip(Entry.of("users.csv"), Entry.of(name)), "points out of the archive");
    }

    @Test
    void aFileThatUnfoldsBeyondMeasureRefusesTheZip() throws IOException {
        assertRefused(
                zip(new Entry("users.csv", USERS, 1), new Entry("relationships.csv", "a".repeat(1 << 16), 1_000)),
                "unfolds to more than");
    }

    @Test
    void tooManyEntriesRefuseTheZip() throws IOException {
        Entry[] entries = Stream.concat(
                        Stream.of(Entry.of("users.csv")),
                        Stream.iterate(0, i -> i + 1)
                                .limit(ZipFiles.MAX_ENTRIES)
                                .map(i -> Entry.of("x" + i)))
                .toArray(Entry[]::new);

        assertRefused(zip(entries), "1001 entries");
    }

    @Test
    void twoRostersInOneZipAreRefused() throws IOException {
        assertRefused(zip(Entry.of("a/users.csv"), Entry.of("b/users.csv")), "more than one folder");
    }

    @Test
    void aRosterTooDeepInAZipIsNotFound() throws IOException {
        assertRefused(zip(Entry.of("a/b/users.csv")), "no users.csv");
    }

    @Test
    void aZipThatIsCutOffIsRefused() throws IOException {
        Path zip = zip(Entry.of("users.csv"));
        byte[] bytes = Files.readAllBytes(zip);

        assertRefused(Files.write(zip, Arrays.copyOf(bytes, bytes.length / 2)), "cut off or damaged");
    }

    @Test
    void aFlippedBitInAZipIsNoticed() throws IOException {
        Path file = temp.resolve("stored.zip");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            CRC32 crc = new CRC32();
            byte[] users = USERS.getBytes(StandardCharsets.UTF_8);
            crc.update(users);
            ZipEntry entry = new ZipEntry("users.csv");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(users.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(users);
            zip.closeEntry();
        }
        byte[] flipped = bytes.toByteArray();
        flipped[30 + "users.csv".length() + 10] ^= 1;

        assertRefused(Files.write(file, flipped), "does not match its checksum");
    }

    @Test
    void whatIsNeitherFolderNorZipIsRefused() throws IOException {
        assertRefused(temp.resolve("nothing"), "no roster at");
        assertRefused(Files.writeString(temp.resolve("users.csv"), USERS), "single file");
        assertRefused(Files.writeString(temp.resolve("roster.doc"), USERS), "no zip file");
    }
}
