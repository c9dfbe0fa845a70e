package dev.cartable.benchmarks;

import java.util.HashSet;
import java.util.Set;

/**
 * What was asked for on the command line.
 *
 * @param only names of benchmarks; empty for all
 * @param databases names of databases; empty for all
 */
record Options(Sizes sizes, boolean isLong, Set<String> only, Set<String> databases) {
    static final String USAGE = """
            java -jar benchmarks.jar [--quick] [--long] [--only NAME]... [--db h2|postgresql]... [--guardians N] [--times N]
              --quick      tiny sizes, to see that everything runs
              --long       also the heap of a generation over a million guardians
              --only NAME  as README.md has them; may be repeated
              --db NAME    on one database only
              --guardians  other than 50,000
              --times      other than 3""";

    Options {
        only = Set.copyOf(only);
        databases = Set.copyOf(databases);
    }

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it is not understood
     */
    static Options parse(String... arguments) {
        Sizes sizes = Sizes.full();
        boolean isLong = false;
        Set<String> only = new HashSet<>();
        Set<String> databases = new HashSet<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> sizes = Sizes.quick();
                case "--long" -> isLong = true;
                case "--only" -> only.add(value(arguments, ++i));
                case "--db" -> databases.add(value(arguments, ++i));
                case "--guardians" -> sizes = sizes.withGuardians(Integer.parseInt(value(arguments, ++i)));
                case "--times" -> sizes = sizes.withTimes(Integer.parseInt(value(arguments, ++i)));
                default -> throw new IllegalArgumentException("not understood: " + arguments[i] + "\n" + USAGE);
            }
        }
        return new Options(sizes, isLong, only, databases);
    }

    private static String value(String[] arguments, int i) {
        if (i >= arguments.length) {
            throw new IllegalArgumentException(arguments[i - 1] + " needs a value\n" + USAGE);
        }
        return arguments[i];
    }

    boolean wants(Benchmark benchmark) {
        return only.isEmpty() ? isLong || !benchmark.isLong() : only.contains(benchmark.name());
    }

    boolean wantsDatabase(String name) {
        return databases.isEmpty() || databases.contains(name);
    }
}
