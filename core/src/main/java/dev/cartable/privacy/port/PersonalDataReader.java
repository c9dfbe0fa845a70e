package dev.cartable.privacy.port;

import dev.cartable.notice.model.Recipient;
import dev.cartable.privacy.model.Person;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads everything that is stored about one person. Safe for use by several threads. */
interface PersonalDataReader {
    /**
     * All rows about a person: for each relation that has any, its rows, each as its columns with their values: texts,
     * numbers, truth values, or null; times in UTC (ISO 8601). The order of relations is stable. Reads everything into
     * memory: a person has thousands of rows at most.
     */
    Map<String, List<Map<String, @Nullable Object>>> of(Person person);

    /**
     * Everybody about whom anything is stored, wherever it is, as {@code guardian:ID}, {@code user:ID} or {@code pupil:ID}, each once and
     * in any order. Those who were erased are there under their pseudonyms. Close the stream.
     */
    Stream<Recipient> people();
}
