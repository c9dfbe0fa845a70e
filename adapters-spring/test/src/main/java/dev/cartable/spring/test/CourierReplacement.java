package dev.cartable.spring.test;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.port.Courier;
import java.time.InstantSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;

/** Puts a fake in the place of each courier of the application, and the time of the test before any other. */
final class CourierReplacement implements BeanFactoryPostProcessor, BeanPostProcessor {
    /** The starter's own. It gives way to any other for e-mail. */
    private static final String MAIL = "cartableMailCourier";

    private final FakeCouriers couriers;

    CourierReplacement(FakeCouriers couriers) {
        this.couriers = requireNonNull(couriers, "couriers");
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (beans.containsBeanDefinition(MAIL)) {
            ((BeanDefinitionRegistry) beans).removeBeanDefinition(MAIL);
        }
        for (String name : beans.getBeanNamesForType(InstantSource.class, true, false)) {
            if (beans.containsBeanDefinition(name)) {
                beans.getBeanDefinition(name).setPrimary(name.equals("cartableTestClock"));
            }
        }
        beans.addBeanPostProcessor(this);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof Courier courier && !(bean instanceof FakeCourier)
                ? couriers.serving(courier.channel())
                : bean;
    }
}
