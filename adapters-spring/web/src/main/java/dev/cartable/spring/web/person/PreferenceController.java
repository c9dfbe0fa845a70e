package dev.cartable.spring.web.person;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.EditPreferences;
import dev.cartable.notice.EditPreferences.Change;
import dev.cartable.notice.Notices;
import dev.cartable.notice.model.PersonPreferences;
import dev.cartable.notice.model.PersonPreferences.Topic;
import dev.cartable.notice.model.QuietHours;
import dev.cartable.notice.model.Recipient;
import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.ProblemException;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the caller wants: which notices, in which language, when not, and several in one message or not. */
@ApiController(docs = PersonDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/preferences")
final class PreferenceController {
    private final Notices notices;
    private final ZoneId zone;

    PreferenceController(Notices notices, ZoneId zone) {
        this.notices = requireNonNull(notices, "notices");
        this.zone = requireNonNull(zone, "zone");
    }

    @GetMapping({"", "/"})
    @Requires(Right.SELF)
    Answer show(Asker asker) {
        return Answer.ok(row(edit(), people(asker)));
    }

    /** Makes all changes that the body names, or none. */
    @PatchMapping({"", "/"})
    @Requires(Right.SELF)
    Answer change(Asker asker, Body body) {
        List<Change> changes = changes(body);
        List<Recipient> people = people(asker);
        EditPreferences edit = edit();
        EditPreferences.Result result = edit.change(people, changes);
        if (result instanceof EditPreferences.Refused refused) {
            throw ProblemException.of(
                    409,
                    "MANDATORY",
                    Map.of("category", refused.topic().category().name()));
        }
        if (result instanceof EditPreferences.QuietTooLong tooLong) {
            throw ProblemException.of(
                    409, "QUIET_TOO_LONG", Map.of("hours", tooLong.hours().toString()));
        }
        if (result instanceof EditPreferences.Erased) {
            throw ProblemException.of(409, "ALREADY_ERASED", Map.of());
        }
        return Answer.ok(row(edit, people));
    }

    private EditPreferences edit() {
        try {
            return notices.preferences();
        } catch (IllegalStateException e) {
            throw ProblemException.of(404, "NO_PREFERENCES", Map.of());
        }
    }

    /** A pupil gets notices as a pupil and as a user of the network: both want the same. */
    private static List<Recipient> people(Asker asker) {
        List<Recipient> people = Recipients.people(asker);
        if (people.isEmpty()) {
            throw ProblemException.of(404, "NO_NOTICES", Map.of());
        }
        return people;
    }

    private List<Change> changes(Body body) {
        List<Change> changes = new ArrayList<>();
        if (body.has("language")) {
            String tag = body.optionalText("language", 35);
            changes.add(new Change.Language(tag == null ? null : language(body, tag)));
        }
        boolean hours = body.has("quietHours");
        boolean zone = body.has("quietZone");
        if (hours || zone) {
            changes.add(new Change.Quiet(quiet(body)));
        }
        if (body.has("digest")) {
            changes.add(new Change.Digest(body.optionalTruth("digest")));
        }
        topics(body, "decline", Change.Decline::new, changes);
        topics(body, "accept", Change.Accept::new, changes);
        body.end();
        return changes;
    }

    private static @Nullable Locale language(Body body, String tag) {
        try {
            return new Locale.Builder().setLanguageTag(tag).build();
        } catch (IllformedLocaleException e) {
            return body.refuse("language", "NO_LANGUAGE", Map.of());
        }
    }

    private @Nullable QuietHours quiet(Body body) {
        String hours = body.optionalText("quietHours", 40);
        String named = body.optionalText("quietZone", 60);
        if (hours == null) {
            return null;
        }
        try {
            return QuietHours.parse(hours, named == null ? zone : ZoneId.of(named));
        } catch (IllegalArgumentException | DateTimeException e) {
            return body.refuse("quietHours", "NO_HOURS", Map.of());
        }
    }

    private static void topics(Body body, String field, Function<Topic, Change> change, List<Change> changes) {
        List<String> topics = body.optionalTexts(field);
        if (topics != null) {
            for (String topic : topics) {
                try {
                    changes.add(change.apply(Topic.parse(topic)));
                } catch (IllegalArgumentException e) {
                    body.refuse(field, "NO_TOPIC", Map.of());
                }
            }
        }
    }

    private static Row row(EditPreferences edit, List<Recipient> people) {
        PersonPreferences first = edit.of(people.get(0));
        Map<Topic, Instant> declined = new TreeMap<>();
        people.forEach(person -> declined.putAll(edit.of(person).declined()));
        Locale language = first.language();
        QuietHours quiet = first.quietHours();
        return Row.of("language", language == null ? null : language.toLanguageTag())
                .and("quietHours", quiet)
                .and("quietZone", quiet == null ? null : quiet.zone().getId())
                .and("digest", first.digest())
                .and(
                        "declined",
                        declined.entrySet().stream()
                                .map(each -> Row.of("category", each.getKey().category())
                                        .and("channel", each.getKey().channel())
                                        .and("since", each.getValue()))
                                .toList())
                .and("mandatory", edit.settings().mandatory());
    }
}
