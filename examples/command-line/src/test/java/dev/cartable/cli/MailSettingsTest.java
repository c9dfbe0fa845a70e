package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail settings that cannot be used are refused with the reason, in the reader's language. */
class MailSettingsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smtp://user@example.org | CARTABLE_SMTP_PASSWORD | mot de passe dans CARTABLE_SMTP_PASSWORD",
                "ftp://example.org | neither smtp:// nor | ne commence ni par smtp://",
                "smtp://example.org/#x | has a # in it | contient un #",
                "smtp://example.org/a/b | a / too many | un / de trop",
                "smtp://:25 | names no server | ne nomme aucun serveur",
                "smtp://ex!ample.school.org | neither a host name | ni un nom de machine",
                "smtp://example.org:0 | port 0 is not | port 0 n’est pas",
                "smtp://smtp.example.org:70000 | port 70000 is not | port 70000 n’est pas",
                "smtp://example.org:a | port is not a number | port n’est pas un nombre",
                "smtp://:p@example.org | user is empty | utilisateur est vide",
                "smtp://u:@example.org | password is empty | mot de passe est vide",
                "smtp://example.org?x=1 | none of from, name | aucun de from, name",
                "smtp://example.org?name=x | without the address | sans son adresse",
                "smtp://example.org?from=a@b.org&name=a%0Ab | sender's name | nom de l’expéditeur",
                "smtp://example.org?from=nobody | address in from cannot be used | adresse de from",
                "smtp://localhost2 | give --from | donnez --from",
                "smtp://example.org?allow-plain=1 | allow-plain is not true | allow-plain n’est pas true",
                "smtp://example.org?security=x | none of starttls | ni starttls",
                "smtp://smtp.example.org?security=plain | without encryption | sans chiffrement",
                "smtp://example.org?from=%G1 | hexadecimal | hexadécimaux",
                "smtp://example.org?from=%FF | not UTF-8 | pas en UTF-8",
                "smtp://smtp.example.org?read-timeout=0 | read-timeout is not between | read-timeout n’est pas entre",
                "smtp://smtp.example.org?connections=99 | not 1 to 20 | entre 1 et 20",
                "smtp://smtp.example.org?per-connection=0 | per-connection is less | per-connection est inférieur",
                "smtp://smtp.example.org?local-host=! | no host name | pas un nom de machine",
                "smtp://smtp.example.org?message-id-domain=! | no domain name | pas un nom de domaine"
            })
    void areRefusedWithTheReasonInBothLanguages(String url, String inEnglish, String inFrench) {
        Desk desk = Desk.withFile(folder);

        Desk.Result english = desk.run("mail", "test", "a@example.org", "--smtp", url);
        Desk.Result french = desk.run("mail", "test", "a@example.org", "--smtp", url, "--lang", "fr");

        assertThat(english.exit()).isEqualTo(french.exit()).isEqualTo(Exit.FAILED.code());
        assertThat(english.err().replaceAll("\\. Nothing was sent.*", "")).contains(inEnglish);
        assertThat(french.err().replaceAll("\\. Rien n’a été envoyé.*", "").replace('\u00A0', ' '))
                .contains(inFrench);
        assertThat(desk.run("doctor", "--smtp", url).out()).contains(inEnglish);
    }
}
