package dev.cartable.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LeaseHolderTest {
    private static final Leases.Holder THIS = Leases.Holder.thisProcess();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void thisProcessIsNotGone() {
        assertThat(THIS.isGone()).isFalse();
        assertThat(THIS.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(Leases.Holder.thisProcess()).isEqualTo(THIS);
    }

    @Test
    void aProcessIsGoneWhenItHasEndedAndNotBefore() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(JAVA, "-XX:TieredStopAtLevel=1", "-version")
                .redirectErrorStream(true)
                .start();
        Leases.Holder holder = new Leases.Holder(THIS.host(), child.pid(), 1);
        Leases.Holder parent = ProcessHandle.current()
                .parent()
                .map(process -> new Leases.Holder(THIS.host(), process.pid(), 1))
                .orElse(THIS);

        assertThat(parent.isGone()).as("a living process, whatever its start").isFalse();
        child.getInputStream().readAllBytes();
        child.waitFor();
        assertThat(holder.isGone()).isTrue();
    }

    @Test
    void aProcessThatHadTheIdOfThisOneIsGone() {
        assertThat(new Leases.Holder(THIS.host(), THIS.pid(), THIS.startedMillis() + 1).isGone())
                .isTrue();
    }

    @Test
    void aProcessThatMayBeThisOneIsNotKnownToBeGone() {
        assertThat(new Leases.Holder(THIS.host(), THIS.pid(), 0).isGone()).isFalse();
    }

    @Test
    void aProcessOnAnotherMachineIsNeverKnownToBeGone() {
        assertThat(new Leases.Holder("elsewhere.example.org", 4_194_305, 1).isGone())
                .isFalse();
        assertThat(new Leases.Holder(THIS.hostName() + "~another", 4_194_305, 1).isGone())
                .as("a machine of the same name")
                .isFalse();
    }

    @Test
    void itsTextCanBeReadBack() {
        Leases.Holder holder = new Leases.Holder("école.example.org~1f0c2a9e-4026531836", 4711, 1_790_000_000_000L);

        assertThat(Leases.Holder.parse(holder.toString())).isEqualTo(holder);
        assertThat(Leases.Holder.parse(THIS.toString())).isEqualTo(THIS);
    }

    @Test
    void peopleReadTheMachinesNameAlone() {
        assertThat(new Leases.Holder("srv1~1f0c2a9e-1", 1, 0).hostName()).isEqualTo("srv1");
        assertThat(new Leases.Holder("srv1", 1, 0).hostName()).isEqualTo("srv1");
    }

    @Test
    void whatIsNoHolderIsRefused() {
        for (String text : new String[] {
            "", "srv1", "srv1/1", "srv1/1/2/3", "srv1/x/2", "srv1/1/x", " /1/2", "srv1/-1/2", "srv1/1/-2"
        }) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> Leases.Holder.parse(text));
        }
    }
}
