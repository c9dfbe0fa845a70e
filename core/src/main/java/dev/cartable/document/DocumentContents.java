package dev.cartable.document;

import dev.cartable.work.internal.ContentDigest;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The digest of all that a document shows but its revision, so that other contents have another digest. */
final class DocumentContents {
    private DocumentContents() {}

    /** @param shown what the document shows, with the revision 1 */
    static String digest(Record shown, String school, Locale language) {
        List<@Nullable Object> fields = new ArrayList<>();
        fields.add(school);
        fields.add(language.toLanguageTag());
        add(shown, fields);
        ContentDigest digest = new ContentDigest();
        digest.add(fields.toArray());
        return digest.digest().hex();
    }

    /** Records and lists by what is in them, with their types and sizes before it; the rest as its text. */
    private static void add(@Nullable Object value, List<@Nullable Object> fields) {
        if (value instanceof Record row) {
            fields.add(row.getClass().getSimpleName());
            for (RecordComponent component : row.getClass().getRecordComponents()) {
                add(value(component, row), fields);
            }
        } else if (value instanceof Collection<?> list) {
            fields.add(list.size());
            list.forEach(item -> add(item, fields));
        } else {
            fields.add(value);
        }
    }

    private static @Nullable Object value(RecordComponent component, Record row) {
        try {
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot read " + component, e);
        }
    }
}
