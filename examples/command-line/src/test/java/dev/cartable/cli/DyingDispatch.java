package dev.cartable.cli;

import dev.cartable.Cartable;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.mail.JakartaMailCourier;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A process that sends what is queued and stops dead at one point, so that it can be killed there. At a point in the conversation with
 * the mail server, the server kills it.
 */
final class DyingDispatch {
    static final String HERE = "here";

    private final Point point;
    private final AtomicInteger left;
    private final PrintStream out;

    private DyingDispatch(Point point, int times, PrintStream out) {
        this.point = point;
        this.left = new AtomicInteger(times);
        this.out = out;
    }

    /** Where it dies, in the order in which a message gets there. */
    enum Point {
        /** Messages are claimed, and none is begun. */
        CLAIMED,
        CONNECT(SmtpServer.GREETING),
        RCPT("RCPT"),
        DATA("DATA"),
        /** The server has the message, and has not answered. */
        DOT("."),
        /** The server has answered, and nothing is written. */
        ANSWERED,
        /** The transaction that writes the outcome has begun. */
        MARK,
        /** The outcome is written, and not committed. */
        COMMIT,
        COMMITTED;

        /** The server's step; null where the process stops by itself. */
        final @Nullable String step;

        Point() {
            this(null);
        }

        Point(@Nullable String step) {
            this.step = step;
        }

        /** Whether the server has the message by then, and the database does not know. */
        boolean isInDoubt() {
            return compareTo(DOT) >= 0 && this != COMMITTED;
        }
    }

    /** Starts one. */
    static Process start(String url, String user, int port, int connections, Point point, int times)
            throws IOException {
        return Child.java(
                        DyingDispatch.class,
                        List.of(
                                url,
                                user,
                                Integer.toString(port),
                                Integer.toString(connections),
                                point.name(),
                                Integer.toString(times)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * Sends until it stops.
     *
     * @param args the database, its user, the mail server's port, the connections, the point, and at which time it stops there
     */
    public static void main(String[] args) {
        int connections = Integer.parseInt(args[3]);
        DyingDispatch dying = new DyingDispatch(
                Point.valueOf(args[4]),
                Integer.parseInt(args[5]),
                new PrintStream(System.out, true, StandardCharsets.UTF_8));
        JdbcStores stores = JdbcStores.builder(dying.database(args[0], args[1]))
                .schemaMode(SchemaMode.NEVER)
                .build();
        // Two messages for each connection, so that also the one that connects is another each time.
        JakartaMailCourier courier = Letters.courier(Integer.parseInt(args[2]), connections, 2);
        try (Cartable cartable =
                Letters.school(stores).courier(dying.before(courier)).build()) {
            cartable.notices().dispatch().drain();
        }
    }

    private void pass(Point here) {
        if (here == point && left.decrementAndGet() <= 0) {
            out.println(HERE);
            while (true) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    // It stays here.
                }
            }
        }
    }

    private Courier before(Courier courier) {
        return new Courier() {
            @Override
            public Channel channel() {
                return courier.channel();
            }

            @Override
            public int maxConnections() {
                return courier.maxConnections();
            }

            @Override
            public Reach reach() {
                return Reach.NOBODY;
            }

            @Override
            public Delivery deliver(RenderedNotice notice) {
                Delivery delivery = courier.deliver(notice);
                pass(Point.ANSWERED);
                return delivery;
            }

            @Override
            public void release() {
                courier.release();
            }
        };
    }

    /** What a proxy does at each call. */
    interface Step {
        Object of(Object real, Method method, Object @Nullable [] args) throws Throwable;
    }

    static <T> T proxy(Class<T> type, Object real, Step step) {
        return type.cast(Proxy.newProxyInstance(
                DyingDispatch.class.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                    try {
                        return step.of(real, method, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private DataSource database(String url, String user) {
        return proxy(DataSource.class, url, (real, method, args) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
            }
            return connection(DriverManager.getConnection(url, user, ""));
        });
    }

    private Connection connection(Connection connection) {
        List<String> written = new ArrayList<>();
        return proxy(Connection.class, connection, (real, method, args) -> {
            boolean commits = method.getName().equals("commit");
            boolean outcome = written.contains("outcome");
            if (commits && outcome) {
                pass(Point.COMMIT);
            }
            Object result = method.invoke(real, args);
            if (commits && written.contains("claim")) {
                pass(Point.CLAIMED);
            }
            if (commits && outcome) {
                pass(Point.COMMITTED);
            }
            return result instanceof PreparedStatement statement && args != null
                    ? statement(statement, String.valueOf(args[0]), written)
                    : result;
        });
    }

    private PreparedStatement statement(PreparedStatement statement, String sql, List<String> written) {
        boolean claim = sql.contains("SET holder = ");
        boolean outcome = sql.contains("DELETE FROM") && sql.contains("outbox");
        return proxy(PreparedStatement.class, statement, (real, method, args) -> {
            if (method.getName().startsWith("execute") && outcome) {
                pass(Point.MARK);
                written.add("outcome");
            }
            if (method.getName().startsWith("execute") && claim) {
                written.add("claim");
            }
            return method.invoke(real, args);
        });
    }
}
