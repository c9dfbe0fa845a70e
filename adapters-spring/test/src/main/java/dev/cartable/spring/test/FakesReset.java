package dev.cartable.spring.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Before each test method, lets the fakes and the data be what they were at first: before Spring begins a transaction of the test or runs its
 * SQL. Spring's test framework finds this class by its name.
 */
final class FakesReset extends AbstractTestExecutionListener {
    private static final int BEFORE_TRANSACTIONS = 3_500;

    FakesReset() {}

    @Override
    public int getOrder() {
        return BEFORE_TRANSACTIONS;
    }

    @Override
    public void beforeTestMethod(TestContext test) {
        if (TestContextAnnotationUtils.hasAnnotation(test.getTestClass(), CartableFakes.class)) {
            test.getApplicationContext().getBean(Fakes.BEAN, Fakes.class).reset();
        }
    }
}
