package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.work.HostKey;
import dev.cartable.work.InstanceGuard.State;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Whether a host sends, and starts over a database that was copied from another installation. */
@ExtendWith(OutputCaptureExtension.class)
class SpeakingTest {
    private final DataSource database = TestDatabase.h2().dataSource();

    @Test
    void theFirstInstallationSpeaksAndItsRestartTooWithoutAnyFile(CapturedOutput output) {
        start(Runners.KEY).run(context -> {
            assertThat(context.getBean(Cartable.class).notices().instance().look())
                    .isEqualTo(new State.Unknown());
            assertThat(drain(context.getBean(Cartable.class)).silence()).isNull();
        });
        start(Runners.KEY).run(context -> {
            assertThat(output).contains("Cartable sends messages as the installation");
            assertThat(drain(context.getBean(Cartable.class)).silence()).isNull();
        });
    }

    @Test
    void aCopyStartsAndSaysThatItSendsNothing(CapturedOutput output) {
        start("cartable.instance-id=prod").run(context -> drain(context.getBean(Cartable.class)));

        start("cartable.instance-id=copy").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output)
                    .contains(
                            "Cartable sends nothing",
                            "prod",
                            "copy",
                            "cartable instance claim",
                            "cartable.speak=false");
            assertThat(drain(context.getBean(Cartable.class)).silence())
                    .extracting(Silence::reason)
                    .isEqualTo(Silence.Reason.INSTANCE_HELD);
        });
    }

    @Test
    void theIdIsKeptBesideTheHostKeysFile(@TempDir Path folder) throws Exception {
        Path key = folder.resolve("school.key");
        HostKey.fileOrNew(key);
        String property = "cartable.host-key-file=" + key;

        start(property).run(context -> drain(context.getBean(Cartable.class)));
        String id = Files.readString(folder.resolve("school.instance")).strip();

        start(property)
                .run(context -> assertThat(context.getBean(Cartable.class)
                                .notices()
                                .instance()
                                .look())
                        .isEqualTo(new State.Speaks(id)));
    }

    @Test
    void aHostThatIsNotToSpeakSaysSo(CapturedOutput output) {
        start("cartable.speak=false").run(context -> {
            assertThat(output).contains("cartable.speak is false");
            assertThat(drain(context.getBean(Cartable.class)).silence())
                    .extracting(Silence::reason)
                    .isEqualTo(Silence.Reason.SPEAK_OFF);
        });
        start("cartable.speak=chief@example.org")
                .run(context -> assertThat(output).contains("all e-mail to chief@example.org"));
        start("cartable.speak=perhaps")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("perhaps"));
        start("cartable.instance-id=no id").run(context -> assertThat(context).hasFailed());
    }

    private static DispatchNotices.Report drain(Cartable cartable) {
        return cartable.notices().dispatch().drain();
    }

    private ApplicationContextRunner start(String... properties) {
        return Runners.empty()
                .withBean(DataSource.class, () -> database)
                .withBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(database))
                .withPropertyValues(Runners.ZONE, Runners.ROSTER)
                .withPropertyValues(properties);
    }
}
