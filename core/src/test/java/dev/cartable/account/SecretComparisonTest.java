package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cartable.account.model.Account;
import dev.cartable.account.port.PasswordHasher;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That the time of an answer tells nothing: by how secrets are compared, and by the work that is done. */
class SecretComparisonTest {
    /** Those that end at the first byte that differs, where what is compared is no secret. */
    private static final Set<String> OF_NO_SECRET = Set.of("Logo", "Enclosures", "AnswerLinks", "DirectoryDocuments");

    /** Where what a caller sent is compared with what only we can make. */
    private static final Set<String> OF_SECRETS =
            Set.of("ActivateByCode", "Pbkdf2PasswordHasher", "HostKey", "PaperKey", "ManifestJson", "SignedToken");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "dev.cartable.account",
                    "dev.cartable.backup",
                    "dev.cartable.document",
                    "dev.cartable.notice",
                    "dev.cartable.work");

    private final People people = new People();

    @Test
    void secretsAreComparedInConstantTime() {
        assertThat(callers(MessageDigest.class, "isEqual")).isEqualTo(new TreeSet<>(OF_SECRETS));
        Set<String> hasty = callers(Arrays.class, "equals");
        hasty.removeIf(name -> CORE.stream()
                .anyMatch(type -> type.getSimpleName().equals(name)
                        && type.getPackageName().contains(".backup")));
        assertThat(hasty).isEqualTo(new TreeSet<>(OF_NO_SECRET));
    }

    private static Set<String> callers(Class<?> owner, String method) {
        return CORE.stream()
                .filter(type -> type.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(owner)
                                && call.getName().equals(method)))
                .map(SecretComparisonTest::outermost)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(SecretComparisonTest::outermost).orElse(type.getSimpleName());
    }

    @Test
    void aGuessedPasswordCostsTheSameHashesOnEveryWayIn() {
        people.active("awa.sow", "balafon du soir");
        people.pending("awa.ba");
        Account closed = people.active("awa.ly", "balafon du soir");
        people.change(closed.deactivated(Account.Deactivation.BY_HAND, people.now));

        for (String username : List.of("awa.sow", "awa.ba", "awa.ly", "nobody", "<not a username>")) {
            assertThat(hashes((hasher, times) -> people.signIn(hasher).signIn(username, "guess " + times)))
                    .as("signing in as " + username)
                    .isEqualTo(1);
            assertThat(hashes((hasher, times) ->
                            people.choosePassword(hasher).choose(username, "guess " + times, "kora du matin")))
                    .as("another password for " + username)
                    .isEqualTo(1);
        }
    }

    private int hashes(ObjIntConsumer<PasswordHasher> attempt) {
        AtomicInteger work = new AtomicInteger();
        attempt.accept(
                new PasswordHasher() {
                    @Override
                    public String hash(CharSequence password) {
                        work.incrementAndGet();
                        return people.hasher.hash(password);
                    }

                    @Override
                    public boolean matches(CharSequence password, String hash) {
                        work.incrementAndGet();
                        return people.hasher.matches(password, hash);
                    }

                    @Override
                    public State state(String hash) {
                        return people.hasher.state(hash);
                    }
                },
                1);
        return work.get();
    }
}
