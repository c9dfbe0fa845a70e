package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.school.model.School;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.AllNestedConditions;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** When the starter contributes something. */
final class Conditions {
    private Conditions() {}

    /** The names of all beans of a type; none is created for the answer. */
    static List<String> names(@Nullable ListableBeanFactory beans, Class<?> type) {
        return beans == null ? List.of() : Arrays.asList(beans.getBeanNamesForType(type, true, false));
    }

    /** The host has said which school it serves, and has neither switched Cartable off nor made one itself. */
    static final class Parts extends AllNestedConditions {
        Parts() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty(prefix = "cartable", name = "enabled", matchIfMissing = true)
        static final class Enabled {}

        @Conditional(SchoolIsKnown.class)
        static final class ForASchool {}

        @ConditionalOnMissingBean(Cartable.class)
        static final class NotMadeByTheHost {}
    }

    /** There is a time zone, by its property or in a bean. Nothing works without it. */
    static final class SchoolIsKnown extends AnyNestedCondition {
        SchoolIsKnown() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @Conditional(ZoneIsSet.class)
        static final class Zone {}

        @ConditionalOnBean(School.class)
        static final class SchoolBean {}

        @ConditionalOnBean(AccountSettings.class)
        static final class SettingsBean {}
    }

    /** The data source is named, or there is no choice. */
    static final class OneDataSource extends AnyNestedCondition {
        OneDataSource() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @Conditional(DataSourceIsNamed.class)
        static final class Named {}

        @ConditionalOnSingleCandidate(DataSource.class)
        static final class Single {}
    }

    /** There is exactly one Cartable, of the host or of the starter. A host with several serves several schools and wires them itself. */
    static final class OneCartable extends SpringBootCondition implements ConfigurationCondition {
        OneCartable() {}

        @Override
        public ConfigurationPhase getConfigurationPhase() {
            return ConfigurationPhase.REGISTER_BEAN;
        }

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            List<String> found = names(context.getBeanFactory(), Cartable.class);
            ConditionMessage.Builder message = ConditionMessage.forCondition("One Cartable");
            return new ConditionOutcome(
                    found.size() == 1, message.found("bean", "beans").items(found));
        }
    }

    /** One of some properties has a value; an empty one, as of a variable that is not set, is none. */
    private abstract static class AnyPropertyIsSet extends SpringBootCondition {
        private final List<String> properties;

        AnyPropertyIsSet(String... properties) {
            this.properties = List.of(properties);
        }

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            for (String property : properties) {
                if (StringUtils.hasText(context.getEnvironment().getProperty(property))) {
                    return ConditionOutcome.match(property + " is set");
                }
            }
            return ConditionOutcome.noMatch(
                    properties.size() == 1
                            ? properties.get(0) + " is not set"
                            : "none of " + String.join(", ", properties) + " is set");
        }
    }

    /** The host has said that its application ticks. */
    static final class TasksAreEnabled extends AllNestedConditions {
        TasksAreEnabled() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty(prefix = "cartable.tasks", name = "enabled")
        static final class Enabled {}
    }

    /** It is known what a gateway for short messages posts about them later. */
    static final class ReceiptsAreReadable extends AnyPropertyIsSet {
        ReceiptsAreReadable() {
            super("cartable.sms.preset", "cartable.sms.receipt.id");
        }
    }

    /** There is a place where reports about mail that came back are read. */
    static final class BouncesAreKept extends AnyPropertyIsSet {
        BouncesAreKept() {
            super("cartable.bounces.folder", "cartable.bounces.imap");
        }
    }

    static final class ZoneIsSet extends AnyPropertyIsSet {
        ZoneIsSet() {
            super("cartable.zone");
        }
    }

    static final class DataSourceIsNamed extends AnyPropertyIsSet {
        DataSourceIsNamed() {
            super("cartable.datasource");
        }
    }

    static final class RosterIsNamed extends AnyPropertyIsSet {
        RosterIsNamed() {
            super("cartable.roster");
        }
    }
}
