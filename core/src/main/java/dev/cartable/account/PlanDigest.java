package dev.cartable.account;

import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest by which a plan is approved: of the request, of the settings that change what is written, and of each step that
 * does or skips something.
 */
final class PlanDigest {
    private static final int LEAST_PREFIX = 12;

    private final MessageDigest digest;

    PlanDigest(GenerationRequest request, AccountSettings settings) {
        this(
                "guardians " + request.guardians() + " promotion " + request.promotion() + " limit " + request.limit()
                        + " emailOnly " + request.emailOnly() + " force " + request.force() + " includeChosen "
                        + request.includeChosen() + "\n",
                settings);
    }

    /** Begins with all that was asked for and how it would be done, so that two requests never share a digest. */
    PlanDigest(String request, AccountSettings settings) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
        add(request);
        add("settings firstCredential " + settings.firstCredential() + " activationValidity "
                + settings.activationValidity() + " namingRule " + settings.namingRule() + " language "
                + settings.school().language().toLanguageTag() + "\n");
    }

    void add(AccountStep step) {
        if (step.action() != AccountStep.Action.KEEP) {
            add(step.digestLine());
        }
    }

    /** Ends the digest. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Whether {@code approved} names this digest: all of it, or enough of its beginning. */
    static boolean matches(String digest, String approved) {
        return approved.length() >= LEAST_PREFIX && digest.startsWith(approved);
    }

    void add(String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
}
