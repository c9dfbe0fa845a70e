package dev.cartable.account.model;

import dev.cartable.school.model.PersonName;
import java.util.SplittableRandom;

/** Names of any Unicode characters, for property tests. */
public final class RandomNames {
    private static final int[][] BLOCKS = {
        {'a', 'z'},
        {'A', 'Z'},
        {' ', '@'},
        {0xC0, 0x24F},
        {0x300, 0x36F},
        {0x370, 0x52F},
        {0x590, 0x6FF},
        {0x900, 0x97F},
        {0x1200, 0x137F},
        {0x2000, 0x206F},
        {0x3040, 0x30FF},
        {0x4E00, 0x9FFF},
        {0xAC00, 0xD7A3},
        {0xFB00, 0xFFFD},
        {0x1D400, 0x1D7FF},
        {0x1F300, 0x1FAFF},
        {0, 0x10FFFF},
    };

    private RandomNames() {}

    /** A name with something in at least one part. */
    public static PersonName next(SplittableRandom random) {
        while (true) {
            String given = part(random);
            String family = part(random);
            if (isName(given) || isName(family)) {
                return new PersonName(given, family);
            }
        }
    }

    private static boolean isName(String part) {
        try {
            return !new PersonName(part, "").full().isEmpty();
        } catch (IllegalArgumentException empty) {
            return false;
        }
    }

    private static String part(SplittableRandom random) {
        int length = random.nextInt(20) == 0 ? random.nextInt(300) : random.nextInt(9);
        int[] block = BLOCKS[random.nextInt(BLOCKS.length)];
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int[] from = random.nextInt(10) == 0 ? BLOCKS[random.nextInt(BLOCKS.length)] : block;
            text.appendCodePoint(random.nextInt(from[0], from[1] + 1));
        }
        return text.toString();
    }
}
