package dev.cartable.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.notice.port.BounceMailbox;
import dev.cartable.notice.port.BounceMailbox.BounceMailboxException;
import dev.cartable.notice.port.BounceMailbox.Mail;
import dev.cartable.notice.port.BounceMailbox.NotUnderstood;
import dev.cartable.tck.BounceMailboxContract;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BounceFolderTest extends BounceMailboxContract {
    @TempDir
    Path folder;

    private int delivered;

    @Override
    protected void deliver(String message) throws IOException {
        Files.writeString(folder.resolve((1_000 + delivered++) + ".eml"), message);
    }

    @Override
    protected BounceMailbox open() {
        return new BounceFolder(folder);
    }

    @Override
    protected BounceMailbox unreadable() {
        return new BounceFolder(folder.resolve("none"));
    }

    @Override
    protected int kept() throws IOException {
        return files().size();
    }

    @Override
    protected int forPeople() throws IOException {
        return (int) files().stream()
                .filter(file -> file.startsWith(BounceFolder.NOT_UNDERSTOOD))
                .count();
    }

    @Test
    void filesThatCannotBeReadHideNoReportHoweverManyThereAre() throws IOException {
        for (int i = 100; i < 150; i++) {
            put(folder, i + ".eml", "postfix");
        }
        List<String> met = new ArrayList<>();

        assertThatThrownBy(() -> new BounceFolder(folder, file -> {
                            if (!file.endsWith("149.eml")) {
                                throw new AccessDeniedException(file.toString());
                            }
                            return Files.newInputStream(file);
                        })
                        .read(mail -> met.add(mail.name())))
                .isInstanceOf(BounceMailboxException.class)
                .hasMessageContaining("100.eml");

        assertThat(met).containsExactly("149.eml");
        assertThat(files()).hasSize(50).contains("100.eml", "processed/149.eml");
    }

    @Test
    void aMessageThatWasReadIsPutAsideAndNothingIsLost() throws IOException {
        put(folder, "1.eml", "postfix");
        put(folder, "2.EML", "answer-of-a-parent");
        put(folder, "notes.txt", "postfix");

        assertThat(names(read())).containsExactly("1.eml", "2.EML");

        assertThat(files()).containsExactly("not-understood/2.EML", "notes.txt", "processed/1.eml");
        assertThat(Files.readString(folder.resolve("processed/1.eml"))).isEqualTo(BounceDialectsTest.text("postfix"));
        assertThat(read()).isEmpty();
    }

    @Test
    void aSecondFileOfTheSameNameOverwritesNothing() throws IOException {
        for (String file : List.of("postfix", "qmail", "ses")) {
            put(folder, "1.eml", file);
            read();
        }

        assertThat(files()).containsExactly("processed/1-1.eml", "processed/1.eml", "processed/2-1.eml");
        assertThat(Files.readString(folder.resolve("processed/1.eml"))).isEqualTo(BounceDialectsTest.text("postfix"));
    }

    @Test
    void aMaildirIsRead() throws IOException {
        for (String part : List.of("new", "cur", "tmp")) {
            Files.createDirectory(folder.resolve(part));
            put(folder.resolve(part), "1795764669.M1P2." + part, "postfix");
        }

        assertThat(names(read())).containsExactly("1795764669.M1P2.cur", "1795764669.M1P2.new");

        assertThat(files())
                .containsExactly(
                        "processed/1795764669.M1P2.cur", "processed/1795764669.M1P2.new", "tmp/1795764669.M1P2.tmp");
    }

    @Test
    void aFileThatCannotBePutAsideDoesNotEndTheReading() throws IOException {
        Files.writeString(folder.resolve("not-understood"), "a file in place of the folder");
        put(folder, "1.eml", "answer-of-a-parent");
        put(folder, "2.eml", "postfix");

        assertThatThrownBy(this::read)
                .isInstanceOf(BounceMailboxException.class)
                .hasMessageContaining("1.eml");

        assertThat(files()).contains("1.eml", "processed/2.eml");
    }

    @Test
    void aMessageWhoseReportsCannotBeWrittenStays() throws IOException {
        put(folder, "1.eml", "postfix");
        put(folder, "2.eml", "postfix");

        assertThatThrownBy(() -> new BounceFolder(folder).read(mail -> {
                    if (mail.name().equals("2.eml")) {
                        throw new IllegalStateException("the database is away");
                    }
                    return true;
                }))
                .hasMessage("the database is away");

        assertThat(files()).containsExactly("2.eml", "processed/1.eml");
    }

    @Test
    void aMessageThatCannotBeHandledHoldsUpNoOther() throws IOException {
        for (int i = 1; i <= 4; i++) {
            put(folder, i + ".eml", "postfix");
        }

        assertThatThrownBy(() -> new BounceFolder(folder).read(mail -> {
                    if (List.of("1.eml", "3.eml").contains(mail.name())) {
                        throw new IllegalArgumentException(mail.name());
                    }
                    return true;
                }))
                .hasMessage("1.eml");

        assertThat(files()).containsExactly("1.eml", "3.eml", "processed/2.eml", "processed/4.eml");
    }

    @Test
    void whereMessageAfterMessageFailsReadingEnds() throws IOException {
        for (int i = 100; i < 150; i++) {
            put(folder, i + ".eml", "postfix");
        }
        List<String> met = new ArrayList<>();

        assertThatThrownBy(() -> new BounceFolder(folder).read(mail -> {
                    met.add(mail.name());
                    throw new IllegalStateException("the database is away");
                }))
                .hasMessage("the database is away");

        assertThat(met).hasSize(20);
        assertThat(files()).hasSize(50);
    }

    @Test
    void aFileThatAnotherProcessTakesMeanwhileIsNoFault() throws IOException {
        put(folder, "1.eml", "postfix");

        new BounceFolder(folder).read(mail -> {
            try {
                Files.delete(folder.resolve("1.eml"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return true;
        });

        assertThat(files()).isEmpty();
    }

    @Test
    void aLinkIsLeftAlone() throws IOException {
        put(folder, "1.txt", "postfix");
        Files.createSymbolicLink(folder.resolve("2.eml"), folder.resolve("1.txt"));

        assertThat(read()).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new BounceFolder(folder.resolve("none")).read(mail -> true))
                .isInstanceOf(BounceMailboxException.class)
                .hasMessageContaining("none");
    }

    @Test
    void whatIsNotUnderstoodIsHandedOverToo() throws IOException {
        put(folder, "1.eml", "broken");

        assertThat(read()).singleElement().isInstanceOf(NotUnderstood.class);
    }

    private List<Mail> read() {
        List<Mail> mails = new ArrayList<>();
        new BounceFolder(folder).read(mails::add);
        return mails;
    }

    private static List<String> names(List<Mail> mails) {
        return mails.stream().map(Mail::name).toList();
    }

    private static void put(Path into, String name, String dialect) throws IOException {
        Files.writeString(into.resolve(name), BounceDialectsTest.text(dialect));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
