package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.account.OpenAccount;
import dev.cartable.work.HostKey;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Says why a use case that the host asks for is no bean: there is no database, or no host key. */
final class MissingUseCaseFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException>
        implements Ordered {
    private static final String ACCOUNTS = OpenAccount.class.getPackageName();
    private static final String CARTABLE = Cartable.class.getPackageName();

    private final ListableBeanFactory beans;

    MissingUseCaseFailureAnalyzer(BeanFactory beans) {
        this.beans = (ListableBeanFactory) requireNonNull(beans, "beans");
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
        String missing = type.getName() + " was asked for and is no bean";
        if (beans.getBeanNamesForType(Cartable.class, true, false).length == 0) {
            return new FailureAnalysis(
                    missing
                            + ": Cartable found no stores, because there is no DataSource, or several without a primary one.",
                    "Set spring.datasource.url to an H2 or PostgreSQL database, mark one DataSource as @Primary, or define a"
                            + " bean of type dev.cartable.Stores.",
                    cause);
        }
        boolean keyless = beans.getBeanNamesForType(HostKey.class, true, false).length == 0;
        if (keyless && (type == HostKey.class || type.getPackageName().startsWith(ACCOUNTS))) {
            return new FailureAnalysis(
                    missing + ": parent accounts need a host key, which their links are made from, and there is none.",
                    HostKeys.ACTION,
                    cause);
        }
        return null;
    }
}
