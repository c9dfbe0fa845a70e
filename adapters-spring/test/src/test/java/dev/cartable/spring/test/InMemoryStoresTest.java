package dev.cartable.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.Accounts;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.school.Rosters;
import dev.cartable.school.csv.CsvRoster;
import dev.cartable.work.Brake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;

@CartableTest(stores = TestStores.IN_MEMORY, at = "2026-09-07T07:30:00Z")
@TestPropertySource(properties = "spring.config.name=portal")
class InMemoryStoresTest {
    @RepeatedTest(2)
    void theStoresAreEmptyUntilTheTestFillsThem(
            @Autowired ApplicationContext application,
            @Autowired Rosters rosters,
            @Autowired Accounts accounts,
            @Autowired TestOutbox outbox,
            @Autowired TestClock clock,
            @TempDir Path folder)
            throws IOException {
        assertThat(application.getBeansOfType(DataSource.class)).isEmpty();
        assertThat(clock.instant()).isEqualTo("2026-09-07T07:30:00Z");
        assertThat(accounts.generate()
                        .run(GenerationRequest.everyone(), step -> {})
                        .counts()
                        .values())
                .containsEntry("created", 0L);

        roster(folder);
        rosters.importRoster().apply(rosters.importRoster().plan(CsvRoster.open(folder), Brake.defaults()));
        accounts.generate().run(GenerationRequest.everyone(), step -> {});
        outbox.send();

        assertThat(outbox).hasSent("account.activation").to("G004").once();
    }

    private static void roster(Path folder) throws IOException {
        Files.writeString(folder.resolve("users.csv"), """
                sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
                P007,,,true,1,student,binta,,Binta,Diallo,,7,,,,G004,,
                G004,,,true,1,parent,mariama,,Mariama,Diallo,,4,mariama@example.org,,,P007,,
                """);
    }
}
