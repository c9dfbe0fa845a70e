package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.cartable.alert.AlertException;
import dev.cartable.jdbc.UnknownOutcomeException;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.spring.web.Client.Reply;
import dev.cartable.spring.web.internal.ProblemResolver;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What goes wrong is answered as a problem: with a code, in the caller's language, and with nothing of the program. */
class ProblemTest {
    private static final SchoolHost HOST = SchoolHost.shared();
    private static final String PROFILES = "/api/core/profiles/";

    private final Client admin = HOST.as("root");

    private static void assertProblem(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.at("code")).isEqualTo(code);
        assertThat(reply.at("status")).isEqualTo((long) status);
        assertThat(reply.at("type")).isEqualTo("urn:problem-type:cartable:" + code);
        assertThat(reply.at("title")).asString().isNotEmpty().isNotEqualTo(code);
        assertThat(reply.at("detail")).asString().isNotEmpty().doesNotContain("{", "Exception", "\tat ");
        assertThat(reply.body()).doesNotContain("Exception", "dev.cartable", "org.springframework");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fr | fr | Il n’y a pas de profil de ce nom",
                "en-GB,fr;q=0.5 | en | There is no such profile",
                "ar, de;q=0.9, en;q=0.1 | en | There is no such profile",
                "ar | fr | Il n’y a pas de profil de ce nom"
            })
    void theLanguageIsTheCallersOrTheSchools(String asked, String language, String title) {
        Reply reply = admin.get(PROFILES + UUID.randomUUID() + "/", "Accept-Language", asked);

        assertProblem(reply, 404, "UNKNOWN_PROFILE");
        assertThat(reply.header("Content-Language")).isEqualTo(language);
        assertThat(reply.at("title")).isEqualTo(title);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"x\"",
                "{\"name\": \"a\", \"name\": \"b\"}",
                "{} {}",
                "{\"daily_limit\": 9223372036854775808}"
            })
    void whatIsNoJsonObjectIsRefused(String body) {
        assertProblem(admin.post(PROFILES, body), 400, "MALFORMED_JSON");
    }

    @Test
    void deepNestingAndLargeBodiesAreRefused() {
        assertProblem(admin.post(PROFILES, "{\"a\":" + "[".repeat(5_000)), 400, "MALFORMED_JSON");
        assertProblem(admin.post(PROFILES, "{\"name\": \"" + "x".repeat(300_000) + "\"}"), 413, "BODY_TOO_LARGE");
        assertProblem(
                admin.send("POST", PROFILES, "a=b", "Content-Type", "application/x-www-form-urlencoded"),
                415,
                "JSON_NEEDED");
        assertProblem(admin.post(PROFILES, null), 415, "JSON_NEEDED");
    }

    @Test
    void everythingThatIsWrongWithABodyIsSaidAtOnceAndNothingIsWritten() {
        String name = "Never " + UUID.randomUUID();
        Reply reply = admin.post(PROFILES, """
                {"name": "%s", "daily_limit": -1, "bandwidth_upload": 1.5, "is_active": "yes", "quota_type": "some",
                 "throttle_to": "x", "description": "\\ud800", "id": "mine", "version": 7}""".formatted(name), "Accept-Language", "en");

        assertProblem(reply, 400, "INVALID_BODY");
        Map<Object, Object> errors = ((List<?>) Objects.requireNonNull(reply.at("errors")))
                .stream()
                        .map(error -> (Map<?, ?>) error)
                        .collect(Collectors.toMap(error -> error.get("field"), error -> error.get("code")));
        assertThat(errors)
                .containsOnly(
                        Map.entry("daily_limit", "OUT_OF_RANGE"),
                        Map.entry("bandwidth_upload", "NO_WHOLE_NUMBER"),
                        Map.entry("is_active", "NO_TRUTH_VALUE"),
                        Map.entry("quota_type", "NO_SUCH_CHOICE"),
                        Map.entry("throttle_to", "NO_ID"),
                        Map.entry("description", "ODD_CHARACTERS"),
                        Map.entry("id", "UNKNOWN_FIELD"),
                        Map.entry("version", "UNKNOWN_FIELD"));
        assertThat(reply.at("errors"))
                .asInstanceOf(LIST)
                .allSatisfy(error -> assertThat(((Map<?, ?>) error).get("detail"))
                        .asString()
                        .isNotEmpty()
                        .doesNotContain("{"));
        assertThat(admin.get(PROFILES).results("name")).doesNotContain(name);
    }

    @Test
    void misspeltParametersAreRefusedInsteadOfAnsweringWithEverything() {
        assertProblem(admin.get("/api/core/profile-history/?usr=P1"), 400, "UNKNOWN_PARAMETER");
        assertProblem(admin.get("/api/core/profile-history/?user=P1&user=P2"), 400, "REPEATED_PARAMETER");
        assertProblem(admin.get("/api/core/profile-history/?limit=0"), 400, "BAD_PARAMETER");
        assertProblem(admin.get("/api/core/profile-history/?cursor=%21"), 400, "BAD_PARAMETER");
        assertProblem(admin.get("/api/core/profile-history/?cursor=eA"), 400, "BAD_PARAMETER");
        assertProblem(admin.get("/api/core/profile-history/user_history/"), 400, "MISSING_PARAMETER");
        assertProblem(admin.get("/api/core/profile-alerts/?is_active=maybe"), 400, "BAD_PARAMETER");
        assertProblem(admin.get("/api/core/profiles/statistics/?window=year"), 400, "BAD_PARAMETER");
    }

    @Test
    void otherMethodsAndPathsAreProblemsToo() {
        Reply reply = admin.send("DELETE", PROFILES, null);

        assertProblem(reply, 405, "METHOD_NOT_ALLOWED");
        assertThat(reply.header("Allow")).contains("GET", "POST");
        assertProblem(admin.get(PROFILES + "a/b/c"), 404, "NO_SUCH_PATH");
        assertThat(admin.get("/elsewhere").header("Content-Type"))
                .as("the host's")
                .isNotEqualTo("application/problem+json");
    }

    @Test
    void aCommitThatNobodyKnowsOfIsNoRequestToSendAgain() {
        ProblemResolver resolver = new ProblemResolver(() -> List.of(PROFILES), Locale.ENGLISH);
        SQLException lost = new SQLException("the connection broke", "08007");
        AtomicInteger status = new AtomicInteger();

        resolver.resolveException(
                BareRequest.post(PROFILES, "", null),
                BareRequest.response(status::set),
                null,
                new IllegalStateException(new UnknownOutcomeException("nobody knows", lost)));
        assertThat(status).hasValue(500);

        resolver.resolveException(
                BareRequest.post(PROFILES, "", null),
                BareRequest.response(status::set),
                null,
                new IllegalStateException(lost));
        assertThat(status).as("before a commit").hasValue(503);
    }

    /** Use that comes again under its key counts once, so its client may send it again whatever became of the commit. */
    @Test
    void onlyUseUnderAKeyIsSentAgainAfterACommitThatNobodyKnowsOf() {
        assertThat(afterALostCommit("cartableUsageController", "add", "key")).isEqualTo(503);
        assertThat(afterALostCommit("cartableUsageController", "add", null)).isEqualTo(500);
        assertThat(afterALostCommit("cartableAccountController", "notify", "key"))
                .isEqualTo(500);
    }

    private static int afterALostCommit(String controller, String name, @Nullable String key) {
        HandlerMethod endpoint = HOST
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .values()
                .stream()
                .filter(method -> method.getBean().equals(controller)
                        && method.getMethod().getName().equals(name))
                .findFirst()
                .orElseThrow();
        AtomicInteger status = new AtomicInteger();
        new ProblemResolver(() -> List.of(PROFILES), Locale.ENGLISH)
                .resolveException(
                        BareRequest.post(PROFILES, "", key),
                        BareRequest.response(status::set),
                        endpoint,
                        new UnknownOutcomeException("nobody knows", new SQLException("lost", "08007")));
        return status.get();
    }

    @Test
    void aTakenNameIsAConflictAndNamesIt() {
        Reply reply = admin.post(PROFILES, "{\"name\": \"SETUP\"}", "Accept-Language", "en");

        assertProblem(reply, 409, "NAME_TAKEN");
        assertThat(reply.at("facts")).isEqualTo(Map.of("name", "SETUP"));
        assertThat(reply.at("detail")).asString().contains("SETUP");
    }

    @Test
    void bothLanguagesHaveTheSameWordsAndFacts() throws IOException {
        Properties english = words("en");
        Properties french = words("fr");

        assertThat(new TreeSet<>(french.stringPropertyNames())).isEqualTo(new TreeSet<>(english.stringPropertyNames()));
        english.stringPropertyNames()
                .forEach(key ->
                        assertThat(facts(french.getProperty(key))).as(key).isEqualTo(facts(english.getProperty(key))));
    }

    @Test
    void everyRefusalOfQuotasAndAlertsHasWords() throws IOException {
        Properties english = words("en");

        assertThat(Stream.concat(
                        Arrays.stream(QuotaProblem.values()).map(Enum::name),
                        Stream.of(
                                "UNKNOWN_ALERT",
                                "UNKNOWN_PROFILE",
                                AlertException.Problem.FAULTY_WORDS.name(),
                                "CHANGED_MEANWHILE")))
                .allSatisfy(code -> assertThat(english).containsKeys(code, code + ".detail"));
    }

    private static Set<String> facts(String text) {
        return Pattern.compile("\\{[a-z]+}")
                .matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Properties words(String language) throws IOException {
        Properties words = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(ProblemTest.class.getResourceAsStream(
                        "/dev/cartable/spring/web/problems_" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            words.load(reader);
        }
        return words;
    }
}
