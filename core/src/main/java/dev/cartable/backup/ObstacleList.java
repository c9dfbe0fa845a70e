package dev.cartable.backup;

import dev.cartable.backup.RestorePlan.Obstacle;
import dev.cartable.backup.RestorePlan.Obstacle.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what stands in the way of a restore. Used by one thread. */
final class ObstacleList {
    private final List<Obstacle> obstacles = new ArrayList<>();

    /** Adds an obstacle with its facts. */
    void add(String code, Kind kind, String... namesAndValues) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            facts.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        obstacles.add(new Obstacle(code, facts, kind));
    }

    /** The worst first. */
    List<Obstacle> toList() {
        return obstacles.stream().sorted(Comparator.comparing(Obstacle::kind)).toList();
    }
}
