package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.cartable.internal.json.Json;
import dev.cartable.spring.web.ApiContract.Operation;
import dev.cartable.spring.web.Client.Reply;
import dev.cartable.spring.web.internal.openapi.OpenApiDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The OpenAPI document is that of the endpoints, is valid, and stands in the host's own document. */
class OpenApiDocumentTest {
    private static final String AGAIN =
            "openapi.json is not what the endpoints are now. Write it again with: ./mvnw test -pl"
                    + " adapters-spring/web -am -Dtest=OpenApiDocumentTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dcartable.openapi.write=true";
    private static final SchoolHost HOST = SchoolHost.shared();

    private static RequestMappingHandlerMapping mapping() {
        return HOST.context().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
    }

    @Test
    void theFileIsTheDocumentOfTheEndpoints() throws IOException {
        String document = Json.pretty(OpenApiDocument.of(mapping(), ApiContract.PREFIX, false));
        if (Boolean.getBoolean("cartable.openapi.write")) {
            Files.writeString(ApiContract.file(), document);
        }

        assertThat(Files.readString(ApiContract.file())).as(AGAIN).isEqualTo(document);
    }

    @Test
    void everyEndpointIsDescribedAndEveryDescriptionIsOfAnEndpoint() {
        Set<String> endpoints = AccessMatrixTest.endpoints().stream()
                .filter(name -> name.endsWith("/"))
                .collect(Collectors.toSet());

        assertThat(OpenApiDocument.described(mapping())).isEqualTo(endpoints);
        assertThat(ApiContract.get().operations()).extracting(Operation::name).hasSameElementsAs(endpoints);
    }

    @Test
    void everyNameIsThereOnceAndEveryReferenceLeadsSomewhere() throws IOException {
        List<Operation> operations = ApiContract.get().operations();
        Map<?, ?> document = Json.readObject(Files.readString(ApiContract.file()));
        List<String> references = new ArrayList<>();
        collect(document, references);

        assertThat(operations)
                .extracting(operation -> operation.definition().get("operationId"))
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                ApiContract.at(document, reference.substring(2).split("/")))
                        .as(reference)
                        .isNotNull());
    }

    private static void collect(@Nullable Object node, List<String> references) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference) {
                references.add(reference);
            }
            map.values().forEach(each -> collect(each, references));
        }
        if (node instanceof List<?> list) {
            list.forEach(each -> collect(each, references));
        }
    }

    @Test
    void everySchemaIsOneOfTheDraft() throws IOException {
        Schema draft = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        Map<?, ?> document = Json.readObject(Files.readString(ApiContract.file()));

        ApiContract.object(document, "components", "schemas")
                .forEach((name, schema) -> assertThat(draft.validate(Json.text(schema), InputFormat.JSON))
                        .as("%s", name)
                        .isEmpty());
    }

    /** What the words of a code are is asked of the file of words. */
    @Test
    void everyCodeHasWords() throws IOException {
        Properties words = ProblemTest.words("en");

        for (Operation operation : ApiContract.get().operations()) {
            ApiContract.object(operation.definition(), "responses").values().stream()
                    .map(answer -> ApiContract.get().resolved((Map<?, ?>) answer))
                    .map(answer -> ApiContract.at(
                            answer, "content", "application/problem+json", "schema", "properties", "code", "enum"))
                    .filter(List.class::isInstance)
                    .flatMap(codes -> ((List<?>) codes).stream())
                    .forEach(code -> assertThat(words).as(operation.name()).containsKey(code + ".detail"));
        }
    }

    @Test
    void theHostsOwnDocumentHasTheEndpointsUnderTheirPrefix() throws IOException {
        Reply reply = HOST.anonymous().get("/v3/api-docs");
        Map<?, ?> ours = Json.readObject(Files.readString(ApiContract.file()));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.at("openapi")).asString().startsWith("3.1");
        Map<?, ?> paths = ApiContract.object(reply.at("paths"));
        ApiContract.object(ours, "paths")
                .forEach((path, item) -> assertThat(sorted(paths.get(ApiContract.PREFIX + path)))
                        .as("%s", path)
                        .isEqualTo(sorted(item)));
        for (String part : List.of("schemas", "responses", "securitySchemes")) {
            Map<?, ?> theirs = ApiContract.object(reply.at("components", part));
            ApiContract.object(ours, "components", part)
                    .forEach((name, each) ->
                            assertThat(sorted(theirs.get(name))).as("%s", name).isEqualTo(sorted(each)));
        }
    }

    /** A copy with the names of required fields in one order. */
    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new TreeMap<>();
            map.forEach((name, each) -> copy.put(
                    name.toString(),
                    name.equals("required") && each instanceof List<?> list
                            ? list.stream().map(Object::toString).sorted().toList()
                            : sorted(each)));
            return copy;
        }
        return value instanceof List<?> list
                ? list.stream().map(OpenApiDocumentTest::sorted).toList()
                : value;
    }
}
