package dev.cartable.s3;

import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.tck.OffsiteVaultContract;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;

/** The store of the tests keeps the contract as a real one does, and finds each signature right. */
class ScriptedS3Test extends OffsiteVaultContract {
    private final ScriptedS3 store = new ScriptedS3();

    @AfterEach
    void stop() {
        store.close();
    }

    @Override
    protected OffsiteVault open() {
        return new S3Vault(
                S3Settings.parse(store.url()),
                ScriptedS3.KEY,
                InstantSource.system(),
                pause -> {},
                Duration.ofSeconds(30));
    }

    @Override
    protected int severalParts() {
        return 2 * S3Settings.LEAST_PART + 12_345;
    }
}
