package dev.cartable.cli;

import dev.cartable.jdbc.testing.TestDatabase;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test of the commands on a database. The build runs it on H2, and with {@code -Psystems} on PostgreSQL: what differs between
 * the two is in the stores, whose own tests run on both each time. Elsewhere, as in an IDE, it runs on both.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ArgumentsSource(OnEachDatabase.Kinds.class)
@Tag("databases")
@interface OnEachDatabase {

    /** The databases that this build is for. */
    final class Kinds implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext test) {
            String only = System.getProperty("cartable.test.database", "");
            return Stream.of(TestDatabase.Kind.values())
                    .filter(kind -> only.isEmpty() || kind.name().equals(only))
                    .map(Arguments::of);
        }
    }
}
