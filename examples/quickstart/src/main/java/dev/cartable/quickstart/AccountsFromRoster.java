package dev.cartable.quickstart;

import static dev.cartable.account.model.GenerationRequest.everyone;

import dev.cartable.Cartable;
import dev.cartable.account.AccountPlan;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.mail.EmlCourier;
import dev.cartable.mail.Sender;
import dev.cartable.notice.port.Courier;
import dev.cartable.school.csv.CsvRoster;
import dev.cartable.work.Brake;
import dev.cartable.work.HostKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Parent accounts from a roster in CSV, on H2, with the activation mails as files. */
public final class AccountsFromRoster {
    private AccountsFromRoster() {}

    /** Takes the folder of the roster and a folder to write into: the database, the host key and the mails. */
    public static void main(String[] folders) throws IOException {
        Path output = Path.of(folders[1]).toAbsolutePath();
        JdbcConnectionPool h2 = JdbcConnectionPool.create("jdbc:h2:file:" + output.resolve("school"), "sa", "");
        Courier files = new EmlCourier(output.resolve("outbox"), Sender.of("school@example.org"));
        try {
            generate(h2, Path.of(folders[0]), output.resolve("cartable.key"), files);
        } finally {
            h2.dispose();
        }
    }

    static void generate(DataSource dataSource, Path rosterFolder, Path keyFile, Courier courier) throws IOException {
        // readme
        try (Cartable cartable = Cartable.builder()
                .stores(JdbcStores.create(dataSource)) // H2 or PostgreSQL
                .courier(courier) // JakartaMailCourier.smtp("smtp.example.org"), or your own
                .key(HostKey.fileOrNew(keyFile)) // all nodes need the same file
                .zone(ZoneId.of("Africa/Conakry"))
                .school("École de la Rivière")
                .activationPage(URI.create("https://parents.example.org/activate"))
                .build()) {
            var roster = cartable.rosters().importRoster().plan(CsvRoster.open(rosterFolder), Brake.defaults());
            cartable.rosters().importRoster().apply(roster);
            AccountPlan plan = cartable.accounts().generate().plan(everyone());
            System.out.println(plan.summary()); // this is the dry run
            cartable.accounts().generate().apply(plan);
            cartable.notices().dispatch().drain();
        }
        // readme
    }
}
