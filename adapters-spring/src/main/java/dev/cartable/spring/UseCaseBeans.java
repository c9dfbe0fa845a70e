package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.Cartable;
import dev.cartable.account.OpenAccount;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.privacy.ExportPerson;
import dev.cartable.quota.MeterUsage;
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
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.StringUtils;

/**
 * Registers what {@link Cartable} gives as beans named {@code cartable…}: {@code cartable.openAccount()} is
 * {@code cartableOpenAccount}. A type of which the host has a bean is left out. So are the use cases about accounts where there is
 * no key, or where the starter has no roster for them, and the meter without {@code cartable.any-thread}.
 */
final class UseCaseBeans implements ImportBeanDefinitionRegistrar, BeanFactoryAware, EnvironmentAware {
    private static final String ACCOUNTS = OpenAccount.class.getPackageName();

    private ConfigurableListableBeanFactory beans;
    private Environment environment;

    @SuppressWarnings("NullAway.Init") // Spring sets the bean factory and the environment first.
    UseCaseBeans() {}

    @Override
    public void setBeanFactory(BeanFactory beans) {
        this.beans = (ConfigurableListableBeanFactory) requireNonNull(beans, "beans");
    }

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = requireNonNull(environment, "environment");
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        String cartable = Conditions.names(beans, Cartable.class).get(0);
        boolean accounts = !Conditions.names(beans, HostKey.class).isEmpty()
                && (isOfTheHost(beans.getBeanDefinition(cartable))
                        || !Conditions.names(beans, Roster.class).isEmpty());
        boolean anyThread = environment.getProperty("cartable.any-thread", Boolean.class, false);
        useCases()
                .filter(useCase -> accounts || !isAboutAccounts(useCase.getReturnType()))
                .filter(useCase -> anyThread || useCase.getReturnType() != MeterUsage.class)
                .filter(useCase ->
                        Conditions.names(beans, useCase.getReturnType()).isEmpty())
                .forEach(useCase -> registry.registerBeanDefinition(name(useCase), definition(cartable, useCase)));
    }

    /** The methods of Cartable that give a use case. */
    static Stream<Method> useCases() {
        return Arrays.stream(Cartable.class.getMethods())
                .filter(method -> method.getDeclaringClass() == Cartable.class && !method.isSynthetic())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && method.getParameterCount() == 0)
                .filter(method -> method.getReturnType() != void.class)
                .sorted(Comparator.comparing(Method::getName));
    }

    static String name(Method useCase) {
        return "cartable" + StringUtils.capitalize(useCase.getName());
    }

    static boolean isAboutAccounts(Class<?> type) {
        return type.getPackageName().equals(ACCOUNTS) || type == ErasePerson.class || type == ExportPerson.class;
    }

    private static boolean isOfTheHost(BeanDefinition definition) {
        return !(definition instanceof AnnotatedBeanDefinition annotated
                && annotated.getFactoryMethodMetadata() != null
                && annotated
                        .getFactoryMethodMetadata()
                        .getDeclaringClassName()
                        .equals(CartableAutoConfiguration.class.getName()));
    }

    private static RootBeanDefinition definition(String cartable, Method useCase) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setFactoryBeanName(cartable);
        definition.setFactoryMethodName(useCase.getName());
        definition.setTargetType(useCase.getReturnType());
        definition.setDestroyMethodName(AbstractBeanDefinition.INFER_METHOD);
        return definition;
    }
}
