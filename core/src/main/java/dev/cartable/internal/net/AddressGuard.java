package dev.cartable.internal.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Refuses servers on this machine or in the local network, so that a setting or a name server cannot make Cartable send requests to
 * machines behind the firewall. Names are resolved before each request; Java keeps the answer for the request itself. Where Java uses a
 * proxy, the proxy resolves names, and only addresses that stand in the URL are checked.
 */
public final class AddressGuard {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f:.%]*:[0-9A-Fa-f:.%]*]?");

    private final boolean privateAllowed;
    private final Resolver resolver;

    /** Resolves the name of a host. */
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** @param privateAllowed whether every address may be used */
    public AddressGuard(boolean privateAllowed, Resolver resolver) {
        this.privateAllowed = privateAllowed;
        this.resolver = resolver;
    }

    /** Whether a request may go there. */
    public boolean permits(URI target) throws UnknownHostException {
        String host = target.getHost();
        if (privateAllowed || (!LITERAL.matcher(host).matches() && isByProxy(target))) {
            return true;
        }
        InetAddress[] addresses = resolver.resolve(host.replaceAll("[\\[\\]]", ""));
        return Arrays.stream(addresses).allMatch(AddressGuard::isPublic);
    }

    private static boolean isByProxy(URI target) {
        ProxySelector proxies = ProxySelector.getDefault();
        return proxies != null && proxies.select(target).stream().anyMatch(proxy -> proxy.address() != null);
    }

    /** Whether an address is one of the Internet at large (IANA's special-purpose registries, RFC 6890). */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes, 0) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        int third = bytes[at + 2] & 0xff;
        boolean special = first == 0
                || first == 10
                || first == 127
                || (first == 100 && (second & 0xc0) == 64)
                || (first == 169 && second == 254)
                || (first == 172 && (second & 0xf0) == 16)
                || (first == 192 && second == 168)
                || (first == 192 && second == 0 && (third == 0 || third == 2))
                || (first == 198 && (second & 0xfe) == 18)
                || (first == 198 && second == 51 && third == 100)
                || (first == 203 && second == 0 && third == 113)
                || first >= 224;
        return !special;
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (isPrefix(bytes, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) {
            return isPublic4(bytes, 12); // RFC 6052: an IPv4 address behind a translator
        }
        if (first == 0x20 && second == 0x02) {
            return isPublic4(bytes, 2); // RFC 3056: 6to4
        }
        boolean teredoOrDocumentation = isPrefix(bytes, 0x20, 0x01, 0, 0) || isPrefix(bytes, 0x20, 0x01, 0x0d, 0xb8);
        return (first & 0xe0) == 0x20 && !teredoOrDocumentation; // global unicast is 2000::/3
    }

    private static boolean isPrefix(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
