package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.spring.web.Asker;
import dev.cartable.work.Actor;
import dev.cartable.work.CurrentActor;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Who sends the request that the calling thread answers, and from which address, as the server sees it: behind a proxy, that is the client's
 * where the server is set to trust the proxy's headers. Outside a request it is the actor that the host names; so it is on other threads that the host
 * has given the request to, since the server may have reused it for another caller by then.
 */
public final class RequestActor implements CurrentActor {
    private static final String THREAD = RequestActor.class.getName() + ".thread";

    private final CurrentActor outside;

    /** @param outside says who acts where no request is answered */
    public RequestActor(CurrentActor outside) {
        this.outside = requireNonNull(outside, "outside");
    }

    /** The calling thread serves this request from now on. */
    static void serve(HttpServletRequest request) {
        request.setAttribute(THREAD, Thread.currentThread());
    }

    @Override
    public Actor current() {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        if (!(attributes instanceof ServletRequestAttributes servlet)) {
            return outside.current();
        }
        try {
            HttpServletRequest request = servlet.getRequest();
            if (request.getAttribute(THREAD) == Thread.currentThread()) {
                return of(request);
            }
        } catch (IllegalStateException e) {
            // The request is over.
        }
        return outside.current();
    }

    private static Actor of(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        String from = address == null ? "" : address;
        if (request.getAttribute(AccessInterceptor.ASKER) instanceof Asker asker) {
            return new Actor(asker.name(), Actor.Via.REST, from);
        }
        Principal principal = request.getUserPrincipal();
        String name = principal == null ? null : principal.getName();
        return new Actor(name == null ? "" : name, Actor.Via.APPLICATION, from);
    }
}
