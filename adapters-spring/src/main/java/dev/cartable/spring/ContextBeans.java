package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.account.Accounts;
import dev.cartable.backup.Backups;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.billing.Billing;
import dev.cartable.school.port.Roster;
import dev.cartable.work.HostKey;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.StringUtils;

/**
 * Registers the contexts of {@link Cartable} as beans named {@code cartable…}: {@code cartable.quotas()} is
 * {@code cartableQuotas}. A type of which the host has a bean is left out. So are {@link Accounts} where there is no key, or where
 * the starter has no roster for them, {@link Backups} where there is no vault, and {@link Billing} where no invoices are issued.
 */
final class ContextBeans implements ImportBeanDefinitionRegistrar, BeanFactoryAware {
    private ConfigurableListableBeanFactory beans;

    @SuppressWarnings("NullAway.Init") // Spring sets the bean factory first.
    ContextBeans() {}

    @Override
    public void setBeanFactory(BeanFactory beans) {
        this.beans = (ConfigurableListableBeanFactory) requireNonNull(beans, "beans");
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        String cartable = Conditions.names(beans, Cartable.class).get(0);
        boolean host = isOfTheHost(beans.getBeanDefinition(cartable));
        boolean accounts = isThere(HostKey.class) && (host || isThere(Roster.class));
        boolean backups = host || isThere(BackupVault.class);
        boolean billing = host || issuesInvoices();
        contexts()
                .filter(context -> accounts || context.getReturnType() != Accounts.class)
                .filter(context -> backups || context.getReturnType() != Backups.class)
                .filter(context -> billing || context.getReturnType() != Billing.class)
                .filter(context -> !isThere(context.getReturnType()))
                .forEach(context -> registry.registerBeanDefinition(name(context), definition(cartable, context)));
    }

    private boolean issuesInvoices() {
        return beans.getBean(Environment.class).getProperty("cartable.billing.enabled", Boolean.class, false);
    }

    private boolean isThere(Class<?> type) {
        return !Conditions.names(beans, type).isEmpty();
    }

    /** The methods of Cartable that open a context. */
    static Stream<Method> contexts() {
        return Arrays.stream(Cartable.class.getMethods())
                .filter(method -> method.getDeclaringClass() == Cartable.class && !method.isSynthetic())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && method.getParameterCount() == 0)
                .filter(method -> method.getReturnType() != void.class)
                .sorted(Comparator.comparing(Method::getName));
    }

    static String name(Method context) {
        return "cartable" + StringUtils.capitalize(context.getName());
    }

    private static boolean isOfTheHost(BeanDefinition definition) {
        return !(definition instanceof AnnotatedBeanDefinition annotated
                && annotated.getFactoryMethodMetadata() != null
                && annotated
                        .getFactoryMethodMetadata()
                        .getDeclaringClassName()
                        .equals(CartableAutoConfiguration.class.getName()));
    }

    private static RootBeanDefinition definition(String cartable, Method context) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setFactoryBeanName(cartable);
        definition.setFactoryMethodName(context.getName());
        definition.setTargetType(context.getReturnType());
        definition.setDestroyMethodName(""); // Cartable closes them.
        return definition;
    }
}
