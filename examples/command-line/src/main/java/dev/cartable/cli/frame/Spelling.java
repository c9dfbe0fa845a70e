package dev.cartable.cli.frame;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a person who mistyped a word may have meant. */
public final class Spelling {
    private Spelling() {}

    /** Those of the known words that are closest to what was typed; none if all are far from it. */
    public static List<String> closest(String typed, Collection<String> known) {
        int most = Math.max(1, typed.length() / 3);
        int least = known.stream().mapToInt(word -> distance(typed, word)).min().orElse(Integer.MAX_VALUE);
        return least > most
                ? List.of()
                : known.stream()
                        .filter(word -> distance(typed, word) == least)
                        .sorted()
                        .toList();
    }

    /** How many letters have to be added, taken away, replaced or swapped with their neighbour. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                cost[i][j] =
                        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
