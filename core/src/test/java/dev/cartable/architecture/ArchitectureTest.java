package dev.cartable.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    private static final String CORE = "dev.cartable";
    private static final String CANARY = "dev.cartable.architecture.canary";

    private static final JavaClasses CORE_CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(CORE);
    private static final JavaClasses CANARY_CLASSES = new ClassFileImporter().importPackages(CANARY);

    @TestFactory
    Stream<DynamicTest> core_keeps_its_rules() {
        return new ArchitectureRules(CORE)
                .all()
                .map(rule -> dynamicTest(
                        rule.getKey(), () -> rule.getValue().as(rule.getKey()).check(CORE_CLASSES)));
    }

    @TestFactory
    Stream<DynamicTest> every_rule_reports_the_violation_seeded_for_it() {
        return new ArchitectureRules(CANARY)
                .all()
                .map(rule -> dynamicTest(
                        rule.getKey(),
                        () -> assertThat(
                                        rule.getValue().evaluate(CANARY_CLASSES).hasViolation())
                                .isTrue()));
    }

    @Test
    void a_store_s_method_without_tx_is_reported_whatever_its_name() {
        assertThat(reports(CANARY, CANARY_CLASSES))
                .anyMatch(report -> report.contains("UsageStore.count(java.util.Collection) is a method of a store"))
                .anyMatch(report -> report.contains("UsageStoreReader.clear() writes, and stands in a reader"));
    }

    @Test
    void alerts_that_use_a_port_of_quotas_are_reported() {
        assertThat(reports(CANARY, CANARY_CLASSES))
                .anyMatch(
                        report -> report.contains("canary.alert.EvaluateAlerts") && report.contains("port.UsageStore"));
    }

    private static List<String> reports(String root, JavaClasses classes) {
        return new ArchitectureRules(root)
                .all()
                .flatMap(rule -> rule.getValue().evaluate(classes).getFailureReport().getDetails().stream())
                .toList();
    }

    @Test
    void the_rules_see_the_classes_of_core_and_no_test() {
        assertThat(CORE_CLASSES.contain(CORE + ".package-info")).isTrue();
        assertThat(CORE_CLASSES.contain(ArchitectureTest.class)).isFalse();
    }
}
