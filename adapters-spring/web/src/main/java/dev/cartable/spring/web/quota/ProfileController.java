package dev.cartable.spring.web.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.EditProfiles;
import dev.cartable.quota.Quotas;
import dev.cartable.quota.model.Profile;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.IdempotencyKey;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.spring.web.internal.Versions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The profiles that there are: read, made, changed. A profile is never deleted, only deactivated. */
@ApiController(docs = ProfileDocs.class)
@RequestMapping("${cartable.web.prefix:/api/core}/profiles")
final class ProfileController {
    private final Quotas quotas;
    private final Known known;

    ProfileController(Quotas quotas, Known known) {
        this.quotas = requireNonNull(quotas, "quotas");
        this.known = requireNonNull(known, "known");
    }

    @GetMapping({"", "/"})
    @Requires(Right.READ_PROFILES)
    Answer list() {
        return answer(quotas.profiles().all());
    }

    @GetMapping({"/active", "/active/"})
    @Requires(Right.READ_PROFILES)
    Answer active() {
        return answer(quotas.profiles().all().stream().filter(Profile::active).toList());
    }

    private static Answer answer(List<Profile> profiles) {
        return Answer.ok(Row.of("next", null)
                .and("results", profiles.stream().map(ProfileRows::row).toList()));
    }

    @GetMapping({"/{id}", "/{id}/"})
    @Requires(Right.READ_PROFILES)
    Answer show(@PathVariable("id") String id) {
        return answer(known.profile(id));
    }

    /** With an {@code Idempotency-Key}, a profile that exists as it is asked for is answered as if it were made now. */
    @PostMapping({"", "/"})
    @Requires(value = Right.EDIT_PROFILES, key = Requires.Key.REPEATABLE)
    Answer create(Body body, HttpServletRequest request) {
        ProfileForm form = ProfileForm.whole(body);
        EditProfiles profiles = quotas.profiles();
        if (IdempotencyKey.of(request).isPresent()) {
            Optional<Profile> made = profiles.all().stream()
                    .filter(profile -> Profile.folded(profile.name()).equals(Profile.folded(form.newName())))
                    .filter(profile -> form.replacement()
                            .apply(profile.toBuilder())
                            .build()
                            .equals(profile))
                    .findFirst();
            if (made.isPresent()) {
                return created(request, made.get());
            }
        }
        return created(request, profiles.add(form.newName(), form.change()));
    }

    private static Answer created(HttpServletRequest request, Profile profile) {
        String path = request.getRequestURI().replaceFirst("/+$", "") + "/" + profile.id() + "/";
        return Answer.created(path, ProfileRows.row(profile)).version(profile.version());
    }

    /** Changes the fields that are named. */
    @PatchMapping({"/{id}", "/{id}/"})
    @Requires(Right.EDIT_PROFILES)
    Answer edit(@PathVariable("id") String id, Body body, HttpServletRequest request) {
        Profile profile = known.profile(id);
        return change(request, profile, ProfileForm.changes(body).change());
    }

    /** Replaces all fields; {@code If-Match} has to say of which version. */
    @PutMapping({"/{id}", "/{id}/"})
    @Requires(Right.EDIT_PROFILES)
    Answer replace(@PathVariable("id") String id, Body body, HttpServletRequest request) {
        Profile profile = known.profile(id);
        ProfileForm form = ProfileForm.whole(body);
        Versions.requireNamed(request);
        return change(request, profile, form.replacement());
    }

    @PostMapping({"/{id}/deactivate", "/{id}/deactivate/"})
    @Requires(Right.EDIT_PROFILES)
    Answer deactivate(@PathVariable("id") String id, HttpServletRequest request) {
        return change(request, known.profile(id), builder -> builder.active(false));
    }

    private Answer change(HttpServletRequest request, Profile profile, UnaryOperator<Profile.Builder> change) {
        return answer(quotas.profiles().change(profile.id(), builder -> {
            Versions.require(request, builder.build().version());
            return change.apply(builder);
        }));
    }

    private static Answer answer(Profile profile) {
        return Answer.ok(ProfileRows.row(profile)).version(profile.version());
    }
}
