package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Words;
import dev.cartable.quota.model.Holder;

/** Who holds a profile, in people's words. */
final class HolderWords {
    private HolderWords() {}

    static String of(Words words, Holder holder) {
        String key = "quota.holder." + holder.level();
        return words.has(key) ? words.text(key, "id", holder.id()) : holder.toString();
    }
}
