package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.account.Accounts;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.school.model.School;
import dev.cartable.school.port.Roster;
import dev.cartable.work.HostKey;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Says why a type of Cartable that the host asks for is no bean, and which setting is missing. */
final class MissingBeanFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException>
        implements Ordered {
    private static final String CARTABLE = Cartable.class.getPackageName();

    private final ListableBeanFactory beans;
    private final Environment environment;

    MissingBeanFailureAnalyzer(BeanFactory beans, Environment environment) {
        this.beans = (ListableBeanFactory) requireNonNull(beans, "beans");
        this.environment = requireNonNull(environment, "environment");
    }

    /** Before Spring Boot's own, which would advise to define the bean. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
        Class<?> type = cause.getResolvableType() == null
                ? null
                : cause.getResolvableType().resolve();
        if (type == null
                || cause.getNumberOfBeansFound() > 0
                || !type.getPackageName().startsWith(CARTABLE)) {
            return null;
        }
        Missing missing = missing(type);
        return missing == null
                ? null
                : new FailureAnalysis(
                        type.getName() + " was asked for and is no bean: " + missing.why(), missing.action(), cause);
    }

    private record Missing(String why, String action) {}

    private @Nullable Missing missing(Class<?> type) {
        if ("false".equalsIgnoreCase(environment.getProperty("cartable.enabled"))) {
            return new Missing("cartable.enabled is false.", "Take cartable.enabled away, or do not ask for the bean.");
        }
        int cartables = Conditions.names(beans, Cartable.class).size();
        if (cartables == 0) {
            return withoutCartable();
        }
        if (cartables > 1) {
            return new Missing(
                    "there are " + cartables + " Cartable beans, and the starter does not know which of them is meant.",
                    "Take it from the right Cartable.");
        }
        if (type == Accounts.class || type == HostKey.class || type == Roster.class) {
            return withoutAccounts();
        }
        return null;
    }

    private Missing withoutCartable() {
        boolean school = StringUtils.hasText(environment.getProperty("cartable.zone"))
                || has(School.class)
                || has(AccountSettings.class);
        if (!school) {
            return new Missing(
                    "cartable.zone is not set, so Cartable contributes nothing.",
                    "Set cartable.zone to the school's time zone, such as Africa/Conakry or Europe/Paris.");
        }
        return new Missing(
                "Cartable found no stores, because there is no DataSource, or several without a primary one.",
                "Set spring.datasource.url to an H2 or PostgreSQL database, or cartable.datasource to the bean name of one of"
                        + " several DataSources, or define a bean of type " + Stores.class.getName() + ".");
    }

    private @Nullable Missing withoutAccounts() {
        if (!has(HostKey.class)) {
            return new Missing(
                    "parent accounts need a host key, which their links are made from, and there is none.",
                    HostKeys.ACTION);
        }
        if (!has(Roster.class)) {
            return new Missing(
                    "parent accounts need a roster, and cartable.roster is not set.",
                    "Set cartable.roster=views, if the host defines the roster's views over its own tables, or"
                            + " cartable.roster=tables, if imports fill tables of Cartable's own; or define a bean of type "
                            + Roster.class.getName() + ".");
        }
        return null;
    }

    private boolean has(Class<?> type) {
        return !Conditions.names(beans, type).isEmpty();
    }
}
