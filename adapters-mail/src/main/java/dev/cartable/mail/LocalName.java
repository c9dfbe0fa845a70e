package dev.cartable.mail;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * What this machine calls itself to a mail server: its full name (RFC 5321, 2.3.5) or, where it does not know one, its address in
 * brackets (4.1.3). Servers refuse "localhost" and names without a domain.
 */
final class LocalName {
    private LocalName() {}

    /** Looked up once for each process, since a name server may take its time. */
    private static final class Found {
        static final String NAME = of(canonicalName(), addresses());
    }

    static String find() {
        return Found.NAME;
    }

    static String of(String canonicalName, List<InetAddress> addresses) {
        String name = canonicalName.toLowerCase(Locale.ROOT);
        if (name.matches("[a-z0-9.-]*\\.[a-z0-9-]*[a-z][a-z0-9-]*")
                && !name.endsWith(".localdomain")
                && !SmtpSettings.isLoopback(name)) {
            return name;
        }
        return addresses.stream()
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .map(LocalName::literal)
                .findFirst()
                .orElse("[127.0.0.1]");
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
    }

    private static String canonicalName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    private static List<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
