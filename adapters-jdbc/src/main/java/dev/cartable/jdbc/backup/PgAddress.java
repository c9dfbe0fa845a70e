package dev.cartable.jdbc.backup;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is, read from a JDBC URL, for the driver and for PostgreSQL's own programs. Its text has no password.
 *
 * @param servers one or more, as {@code host:port}; empty where a service file names them
 * @param database null where the URL leaves it to the user's name or the service file
 * @param options the URL's options without user and password
 */
record PgAddress(
        List<String> servers,
        @Nullable String database,
        Map<String, String> options,
        @Nullable String user,
        @Nullable String password) {
    private static final String SCHEME = "jdbc:postgresql:";
    private static final String DEFAULT_PORT = "5432";
    private static final Pattern SERVER = Pattern.compile("(\\[[^]]*]|[^:]*)(?::(\\d*))?");
    private static final Pattern SOCKET = Pattern.compile("(.*)/\\.s\\.PGSQL\\.(\\d+)");

    /** The names that the programs have for the driver's options. */
    private static final Map<String, String> VARIABLES = Map.of(
            "sslmode", "PGSSLMODE",
            "sslrootcert", "PGSSLROOTCERT",
            "sslcert", "PGSSLCERT",
            "sslkey", "PGSSLKEY",
            "connectTimeout", "PGCONNECT_TIMEOUT",
            "options", "PGOPTIONS",
            "channelBinding", "PGCHANNELBINDING",
            "kerberosServerName", "PGKRBSRVNAME",
            "service", "PGSERVICE");

    private static final Map<String, String> SERVER_TYPES = Map.of(
            "any", "any",
            "primary", "read-write",
            "master", "read-write",
            "secondary", "standby",
            "slave", "standby",
            "preferSecondary", "prefer-standby",
            "preferSlave", "prefer-standby");

    PgAddress {
        servers = List.copyOf(servers);
        options = Map.copyOf(options);
    }

    /**
     * Reads a URL in any form that the driver takes: {@code jdbc:postgresql:database}, {@code //host/database}, several hosts, IPv6,
     * a socket by {@code socketFactoryArg}, or a {@code service}.
     *
     * @throws IllegalArgumentException if it is no URL of PostgreSQL
     */
    static PgAddress parse(String url) {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException("no JDBC URL of PostgreSQL, which begins with " + SCHEME);
        }
        String rest = url.substring(SCHEME.length());
        int question = rest.indexOf('?');
        Map<String, String> options = options(question < 0 ? "" : rest.substring(question + 1));
        String place = question < 0 ? rest : rest.substring(0, question);
        List<String> servers = new ArrayList<>();
        if (place.startsWith("//")) {
            int slash = place.indexOf('/', 2);
            String hosts = slash < 0 ? place.substring(2) : place.substring(2, slash);
            place = slash < 0 ? "" : place.substring(slash + 1);
            for (String server : hosts.isEmpty() ? new String[0] : hosts.split(",", -1)) {
                servers.add(server(server));
            }
        } else if (place.startsWith("/")) {
            place = place.substring(1);
        }
        if (servers.isEmpty() && !options.containsKey("service")) {
            servers.add("localhost:" + DEFAULT_PORT);
        }
        String user = options.remove("user");
        String password = options.remove("password");
        return new PgAddress(servers, place.isEmpty() ? null : decoded(place), options, user, password);
    }

    private static String server(String text) {
        Matcher parts = SERVER.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("the JDBC URL has a host that cannot be read");
        }
        String host = parts.group(1).isEmpty() ? "localhost" : parts.group(1);
        String port = parts.group(2) == null || parts.group(2).isEmpty() ? DEFAULT_PORT : parts.group(2);
        return host + ":" + port;
    }

    private static Map<String, String> options(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : text.split("&", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                options.put(option.substring(0, equals), decoded(option.substring(equals + 1)));
            }
        }
        return options;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The same place, for another user. */
    PgAddress as(@Nullable String otherUser, @Nullable String otherPassword) {
        return new PgAddress(
                servers,
                database,
                options,
                otherUser == null ? user : otherUser,
                otherPassword == null ? password : otherPassword);
    }

    /** The JDBC URL of another database on the same server, without user and password. */
    String url(String otherDatabase) {
        StringBuilder url = new StringBuilder(SCHEME).append("//").append(String.join(",", servers));
        url.append('/').append(encoded(otherDatabase));
        char separator = '?';
        for (Map.Entry<String, String> option : new TreeMap<>(options).entrySet()) {
            url.append(separator).append(option.getKey()).append('=').append(encoded(option.getValue()));
            separator = '&';
        }
        return url.toString();
    }

    /** Environment variables by which PostgreSQL's programs reach the server. No password is among them. */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        VARIABLES.forEach((option, variable) -> {
            String value = options.get(option);
            if (value != null && !value.isEmpty()) {
                variables.put(variable, value);
            }
        });
        if (!options.containsKey("sslmode") && options.containsKey("ssl") && !"false".equals(options.get("ssl"))) {
            variables.put("PGSSLMODE", "verify-full");
        }
        String type = SERVER_TYPES.get(options.getOrDefault("targetServerType", "any"));
        if (type != null && !type.equals("any")) {
            variables.put("PGTARGETSESSIONATTRS", type);
        }
        Matcher socket = SOCKET.matcher(options.getOrDefault("socketFactoryArg", ""));
        if (socket.matches()) {
            variables.put("PGHOST", socket.group(1));
            variables.put("PGPORT", socket.group(2));
        } else if (!servers.isEmpty()) {
            List<String> hosts = new ArrayList<>();
            List<String> ports = new ArrayList<>();
            for (String server : servers) {
                int colon = server.lastIndexOf(':');
                hosts.add(server.substring(0, colon).replaceAll("[\\[\\]]", ""));
                ports.add(server.substring(colon + 1));
            }
            variables.put("PGHOST", String.join(",", hosts));
            variables.put("PGPORT", String.join(",", ports));
        }
        if (user != null) {
            variables.put("PGUSER", user);
        }
        variables.put("PGAPPNAME", "cartable-backup");
        return variables;
    }

    @Override
    public String toString() {
        return String.join(",", servers) + "/" + database;
    }
}
