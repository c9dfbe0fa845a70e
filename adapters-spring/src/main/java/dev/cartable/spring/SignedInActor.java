package dev.cartable.spring;

import dev.cartable.work.Actor;
import dev.cartable.work.CurrentActor;
import dev.cartable.work.Leases;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;

/** The user who is signed in on the calling thread, where the host has Spring Security; otherwise the application. */
final class SignedInActor implements CurrentActor {
    private static final boolean SECURITY = ClassUtils.isPresent(
            "org.springframework.security.core.context.SecurityContextHolder", SignedInActor.class.getClassLoader());

    SignedInActor() {}

    @Override
    public Actor current() {
        return new Actor(
                SECURITY ? Signed.name() : "",
                Actor.Via.APPLICATION,
                Leases.Holder.thisProcess().hostName());
    }

    /** Loaded only where Spring Security is there. */
    private static final class Signed {
        private Signed() {}

        static String name() {
            Authentication signed = SecurityContextHolder.getContext().getAuthentication();
            String name = signed == null || !signed.isAuthenticated() ? null : signed.getName();
            return name == null ? "" : name;
        }
    }
}
