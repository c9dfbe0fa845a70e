package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cartable.account.Accounts;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** A host that cannot start prints what is wrong and what to do. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTest {
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {}

    @Test
    void withoutAZone(CapturedOutput output) {
        fail(List.of(Host.class, NeedsAccounts.class), "cartable.zone=");
        assertThat(output).contains(Accounts.class.getName(), "cartable.zone is not set", "such as Africa/Conakry");
    }

    @Test
    void withAZoneThatIsNone(CapturedOutput output) {
        fail("cartable.zone=Africa/Atlantis");
        assertThat(output).contains("cartable.zone", "Africa/Atlantis");
    }

    @Test
    void withAHostKeyThatIsTooShort(CapturedOutput output) {
        fail("cartable.host-key=c2hvcnQ=");
        assertThat(output).contains("cartable.host-key cannot be used", "32", "openssl rand -base64 32");
        assertThat(output).doesNotContain("c2hvcnQ");
    }

    @Test
    void withAHostKeyOfAVariableThatIsNotSet(CapturedOutput output) {
        fail("cartable.host-key=${NO_SUCH_VARIABLE}");

        assertThat(output).contains("cartable.host-key cannot be used", "NO_SUCH_VARIABLE", "openssl rand -base64 32");
    }

    @Test
    void withAHostKeyFileThatIsMissing(CapturedOutput output, @TempDir Path folder) {
        fail("cartable.host-key=", "cartable.host-key-file=" + folder.resolve("no.key"));
        assertThat(output).contains("cartable.host-key-file cannot be read", "no.key", "openssl rand -base64 32");
    }

    @Test
    void withAHostKeyFileThatHoldsNoKey(CapturedOutput output, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("my.key"), "c2hvcnQ=");
        fail("cartable.host-key=", "cartable.host-key-file=" + file);
        assertThat(output).contains("cartable.host-key-file cannot be used", "openssl rand -base64 32");
        assertThat(output).doesNotContain("c2hvcnQ");
    }

    @Test
    void withQuietHoursThatAreNone(CapturedOutput output) {
        fail("cartable.dispatch.quiet-hours=late");
        assertThat(output)
                .contains("cartable.dispatch.quiet-hours", "'late' are no quiet hours; write them as 21:00-07:00");
    }

    @Test
    void withNoDayToAnswerIn(CapturedOutput output) {
        fail("cartable.answer-days=0");
        assertThat(output).contains("cartable.answer-days", "1 to 365");
    }

    @Test
    void withAPublicAddressThatMailProgramsDoNotAccept(CapturedOutput output) {
        fail("cartable.public-url=http://portal.example.org");
        assertThat(output).contains("cartable.public-url", "links to https only");
    }

    @Test
    void withAMandatoryCategoryThatIsNone(CapturedOutput output) {
        fail("cartable.preferences.mandatory=pay ments");
        assertThat(output).contains("cartable.preferences.mandatory", "is no category");
    }

    @Test
    void withTwoHostKeys(CapturedOutput output) {
        fail("cartable.host-key-file=some.key");
        assertThat(output).contains("cartable.host-key and cartable.host-key-file are both set");
    }

    @Test
    void withAUseCaseThatNeedsAHostKeyWhereThereIsNone(CapturedOutput output) {
        fail(List.of(Host.class, NeedsAccounts.class), "cartable.host-key=");
        assertThat(output)
                .contains(Accounts.class.getName(), "parent accounts need a host key", "openssl rand -base64 32");
    }

    @Test
    void withAUseCaseThatNeedsARosterWhereNoneIsNamed(CapturedOutput output) {
        fail(List.of(Host.class, NeedsAccounts.class), "cartable.roster=");
        assertThat(output).contains(Accounts.class.getName(), "cartable.roster is not set", "cartable.roster=views");
    }

    @Test
    void withAUseCaseWhereCartableIsSwitchedOff(CapturedOutput output) {
        fail(List.of(Host.class, NeedsAccounts.class), "cartable.enabled=false");
        assertThat(output).contains(Accounts.class.getName(), "cartable.enabled is false");
    }

    @Test
    void withADataSourceThatIsNone(CapturedOutput output) {
        fail("cartable.datasource=library");
        assertThat(output).contains("no DataSource bean has this name", "[dataSource]");
    }

    @Test
    void withAMailServerAndTheValuesOfAFirstTry(CapturedOutput output) {
        fail("spring.mail.host=smtp.example.org");
        assertThat(output).contains("Set cartable.school-name, cartable.activation-page");
    }

    @Test
    void withAMailServerAndASenderOnThisMachine(CapturedOutput output) {
        fail(
                "spring.mail.host=smtp.example.org",
                "cartable.school-name=École",
                "cartable.activation-page=https://e.example.org/a",
                "cartable.mail.from=no-reply@localhost.localdomain");
        assertThat(output).contains("Set cartable.mail.from.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cartable.school-name", "cartable.mail.sender-name"})
    void withANameThatWasReadInAnotherEncoding(String property, CapturedOutput output) {
        fail(property + "=" + new String("Lycée".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        assertThat(output).contains(property + ": '", "read as ISO-8859-1", "application.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "colour, red, is not written like #1f4e79",
        "contact, a\\tb, has to be one line",
        "logo, file:no-such.png, cannot be read",
        "logo, classpath:dev/cartable/spring/StartFailureTest.class, neither a PNG nor a JPEG",
        "layout, classpath:no-such.html, cannot be read",
        "layout, classpath:META-INF/spring.factories, lacks {{after}}"
    })
    void withALookOfMailsThatCannotBe(String property, String value, String fault, CapturedOutput output) {
        fail("cartable.mail." + property + "=" + value.replace("\\t", "\t"));
        assertThat(output).contains("cartable.mail." + property + ": ", fault);
    }

    @Test
    void withAMailServerWhoseNameMakesNoSender(CapturedOutput output) {
        fail("spring.mail.host=smtp");
        assertThat(output).contains("give a sender's address", "cartable.mail.from is the sender's address");
    }

    @Configuration(proxyBeanMethods = false)
    static class NeedsAccounts {
        @Bean
        Desk desk(Accounts accounts) {
            return new Desk(accounts);
        }

        record Desk(Accounts accounts) {}
    }

    @Test
    void withAUseCaseWhereThereIsNoDatabase(CapturedOutput output) {
        Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(NoDatabase.class)
                .web(WebApplicationType.NONE)
                .properties(Runners.ZONE, Runners.KEY)
                .run());
        assertThat(failure).isNotNull();
        assertThat(output).contains("Cartable found no stores", "spring.datasource.url");
    }

    @SpringBootConfiguration
    @org.springframework.boot.autoconfigure.ImportAutoConfiguration({
        CartableStoresAutoConfiguration.class,
        CartableAutoConfiguration.class,
        CartableContextsAutoConfiguration.class
    })
    @org.springframework.context.annotation.Import(NeedsAccounts.class)
    static class NoDatabase {}

    @Test
    void withoutTablesInModeValidate(CapturedOutput output) {
        fail("cartable.schema-mode=validate");
        assertThat(output)
                .contains("has step 0 of Cartable's schema", "Run this SQL", "CREATE TABLE", "cartable_account")
                .contains("cartable.schema-mode=migrate");
    }

    @Test
    void withATablePrefixThatIsNone(CapturedOutput output) {
        fail("cartable.table-prefix=École ");
        assertThat(output).contains("the table prefix", "Mend cartable.table-prefix");
    }

    @Test
    void withAnotherDatabase(CapturedOutput output) {
        fail(List.of(Host.class, OtherProduct.class));
        assertThat(output).contains("the database is MySQL", "Use an H2 or PostgreSQL database");
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherProduct {
        @Bean
        DataSource dataSource() {
            DataSource h2 = TestDatabase.h2().dataSource();
            return wrapped(DataSource.class, h2);
        }

        private static <T> T wrapped(Class<T> type, T real) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                        if (method.getName().equals("getDatabaseProductName")) {
                            return "MySQL";
                        }
                        try {
                            Object result = method.invoke(real, args);
                            if (result instanceof Connection connection) {
                                return wrapped(Connection.class, connection);
                            }
                            return result instanceof DatabaseMetaData data
                                    ? wrapped(DatabaseMetaData.class, data)
                                    : result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }

    @Test
    void withATransactionManagerOfAnotherDatabase(CapturedOutput output) {
        fail(List.of(Host.class, TwoDatabases.class));
        assertThat(output)
                .contains(
                        "No transaction manager manages Cartable's DataSource",
                        "JdbcTransactionManager",
                        "cartable.datasource",
                        "SpringTransactions");
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDatabases {
        private final DataSource library = TestDatabase.h2().dataSource();

        @Bean
        @Primary
        DataSource school() {
            return TestDatabase.h2().dataSource();
        }

        @Bean
        PlatformTransactionManager transactionManager() {
            return new JdbcTransactionManager(library);
        }
    }

    @Test
    void withANamingRuleThatMakesNoUsername(CapturedOutput output) {
        fail("cartable.accounts.naming-rule={surname}");
        assertThat(output).contains("cartable.accounts.naming-rule: the naming rule '{surname}'");
    }

    @Test
    void withAMailServerThatWouldShowMessagesToTheNetwork(CapturedOutput output) {
        fail("spring.mail.host=smtp.example.org", "spring.mail.properties.mail.smtp.starttls.enable=false");
        assertThat(output).contains("No mail can be sent", "plain SMTP", "cartable.mail.allow-plain=true");
    }

    @Test
    void withADatabaseThatCannotBeReached(CapturedOutput output) {
        fail(
                "spring.datasource.url=jdbc:postgresql://localhost:1/school",
                "spring.datasource.hikari.connection-timeout=250");
        assertThat(output)
                .contains("Cartable's DataSource cannot be opened", "SQL state 08", "Nothing was written")
                .contains("Check that the database server runs", "spring.datasource.url");
    }

    @Test
    void withADatabaseUserThatIsUnknown(CapturedOutput output) throws SQLException {
        TestDatabase database = TestDatabase.h2();
        try (Connection owner = database.connect()) {
            assertThat(owner.isValid(10)).isTrue(); // the first user of an H2 database is its owner
            fail(
                    "spring.datasource.url=" + database.url(),
                    "spring.datasource.username=stranger",
                    "spring.datasource.password=guessed");
        }
        assertThat(output)
                .contains("Cartable's DataSource cannot be opened", "SQL state 28000")
                .contains("no such user, or another password", "spring.datasource.username");
        assertThat(output).doesNotContain("guessed");
    }

    @Test
    void withADatabaseThatThereIsNot(CapturedOutput output, @TempDir Path folder) {
        fail("spring.datasource.url=jdbc:h2:file:" + folder.resolve("nowhere") + ";IFEXISTS=TRUE");
        assertThat(output)
                .contains(
                        "Cartable's DataSource cannot be opened", "create it if it does not", "spring.datasource.url");
    }

    @Test
    void withASchemaThatThereIsNot(CapturedOutput output) {
        fail("cartable.schema=lycee");
        assertThat(output)
                .contains("the schema lycee does not exist in this database", "CREATE SCHEMA lycee")
                .contains("Mend cartable.schema, or create that schema.");
    }

    @Test
    void withoutTheViewsOfTheRoster(CapturedOutput output) {
        fail("cartable.roster=views");
        assertThat(output)
                .contains("the roster cannot be read; nothing was written", "CREATE VIEW", "cartable_guardian")
                .contains("Put the SQL above into a migration of yours", "cartable.roster=tables");
    }

    @Test
    void withAViewThatLacksAColumn(CapturedOutput output) {
        fail(
                "cartable.roster=views",
                "spring.sql.init.mode=always",
                "spring.sql.init.schema-locations=classpath:dev/cartable/spring/narrow.sql");
        assertThat(output)
                .contains("the roster cannot be read; nothing was written", "cartable_guardian", "family_name")
                .contains("Put the SQL above into a migration of yours");
    }

    @Test
    void withTablesWhereTheHostSaysViews(CapturedOutput output) {
        fail(
                "cartable.roster=tables",
                "spring.sql.init.mode=always",
                "spring.sql.init.schema-locations=classpath:dev/cartable/spring/portal.sql");
        assertThat(output).contains("cartable_guardian", "view");
        assertThat(output).contains("set cartable.roster=").doesNotContain("\tat dev.cartable");
    }

    @Test
    void withTwoDataSourcesOfWhichNoneIsTheFirst(CapturedOutput output) {
        fail(List.of(Host.class, NeedsAccounts.class, TwoEqualDatabases.class));
        assertThat(output)
                .contains("several without a primary one", "cartable.datasource to the bean name")
                .contains(Accounts.class.getName());
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoEqualDatabases {
        @Bean
        DataSource school() {
            return TestDatabase.h2().dataSource();
        }

        @Bean
        DataSource library() {
            return TestDatabase.h2().dataSource();
        }
    }

    @Test
    void withASchoolWithoutAName(CapturedOutput output) {
        fail("cartable.school-name= \t");
        assertThat(output).contains("cartable.school-name");
    }

    @Test
    void withAnExecutorThatIsNone(CapturedOutput output) {
        fail("cartable.tasks.enabled=true", "cartable.tasks.executor=pool");
        assertThat(output)
                .contains("cartable.tasks.executor is 'pool', and no Executor bean has this name", "Set it to one of");
    }

    private static void fail(String... properties) {
        fail(List.of(Host.class), properties);
    }

    /** Starts a complete host with these properties instead; one without a value is not set at all. */
    private static void fail(List<Class<?>> sources, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.datasource.url=" + TestDatabase.h2().url(),
                "--spring.main.banner-mode=off",
                "--spring.flyway.enabled=false",
                "--spring.liquibase.enabled=false",
                "--" + Runners.ZONE,
                "--" + Runners.KEY,
                "--" + Runners.ROSTER));
        Arrays.stream(properties).forEach(property -> {
            String name = property.substring(0, property.indexOf('=') + 1);
            all.removeIf(argument -> argument.startsWith("--" + name));
            if (!property.equals(name)) {
                all.add("--" + property);
            }
        });
        Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .web(WebApplicationType.NONE)
                .run(all.toArray(String[]::new))
                .close());
        assertThat(failure).isNotNull();
    }
}
