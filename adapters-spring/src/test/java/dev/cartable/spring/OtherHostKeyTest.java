package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.account.Accounts;
import dev.cartable.account.GenerateAccounts;
import dev.cartable.account.HostKeyMismatchException;
import dev.cartable.account.MaintainHostKey;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.port.HostKeyStore;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.quota.Quotas;
import java.util.Base64;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** A second start over the same database with another host key, and with one that replaced it. */
@ExtendWith(OutputCaptureExtension.class)
class OtherHostKeyTest {
    private static final String FIRST = key(1);
    private static final String SECOND = key(2);

    private final DataSource database = TestDatabase.h2().dataSource();

    @Test
    void theHostStartsAndSaysWhatToDoAndWhatDerivesIsRefused(CapturedOutput output) {
        start("cartable.host-key=" + FIRST)
                .run(context -> context.getBean(Accounts.class).hostKey().adopt());

        start("cartable.host-key=" + SECOND).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output)
                    .contains("the database was written with another one", "messages are kept")
                    .contains("Set cartable.host-key", "cartable host-key new --i-lost-it")
                    .doesNotContain(SECOND);
            GenerateAccounts generate = context.getBean(Accounts.class).generate();
            assertThatExceptionOfType(HostKeyMismatchException.class)
                    .isThrownBy(() -> generate.plan(GenerationRequest.everyone()));
            assertThat(context.getBean(Quotas.class)).isNotNull();
        });
    }

    @Test
    void aKeyWithTheOldOneBehindItIsTakenAndTheOldOneAloneIsReported(CapturedOutput output) {
        start("cartable.host-key=" + FIRST)
                .run(context -> context.getBean(Accounts.class).hostKey().adopt());
        start("cartable.host-key=" + SECOND, "cartable.old-host-keys=" + FIRST).run(context -> {
            MaintainHostKey known = context.getBean(Accounts.class).hostKey();
            assertThat(known.state()).isEqualTo(HostKeyStore.State.REPLACING);
            known.adopt();
            assertThat(known.state()).isEqualTo(HostKeyStore.State.CURRENT);
        });
        assertThat(output).doesNotContain("derives nothing");

        start("cartable.host-key=" + FIRST).run(context -> assertThat(context).hasNotFailed());
        assertThat(output).contains("a newer one has replaced it", "cartable.old-host-keys to this one");
    }

    @Test
    void anOldKeyThatIsNoneEndsTheStart() {
        start("cartable.host-key=" + FIRST, "cartable.old-host-keys=c2hvcnQ=")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isNotNull()
                        .hasMessageNotContaining("c2hvcnQ"));
        start("cartable.host-key=" + FIRST, "cartable.old-host-keys=" + FIRST)
                .run(context -> assertThat(context).hasFailed());
    }

    private ApplicationContextRunner start(String... properties) {
        return Runners.empty()
                .withBean(DataSource.class, () -> database)
                .withBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(database))
                .withPropertyValues(Runners.ZONE, Runners.ROSTER)
                .withPropertyValues(properties);
    }

    private static String key(int first) {
        byte[] secret = new byte[32];
        secret[0] = (byte) first;
        return Base64.getEncoder().encodeToString(secret);
    }
}
