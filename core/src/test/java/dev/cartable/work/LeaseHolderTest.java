package dev.cartable.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LeaseHolderTest {
    private static final LeaseHolder THIS = LeaseHolder.thisProcess();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void thisProcessIsNotGone() {
        assertThat(THIS.isGone()).isFalse();
        assertThat(THIS.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(LeaseHolder.thisProcess()).isEqualTo(THIS);
    }

    @Test
    void aProcessIsGoneWhenItHasEndedAndNotBefore() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(JAVA, "-XX:TieredStopAtLevel=1", "-version")
                .redirectErrorStream(true)
                .start();
        LeaseHolder holder = new LeaseHolder(THIS.host(), child.pid(), 1);
        LeaseHolder parent = ProcessHandle.current()
                .parent()
                .map(process -> new LeaseHolder(THIS.host(), process.pid(), 1))
                .orElse(THIS);

        assertThat(parent.isGone()).as("a living process, whatever its start").isFalse();
        child.getInputStream().readAllBytes();
        child.waitFor();
        assertThat(holder.isGone()).isTrue();
    }

    @Test
    void aProcessThatHadTheIdOfThisOneIsGone() {
        assertThat(new LeaseHolder(THIS.host(), THIS.pid(), THIS.startedMillis() + 1).isGone())
                .isTrue();
    }

    @Test
    void aProcessThatMayBeThisOneIsNotKnownToBeGone() {
        assertThat(new LeaseHolder(THIS.host(), THIS.pid(), 0).isGone()).isFalse();
    }

    @Test
    void aProcessOnAnotherMachineIsNeverKnownToBeGone() {
        assertThat(new LeaseHolder("elsewhere.example.org", 4_194_305, 1).isGone())
                .isFalse();
        assertThat(new LeaseHolder(THIS.hostName() + "~another", 4_194_305, 1).isGone())
                .as("a machine of the same name")
                .isFalse();
    }

    @Test
    void itsTextCanBeReadBack() {
        LeaseHolder holder = new LeaseHolder("école.example.org~1f0c2a9e-4026531836", 4711, 1_790_000_000_000L);

        assertThat(LeaseHolder.parse(holder.toString())).isEqualTo(holder);
        assertThat(LeaseHolder.parse(THIS.toString())).isEqualTo(THIS);
    }

    @Test
    void peopleReadTheMachinesNameAlone() {
        assertThat(new LeaseHolder("srv1~1f0c2a9e-1", 1, 0).hostName()).isEqualTo("srv1");
        assertThat(new LeaseHolder("srv1", 1, 0).hostName()).isEqualTo("srv1");
    }

    @Test
    void whatIsNoHolderIsRefused() {
        for (String text : new String[] {
            "", "srv1", "srv1/1", "srv1/1/2/3", "srv1/x/2", "srv1/1/x", " /1/2", "srv1/-1/2", "srv1/1/-2"
        }) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> LeaseHolder.parse(text));
        }
    }
}
