package dev.cartable.backup;

import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects findings: of each code the first hundred, and how many more there were. */
final class FindingList {
    private static final int LISTED = 100;

    private final List<Finding> findings = new ArrayList<>();
    private final Map<Code, Integer> counts = new EnumMap<>(Code.class);

    void add(Finding finding) {
        if (counts.merge(finding.code(), 1, Integer::sum) <= LISTED) {
            findings.add(finding);
        }
    }

    void addAll(Collection<Finding> more) {
        more.forEach(this::add);
    }

    List<Finding> toList() {
        List<Finding> all = new ArrayList<>(findings);
        counts.forEach((code, count) -> {
            if (count > LISTED) {
                all.add(Finding.of(Code.MORE, "code", code.name(), "more", Integer.toString(count - LISTED)));
            }
        });
        return all;
    }
}
