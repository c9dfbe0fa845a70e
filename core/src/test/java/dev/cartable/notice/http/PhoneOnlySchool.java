package dev.cartable.notice.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.account.AccountPlan;
import dev.cartable.account.ActivateByCode;
import dev.cartable.account.ActivateByCode.Reason;
import dev.cartable.account.Pbkdf2PasswordHasher;
import dev.cartable.account.RequestCode;
import dev.cartable.account.SignIn;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.port.Letters;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.port.Courier;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.phone.NationalPhoneNumbers;
import dev.cartable.school.port.Roster;
import dev.cartable.work.HostKey;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A school with parents who have no e-mail address, and a gateway for short messages that does as a test says. */
abstract class PhoneOnlySchool {
    static final String NUMBER = "620 12 34 56";
    static final String OTHER = "664 11 22 33";
    static final String PASSWORD = "trois chevaux bleus";
    static final Pattern MESSAGE =
            Pattern.compile("code (?<code>[0-9]{6}), .* https://e\\.example\\.org/c#(?<link>[0-9A-Z]{10}) ");

    final ScriptedGateway gateway = new ScriptedGateway();
    final Map<GuardianId, Family> families = new LinkedHashMap<>();
    final InMemoryStores stores = new InMemoryStores(() -> this.now);
    Instant now = Instant.parse("2026-09-01T08:00:00Z");
    FirstCredential first = FirstCredential.ACTIVATION_LINK;
    boolean withGateway = true;
    HostKey key = HostKey.of(new byte[32]);
    int reads;
    int smsBudget = 1_000;

    /** A short message as the gateway got it. */
    record Sms(String to, String text, String link, String code) {}

    @AfterEach
    void end() throws IOException {
        gateway.close();
    }

    <T> T with(Function<Cartable, T> use) {
        Courier courier = ShortMessages.courier(ShortMessages.settings(gateway).build(), () -> now);
        var builder = Cartable.builder()
                .stores(stores)
                .roster(new Live())
                .phoneNumbers(NationalPhoneNumbers.of("GN"))
                .key(key)
                .passwordHasher(Pbkdf2PasswordHasher.withIterations(Pbkdf2PasswordHasher.MIN_ITERATIONS))
                .zone(ZoneId.of("Africa/Conakry"))
                .school("Lycée d’Exemple")
                .language(Locale.FRENCH)
                .activationPage(URI.create("https://parents.example.org/activate"))
                .accounts(settings -> new AccountSettings(
                                settings.school(),
                                settings.activationPage(),
                                settings.activationValidity(),
                                settings.inactiveAfter(),
                                settings.namingRule(),
                                first)
                        .withCodePage(URI.create("https://e.example.org/c")))
                .smsBudget(smsBudget)
                .time(() -> now);
        try (Cartable cartable = (withGateway ? builder.courier(courier) : builder).build()) {
            return use.apply(cartable);
        }
    }

    /** The roster as it is at the moment. */
    final class Live implements Roster {
        private Roster present() {
            return Roster.of(families.values());
        }

        @Override
        public Stream<Family> families() {
            return present().families();
        }

        @Override
        public Stream<Family> families(PromotionId promotion) {
            return present().families(promotion);
        }

        @Override
        public List<Family> families(Collection<GuardianId> guardians) {
            reads++;
            return present().families(guardians);
        }

        @Override
        public List<Family> familiesOf(Collection<PupilId> pupils) {
            return present().familiesOf(pupils);
        }

        @Override
        public Map<PupilId, Pupil> pupils(Collection<PupilId> ids) {
            return present().pupils(ids);
        }

        @Override
        public Enrolment enrolment() {
            return present().enrolment();
        }
    }

    void guardian(String id, @Nullable String email, @Nullable String phone, boolean active) {
        GuardianId guardian = new GuardianId(id);
        Pupil pupil =
                new Pupil(new PupilId("p" + id), new PersonName("Awa", "Barry"), new PromotionId("CM2"), null, active);
        families.put(
                guardian,
                new Family(
                        new Guardian(guardian, new PersonName("Mariama", "Diallo"), email, phone, null),
                        List.of(new Family.Ward(
                                pupil, Guardianship.of(guardian, pupil.id(), Guardianship.Relation.MOTHER)))));
    }

    void rename(String id, String givenName) {
        Family family = requireNonNull(families.get(new GuardianId(id)));
        Guardian old = family.guardian();
        families.put(
                old.id(),
                new Family(
                        new Guardian(old.id(), new PersonName(givenName, "Diallo"), old.email(), old.phone(), null),
                        family.wards()));
    }

    AccountPlan.Counts generate() {
        return with(cartable -> cartable.accounts()
                .generate()
                .run(GenerationRequest.everyone(), step -> {})
                .counts());
    }

    /** Dispatches what waits, with a gateway that takes it all. Gives the short messages that it got. */
    List<Sms> dispatch() {
        int before = gateway.requests().size();
        for (int i = 0; i < 5; i++) {
            gateway.then(200, "{\"id\":\"m-" + i + "\"}");
        }
        with(cartable -> cartable.notices().dispatch().drain());
        return since(before);
    }

    List<Sms> since(int before) {
        List<Sms> got = new ArrayList<>();
        for (ScriptedGateway.Request request :
                gateway.requests().subList(before, gateway.requests().size())) {
            Map<?, ?> body = (Map<?, ?>) requireNonNull(JsonPath.document(request.body()));
            String text = String.valueOf(body.get("text"));
            Matcher found = MESSAGE.matcher(text);
            assertThat(found.find()).as(text).isTrue();
            got.add(new Sms(String.valueOf(body.get("to")), text, found.group("link"), found.group("code")));
        }
        return got;
    }

    ActivateByCode.Result enter(Sms sms) {
        return enter(sms.link(), sms.code(), "home");
    }

    ActivateByCode.Result enter(String link, String code, String source) {
        return with(cartable -> cartable.accounts().activateByCode(link, code, PASSWORD, source));
    }

    static ActivateByCode.Refused refused(Reason reason) {
        return new ActivateByCode.Refused(reason, null, null);
    }

    RequestCode.Result request(String who) {
        return with(cartable -> cartable.accounts().requestCode(who, "home"));
    }

    RequestCode.Result request(String who, String source) {
        return with(cartable -> cartable.accounts().requestCode(who, source));
    }

    Account account(String guardian) {
        return with(cartable -> cartable.accounts().of(new GuardianId(guardian)).orElseThrow());
    }

    SignIn.Result signIn(String guardian) {
        String username = account(guardian).username().value();
        return with(cartable -> cartable.accounts().signIn(username, PASSWORD, "home"));
    }

    /** Another code of six digits, each time. */
    static String wrong(String code, int nth) {
        return String.format(Locale.ROOT, "%06d", (Integer.parseInt(code) + nth) % 1_000_000);
    }

    static Sms only(List<Sms> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    record Kept() implements Letters.Draft {
        @Override
        public Letters.Outcome outcome() {
            return Letters.Outcome.WRITTEN;
        }

        @Override
        public void put() {}

        @Override
        public void close() {}
    }
}
