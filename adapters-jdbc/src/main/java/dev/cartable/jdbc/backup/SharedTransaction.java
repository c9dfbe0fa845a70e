package dev.cartable.jdbc.backup;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands one open transaction out as several connections. Their transactions are savepoints of it: what one commits, the others see, and
 * nobody else; what one rolls back is undone. Used by one thread at a time.
 */
final class SharedTransaction {
    private final Connection connection;
    private final List<Begun> stack = new ArrayList<>();

    SharedTransaction(Connection connection) {
        this.connection = connection;
    }

    /** A connection; closing it leaves the transaction open. */
    Connection open() throws SQLException {
        return (Connection) Proxy.newProxyInstance(
                SharedTransaction.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new Part(connection.getTransactionIsolation()));
    }

    /** What one connection takes for its transaction. */
    private static final class Begun {
        private final Savepoint start;
        private boolean isCommitted;

        private Begun(Savepoint start) {
            this.start = start;
        }
    }

    /** Releases the savepoints at the top that are not needed any more. */
    private void release() throws SQLException {
        while (!stack.isEmpty() && stack.get(stack.size() - 1).isCommitted) {
            connection.releaseSavepoint(stack.remove(stack.size() - 1).start);
        }
    }

    /** One of the connections. */
    private final class Part implements InvocationHandler {
        private boolean autoCommit = true;
        private boolean isReadOnly;
        private boolean isClosed;
        private int isolation;
        private @Nullable Begun begun;

        private Part(int isolation) {
            this.isolation = isolation;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            Object first = arguments == null ? null : arguments[0];
            switch (method.getName()) {
                case "close" -> {
                    rollback();
                    isClosed = true;
                    return null;
                }
                case "isClosed" -> {
                    return isClosed || connection.isClosed();
                }
                case "getAutoCommit" -> {
                    return autoCommit;
                }
                case "setAutoCommit" -> {
                    commit();
                    autoCommit = Boolean.TRUE.equals(first);
                    return null;
                }
                case "isReadOnly" -> {
                    return isReadOnly;
                }
                case "setReadOnly" -> {
                    isReadOnly = Boolean.TRUE.equals(first);
                    return null;
                }
                case "getTransactionIsolation" -> {
                    return isolation;
                }
                case "setTransactionIsolation" -> {
                    isolation = first instanceof Integer level ? level : isolation;
                    return null;
                }
                case "commit" -> {
                    commit();
                    return null;
                }
                case "equals" -> {
                    return proxy == first;
                }
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                default -> {
                    if (method.getName().equals("rollback") && arguments == null) {
                        rollback();
                        return null;
                    }
                    begin();
                    return call(method, arguments);
                }
            }
        }

        private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private void begin() throws SQLException {
            if (!autoCommit && begun == null) {
                begun = new Begun(connection.setSavepoint());
                stack.add(begun);
            }
        }

        private void commit() throws SQLException {
            Begun ended = end();
            if (ended != null) {
                ended.isCommitted = true;
                release();
            }
        }

        private void rollback() throws SQLException {
            Begun ended = end();
            if (ended != null) {
                connection.rollback(ended.start);
                stack.subList(stack.indexOf(ended) + 1, stack.size()).clear();
                ended.isCommitted = true;
                release();
            }
        }

        private @Nullable Begun end() throws SQLException {
            Begun ended = begun;
            begun = null;
            if (ended != null && !stack.contains(ended)) {
                throw new SQLException("the transaction was rolled back with one that had begun before it", "40000");
            }
            return ended;
        }
    }
}
