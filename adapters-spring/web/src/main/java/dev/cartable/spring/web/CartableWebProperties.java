package dev.cartable.spring.web;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code cartable.web}.
 *
 * @param enabled Whether Cartable's endpoints are served at all.
 * @param prefix What the paths of all endpoints begin with.
 * @param claim The claim of a JWT that names its person; the name of the principal without it.
 * @param pupilsAreUsers Whether a user of the network with a pupil's id and promotion is this pupil.
 * @param openapi Whether the endpoints are added to the OpenAPI document of springdoc, where the host has it.
 * @param roles The roles of the host that stand for those of Cartable.
 */
@ConfigurationProperties("cartable.web")
public record CartableWebProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("/api/core") String prefix,
        @Nullable String claim,
        @DefaultValue("true") boolean pupilsAreUsers,
        @DefaultValue("true") boolean openapi,
        @DefaultValue Roles roles) {
    public CartableWebProperties {
        if (!prefix.matches("(/[A-Za-z0-9._~-]+)*")) {
            throw new IllegalArgumentException("cartable.web.prefix is '" + prefix
                    + "': it begins with a slash and does not end with one, such as /api/core");
        }
    }

    /**
     * The host's names of the roles, without the prefix {@code ROLE_}.
     *
     * @param administrator Roles that see and change everything.
     * @param staff Roles that see the promotions that they supervise.
     * @param parent Roles that see their own children.
     * @param pupil Roles that see themselves.
     */
    public record Roles(
            @DefaultValue("ADMIN") Set<String> administrator,
            @DefaultValue("STAFF") Set<String> staff,
            @DefaultValue("PARENT") Set<String> parent,
            @DefaultValue("PUPIL") Set<String> pupil) {}
}
