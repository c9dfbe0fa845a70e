package dev.cartable.benchmarks;

/** Invented guardians, numbered from 0; the same number is always the same person. */
enum People {
    /** As in a country: a fifth share their full name with others. Half have an address. */
    ORDINARY {
        @Override
        String given(int number) {
            return word(number % 211, 2);
        }

        @Override
        String family(int number) {
            return word(number / 211 % 509, 3);
        }
    },

    /** No two have the same name. */
    DISTINCT {
        @Override
        String given(int number) {
            return "Awa";
        }

        @Override
        String family(int number) {
            return word(number, 4);
        }
    },

    /** All have the same name. */
    IDENTICAL {
        @Override
        String given(int number) {
            return "Fatou";
        }

        @Override
        String family(int number) {
            return "Diallo";
        }
    },

    /** Ordinary people who all have an address. */
    REACHABLE {
        @Override
        String given(int number) {
            return ORDINARY.given(number);
        }

        @Override
        String family(int number) {
            return ORDINARY.family(number);
        }

        @Override
        boolean hasAddress(int number) {
            return true;
        }
    };

    private static final String CONSONANTS = "bdfgkprstv";
    private static final String VOWELS = "aeou";

    abstract String given(int number);

    abstract String family(int number);

    boolean hasAddress(int number) {
        return number % 2 == 0;
    }

    /** A word of so many syllables; different numbers below 40 to their power give different words. */
    private static String word(int number, int syllables) {
        StringBuilder word = new StringBuilder();
        int rest = number;
        for (int i = 0; i < syllables; i++) {
            word.append(CONSONANTS.charAt(rest % 10));
            rest /= 10;
            word.append(VOWELS.charAt(rest % 4));
            rest /= 4;
        }
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
