package dev.cartable.school.csv;

import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RosterSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A roster written by a test, and what a reading of it tells. */
final class RosterFolder {
    /** The columns that most tests need. */
    static final String USERS = "sourcedId,status,enabledUser,role,givenName,familyName,email,agentSourcedIds,grades\n";

    static final String LINKS = "userSourcedId,relationshipUserSourcedId,relationshipRole\n";

    private final Path folder;

    RosterFolder(Path folder) {
        this.folder = folder;
    }

    RosterFolder with(String file, String text) {
        return with(file, text.getBytes(StandardCharsets.UTF_8));
    }

    RosterFolder with(String file, byte[] bytes) {
        try {
            Files.write(folder.resolve(file), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A users.csv with the usual columns. */
    RosterFolder users(String... rows) {
        return with("users.csv", USERS + String.join("\n", rows) + "\n");
    }

    /** A relationships.csv with the usual columns. */
    RosterFolder links(String... rows) {
        return with("relationships.csv", LINKS + String.join("\n", rows) + "\n");
    }

    CsvRoster roster() {
        return CsvRoster.open(folder);
    }

    Told read() {
        return read(roster());
    }

    static Told read(RosterSource roster) {
        Told told = new Told();
        roster.read(told);
        return told;
    }

    /** All that a reading told, in its order. */
    static final class Told implements RosterSource.Sink {
        final List<Promotion> promotions = new ArrayList<>();
        final List<Pupil> pupils = new ArrayList<>();
        final List<Guardian> guardians = new ArrayList<>();
        final List<Guardianship> links = new ArrayList<>();
        final List<RowError> errors = new ArrayList<>();
        final List<String> unreadable = new ArrayList<>();
        final List<String> leftOut = new ArrayList<>();

        @Override
        public void promotion(Promotion promotion) {
            promotions.add(promotion);
        }

        @Override
        public void pupil(Pupil pupil) {
            pupils.add(pupil);
        }

        @Override
        public void guardian(Guardian guardian) {
            guardians.add(guardian);
        }

        @Override
        public void guardianship(Guardianship guardianship) {
            links.add(guardianship);
        }

        @Override
        public void error(RowError error) {
            errors.add(error);
        }

        @Override
        public void unreadable(String id) {
            unreadable.add(id);
        }

        @Override
        public void linkLeftOut(String role) {
            leftOut.add(role);
        }

        /** The errors as file:line:column:code. */
        List<String> codes() {
            return errors.stream()
                    .map(e -> e.file() + ":" + e.line() + ":" + e.column() + ":" + e.code())
                    .toList();
        }

        /** The links as guardian>pupil:relation. */
        List<String> pairs() {
            return links.stream()
                    .map(l -> l.guardian() + ">" + l.pupil() + ":" + l.relation())
                    .toList();
        }
    }
}
