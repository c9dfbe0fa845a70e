package dev.cartable.spring.web.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Where a request comes from, as attempts are counted: an IPv4 address, or the first 64 bits of an IPv6 address. */
final class ClientAddress {
    private static final int NETWORK = 8;

    private ClientAddress() {}

    static String of(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        if (address == null || address.indexOf(':') < 0) {
            return address == null ? "" : address;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address.split("%", 2)[0]); // No name has a colon.
            byte[] bytes = parsed.getAddress();
            return bytes.length > NETWORK
                    ? HexFormat.ofDelimiter(":").formatHex(bytes, 0, NETWORK) + "/64"
                    : parsed.getHostAddress();
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }
}
