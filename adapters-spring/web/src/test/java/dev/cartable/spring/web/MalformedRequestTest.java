package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.spring.web.ApiContract.Operation;
import dev.cartable.spring.web.RequestMaker.Made;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent is answered as the OpenAPI document says, and by no failure. Each build sends the same requests;
 * {@code -Dcartable.malformed.seed} sends others, {@code -Dcartable.malformed.count} more of them.
 */
class MalformedRequestTest {
    private static final long SEED = -8939988524509879013L;

    /** A server refuses a request line that comes with its headers to more than 8 KB. */
    private static final int LONG_TARGET = 7_000;

    /** Of a program's insides. */
    private static final Pattern INSIDES = Pattern.compile(
            "Exception|\\tat |dev\\.cartable|org\\.springframework|org\\.apache|org\\.h2|org\\.jdbi|java\\.(lang|util|io)|SELECT |SQLState|jackson");

    private static final List<@Nullable String> LOGINS =
            Arrays.asList("root", "root", "root", "root", "awa.ba", "awa", "teacher", "stranger", null);

    private static @Nullable SchoolHost host;

    @BeforeAll
    static void start() {
        host = SchoolHost.start(List.of(SchoolHost.OpenChain.class));
    }

    @AfterAll
    static void stop() {
        host().close();
    }

    private static SchoolHost host() {
        return Objects.requireNonNull(host);
    }

    private static List<String> ids(Operation operation) {
        String first = operation.path().split("/", -1)[1];
        return switch (first) {
            case "profiles" -> List.of(host().student().id().toString(), AccessMatrixTest.unknownId());
            case "profile-alerts" -> List.of(host().alert().id().toString(), AccessMatrixTest.unknownId());
            case "documents" -> List.of(SchoolHost.document("P1").value().toString(), AccessMatrixTest.unknownId());
            case "messages" -> List.of(host().anyMessage(), AccessMatrixTest.unknownId());
            case "inbox" -> List.of(SchoolHost.message("awa").toString(), AccessMatrixTest.unknownId());
            case "tasks" -> List.of("retention", "no-such-task");
            case "accounts" -> List.of("G1", "awa.ba", "nobody");
            default -> List.of("P1", "P2", "P3", "T1", "nobody");
        };
    }

    /** A few seconds. */
    @Test
    void nothingThatIsSentIsAnsweredOtherwiseThanTheDocumentSays() throws Exception {
        send(Integer.getInteger("cartable.malformed.count", 400));
    }

    @Test
    @Tag("systems")
    void norIsAnyOfManyMore() throws Exception {
        send(Integer.getInteger("cartable.malformed.count", 4_000));
    }

    private static void send(int count) throws Exception {
        long seed = Long.getLong("cartable.malformed.seed", SEED);
        System.out.println("MalformedRequestTest: seed " + seed);
        Random random = new Random(seed);
        RequestMaker maker = new RequestMaker(random, MalformedRequestTest::ids);
        RawHttp http = new RawHttp(host().portNumber());
        List<Operation> operations = ApiContract.get().operations();
        Map<String, Integer> answers = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Operation operation = operations.get(random.nextInt(operations.size()));
            Made made = i % 4 == 0 ? maker.valid(operation) : maker.faulty(operation);
            String login = LOGINS.get(random.nextInt(LOGINS.size()));
            RawHttp.Request request = made.request(login);
            RawHttp.Reply reply = http.send(request);
            try {
                check(made, reply);
            } catch (AssertionError e) {
                wrong.add("request " + i + " as " + login + " with " + made.faults() + "\n" + request + "\n"
                        + e.getMessage());
            }
            answers.merge(made.early() + " " + reply.status(), 1, Integer::sum);
        }
        assertThat(wrong.stream().limit(20))
                .as("seed %s: %s of %s are wrong", seed, wrong.size(), count)
                .isEmpty();
        assertThat(answers.keySet()).as("what was sent reaches the endpoints").contains("false 200", "false 400");
    }

    private static void check(Made made, RawHttp.Reply reply) {
        String as = reply.status() + " " + reply.headers() + " " + reply.body();
        assertThat(reply.status()).as(as).isNotEqualTo(500).isLessThan(504);
        assertThat(INSIDES.matcher(reply.body()).find())
                .as("nothing of the program: " + as)
                .isFalse();
        assertThat(reply.headers().keySet()).as("no header of the caller's").doesNotContain("x-injected");
        boolean ours = reply.status() < 400 || reply.header("content-type").equals("application/problem+json");
        if (!ours) {
            // A server or a firewall has refused it: no endpoint has seen it.
            assertThat(made.early() || made.target().length() > LONG_TARGET)
                    .as("refused before: " + as)
                    .isTrue();
            assertThat(reply.status()).as(as).isBetween(400, 499);
            return;
        }
        ApiContract.get().check(made.method(), made.target(), reply.status(), reply.headers(), reply.body());
        String json = made.json();
        if (reply.status() < 300
                && json != null
                && made.method().equals(made.operation().method())) {
            assertThat(ApiContract.get().errors(made.operation(), json))
                    .as("the document does not allow this body, and it was taken: " + as)
                    .isEmpty();
        }
    }
}
