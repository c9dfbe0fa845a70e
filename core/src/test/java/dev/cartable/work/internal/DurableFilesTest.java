package dev.cartable.work.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurableFilesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "There is not enough space on the disk",
                "Disk quota exceeded",
                "Aucun espace disponible sur le périphérique",
                "Espace insuffisant sur le disque",
                "Débordement du quota d'espace disque"
            })
    void aFullDiskIsKnownByWhatTheSystemSays(String reason) {
        assertThat(DurableFiles.isDiskFull(new IOException(reason))).isTrue();
        assertThat(DurableFiles.isDiskFull(new SQLException("the store failed", new IOException(reason))))
                .as("also where it is the cause")
                .isTrue();
    }

    @Test
    void anotherFailureIsNone() {
        assertThat(DurableFiles.isDiskFull(new IOException("Permission denied")))
                .isFalse();
        assertThat(DurableFiles.isDiskFull(new IllegalStateException("No space left in the list")))
                .as("no failure of a file")
                .isFalse();
        assertThat(DurableFiles.isDiskFull(new IOException())).isFalse();
    }
}
