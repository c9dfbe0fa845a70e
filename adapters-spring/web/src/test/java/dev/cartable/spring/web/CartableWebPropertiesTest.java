package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of the endpoints. */
class CartableWebPropertiesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(cartable\\.web\\.[a-z.-]+)` \\|");

    @Test
    void theReadmeNamesEveryProperty() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path module = here.endsWith("boot3-it") ? here.resolveSibling("web") : here;
        List<String> named = ROW.matcher(Files.readString(module.resolve("README.md")))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                names("cartable.web.", CartableWebProperties.class)
                                        .filter(name -> !name.equals("cartable.web.roles")),
                                names("cartable.web.roles.", CartableWebProperties.Roles.class))
                        .toList());
    }

    private static Stream<String> names(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> prefix + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "/api/", "/api/{id}", "/a b", "//"})
    void aPrefixThatIsNoPathIsRefused(String prefix) {
        CartableWebProperties.Roles roles = new CartableWebProperties.Roles(Set.of(), Set.of(), Set.of(), Set.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CartableWebProperties(true, prefix, null, true, true, roles))
                .withMessageContaining("cartable.web.prefix");
    }
}
