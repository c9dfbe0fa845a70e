package dev.cartable.account;

import dev.cartable.account.model.AccountSettings;
import dev.cartable.work.Counts;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.ContentDigest;
import java.util.List;

/** A pass of a bulk run over accounts, of which each item is decided about as it is read. */
abstract class AccountPass<D, C extends Counts> implements BulkPass<D, D, C> {
    private final ContentDigest digest;

    /** @param request all that was asked for, so that two requests never share a digest */
    AccountPass(String request, AccountSettings settings) {
        this.digest = digest(request, settings);
    }

    /** Begins with all that was asked for and with the settings that change what is written. */
    static ContentDigest digest(String request, AccountSettings settings) {
        ContentDigest digest = new ContentDigest();
        digest.add(
                request,
                settings.firstCredential(),
                settings.activationValidity(),
                settings.namingRule(),
                settings.school().language().toLanguageTag());
        return digest;
    }

    /** A step in the digest, unless it leaves an account as it is. */
    final void addToDigest(D decision, String line) {
        if (!keeps(decision)) {
            digest.add(line);
        }
    }

    @Override
    public final List<D> decide(List<D> chunk) {
        return chunk;
    }

    @Override
    public abstract boolean keeps(D decision);

    /** Ends the run where the host key is refused: it would be refused for each item. */
    @Override
    public final D failed(D decision, RuntimeException failure) {
        if (failure instanceof HostKeyMismatchException) {
            throw failure;
        }
        return failed(decision, String.valueOf(failure.getMessage()));
    }

    /** What is reported of an item that could not be written alone either. */
    abstract D failed(D decision, String detail);

    @Override
    public final PlanDigest digest() {
        return digest.digest();
    }
}
