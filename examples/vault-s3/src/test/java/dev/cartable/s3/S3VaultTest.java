package dev.cartable.s3;

import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.tck.OffsiteVaultContract;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A place in an object store keeps the contract. */
class S3VaultTest extends OffsiteVaultContract {
    private @Nullable String bucket;

    @Override
    protected OffsiteVault open() {
        if (bucket == null) {
            bucket = S3Server.bucket();
        }
        return new S3Vault(
                S3Settings.parse("s3://" + bucket + "/school/backups?part=5242880&endpoint=" + S3Server.start()),
                S3Server.KEY,
                InstantSource.system());
    }

    @Override
    protected int severalParts() {
        return 2 * S3Settings.LEAST_PART + 12_345;
    }
}
