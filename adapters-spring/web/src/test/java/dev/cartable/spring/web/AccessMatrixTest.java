package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.spring.web.Client.Reply;
import dev.cartable.spring.web.internal.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Who may do what: each row of the table in the README, for each kind of caller and each kind of id, by a real request. An endpoint without
 * a row fails, and so does a row without an endpoint.
 */
class AccessMatrixTest {
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| `(GET|POST|PUT|PATCH|DELETE) (\\S+)` \\| (\\S+) \\| (\\S+) \\| (\\S+) \\| (\\S+) \\|$");
    private static final String UNKNOWN_ID = "00000000-0000-7000-8000-000000000000";
    private static final SchoolHost HOST = SchoolHost.shared();

    /** What the table says of an endpoint, by role. */
    record Row(String method, String path, Map<String, String> roles) {
        String name() {
            return method + " " + path;
        }
    }

    static Path module() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("boot3-it") ? here.resolveSibling("web") : here;
    }

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (MatchResult row : ROW.matcher(Files.readString(module().resolve("README.md")))
                .results()
                .toList()) {
            Map<String, String> roles = new LinkedHashMap<>();
            roles.put("pupil", row.group(3));
            roles.put("parent", row.group(4));
            roles.put("staff", row.group(5));
            roles.put("administrator", row.group(6));
            rows.add(new Row(row.group(1), row.group(2), roles));
        }
        return rows;
    }

    /** Method and path of every endpoint of ours, without the prefix. */
    static List<String> endpoints() {
        return HOST
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()
                .stream()
                .filter(entry -> Endpoints.isOurs(entry.getValue()))
                .flatMap(entry -> names(entry.getKey()))
                .toList();
    }

    private static Stream<String> names(RequestMappingInfo info) {
        return info.getMethodsCondition().getMethods().stream()
                .flatMap(method -> info.getPatternValues().stream()
                        .map(path -> method + " " + path.substring("/api/core".length())));
    }

    @Test
    void everyEndpointHasARowAndEveryRowAnEndpoint() throws IOException {
        Set<String> endpoints = endpoints().stream()
                .map(name -> name.endsWith("/") ? name : name + "/")
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> rows = rows().stream().map(Row::name).collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows()).extracting(Row::name).doesNotHaveDuplicates();
        assertThat(rows).isEqualTo(endpoints);
    }

    @Test
    void everyPathIsThereWithAndWithoutTheSlashAtItsEnd() {
        List<String> endpoints = endpoints();

        assertThat(endpoints)
                .isNotEmpty()
                .allMatch(name ->
                        endpoints.contains(name.endsWith("/") ? name.substring(0, name.length() - 1) : name + "/"));
    }

    @TestFactory
    Stream<DynamicTest> whoMayDoWhat() throws IOException {
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
    }

    private void check(Row row) {
        for (String id : SampleRequests.ids(row.path())) {
            Reply anonymous = SampleRequests.send(HOST.anonymous(), HOST, row, id);
            if (row.roles().containsValue("anyone")) {
                assertThat(anonymous.status())
                        .as(row.name())
                        .isBetween(200, 499)
                        .isNotEqualTo(401);
                assertThat(anonymous.body())
                        .as(row.name())
                        .doesNotContain("SIGN_IN_NEEDED", "NOT_ALLOWED", "UNKNOWN_PERSON");
                continue;
            }
            assertRefused(anonymous, 401, "SIGN_IN_NEEDED", row, id);
            for (String nobody : List.of("stranger", "guest")) {
                assertRefused(SampleRequests.send(HOST.as(nobody), HOST, row, id), 403, "UNKNOWN_PERSON", row, id);
            }
            row.roles().forEach((role, may) -> {
                Reply reply = SampleRequests.send(HOST.as(login(role)), HOST, row, id);
                String as = role + " " + row.name() + " " + id + ": " + reply.status() + " " + reply.body();
                switch (may) {
                    case "no" -> assertRefused(reply, 403, "NOT_ALLOWED", row, role + " " + id);
                    case "none" -> assertThat(reply.status()).as(as).isEqualTo(404);
                    case "yes" -> assertThat(reply.status() / 100).as(as).isEqualTo(id.equals("unknown") ? 4 : 2);
                    case "own" ->
                        assertThat(reply.status()).as(as).satisfies(status -> {
                            if (id.equals("own") || id.isEmpty()) {
                                assertThat(status / 100).isEqualTo(2);
                            } else {
                                assertThat(status).isEqualTo(404);
                            }
                        });
                    default -> throw new IllegalArgumentException(may);
                }
                if (id.equals("unknown") && !may.equals("no")) {
                    assertThat(reply.status()).as(as).isEqualTo(404);
                }
            });
        }
    }

    private static void assertRefused(Reply reply, int status, String code, Row row, String who) {
        String as = who + " " + row.name() + ": " + reply.body();
        assertThat(reply.status()).as(as).isEqualTo(status);
        assertThat(reply.at("code")).as(as).isEqualTo(code);
    }

    /** Nothing tells an id that exists from one that does not. */
    @Test
    void anothersIdIsAnsweredAsAnUnknownOne() {
        for (String login : List.of("awa", "awa.ba", "teacher")) {
            String other = login.equals("teacher") ? SchoolHost.CLEO.value() : SchoolHost.BEN.value();
            for (String path : List.of(
                    "/profile-usage/%s/", "/profile-history/?user=%s", "/profile-history/user_history/?user_id=%s")) {
                Reply known = HOST.as(login).get("/api/core" + path.formatted(other));
                Reply unknown = HOST.as(login).get("/api/core" + path.formatted("XX"));

                assertThat(known.status()).as(login + path).isEqualTo(404);
                assertThat(known.body().replace(other, "XX")).isEqualTo(unknown.body());
                assertThat(known.http().headers().map().keySet())
                        .isEqualTo(unknown.http().headers().map().keySet());
            }
        }
    }

    static String login(String role) {
        return switch (role) {
            case "pupil" -> "awa";
            case "parent" -> "awa.ba";
            case "staff" -> "teacher";
            default -> "root";
        };
    }

    static String unknownId() {
        return UNKNOWN_ID;
    }
}
