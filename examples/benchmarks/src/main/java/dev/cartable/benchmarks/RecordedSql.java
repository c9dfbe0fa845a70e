package dev.cartable.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source that writes down what one request asks of the database, so that a program without anything else can ask just the same.
 * While it records, there is one request alone.
 */
final class RecordedSql extends DelegatingDataSource {
    /** What the keys of events begin with: each request has one of its own. */
    private static final String EVENT = "http ";

    private volatile @Nullable Recorder recorder;

    RecordedSql(DataSource source) {
        super(source);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        Recorder now = recorder;
        return now == null ? connection : now.watched(connection);
    }

    /** What a request asked, one list for each connection that it took. */
    record Recording(List<List<Step>> connections) {}

    /** Does something, and writes down what it asked the database. */
    Recording record(Measured.Step request) throws Exception {
        Recorder now = new Recorder();
        recorder = now;
        try {
            request.run();
        } finally {
            recorder = null;
        }
        return new Recording(now.connections.stream().map(List::copyOf).toList());
    }

    /** Asks the same again, under the key of another event. */
    void repeat(Recording recording) throws SQLException {
        String event = EVENT + UUID.randomUUID();
        for (List<Step> steps : recording.connections) {
            try (Connection connection = super.getConnection()) {
                for (Step step : steps) {
                    step.repeat(connection, event);
                }
            }
        }
    }

    /** One call. */
    private interface Step {
        void repeat(Connection connection, String event) throws SQLException;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Call(Method method, Object[] arguments) implements Step {
        @Override
        public void repeat(Connection connection, String event) throws SQLException {
            invoke(method, connection, arguments);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Values(String type, @Nullable Object[] elements) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Parameter(Method setter, @Nullable Object[] arguments) {
        void set(PreparedStatement statement, Connection connection, String event) throws SQLException {
            @Nullable Object[] renewed = arguments.clone();
            renewed[1] = renewed(renewed[1], connection, event);
            invoke(setter, statement, renewed);
        }

        private static @Nullable Object renewed(@Nullable Object value, Connection connection, String event)
                throws SQLException {
            if (value instanceof Values values) {
                @Nullable Object[] elements = values.elements.clone();
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = renewed(elements[i], connection, event);
                }
                return connection.createArrayOf(values.type, elements);
            }
            return value instanceof String text && text.startsWith(EVENT) ? event : value;
        }
    }

    private record Query(String sql, List<Parameter> parameters) implements Step {
        @Override
        public void repeat(Connection connection, String event) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (Parameter parameter : parameters) {
                    parameter.set(statement, connection, event);
                }
                boolean rows = statement.execute();
                while (rows || statement.getUpdateCount() >= 0) {
                    if (rows) {
                        readAll(statement);
                    }
                    rows = statement.getMoreResults();
                }
            }
        }

        private static void readAll(Statement statement) throws SQLException {
            try (ResultSet result = statement.getResultSet()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    for (int i = 1; i <= columns; i++) {
                        result.getObject(i);
                    }
                }
            }
        }
    }

    private static @Nullable Object invoke(Method method, Object target, @Nullable Object @Nullable [] arguments)
            throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Recorder {
        private final List<List<Step>> connections = new ArrayList<>();
        private final IdentityHashMap<Object, Values> arrays = new IdentityHashMap<>();

        private static Values values(Object[] arguments) {
            return new Values((String) arguments[0], ((Object[]) arguments[1]).clone());
        }

        synchronized Connection watched(Connection connection) {
            List<Step> steps = new ArrayList<>();
            connections.add(steps);
            return proxy(Connection.class, (proxy, method, arguments) -> {
                Object result = invoke(method, connection, arguments);
                switch (method.getName()) {
                    case "setAutoCommit", "commit", "rollback" ->
                        steps.add(new Call(method, arguments == null ? new Object[0] : arguments.clone()));
                    case "createArrayOf" ->
                        arrays.put(Objects.requireNonNull(result), values(Objects.requireNonNull(arguments)));
                    case "prepareStatement" -> {
                        return watched(
                                (PreparedStatement) Objects.requireNonNull(result),
                                (String) Objects.requireNonNull(arguments)[0],
                                steps,
                                (Connection) proxy);
                    }
                    case "createStatement" -> {
                        return watched((Statement) Objects.requireNonNull(result), steps);
                    }
                    default -> {
                        // asks nothing that is compared
                    }
                }
                return result;
            });
        }

        private PreparedStatement watched(
                PreparedStatement statement, String sql, List<Step> steps, Connection connection) {
            List<Parameter> parameters = new ArrayList<>();
            return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
                String name = method.getName();
                if (name.equals("addBatch")) {
                    throw new IllegalStateException("a batch cannot be repeated yet: " + sql);
                }
                if (name.startsWith("set") && arguments != null && arguments.length > 1) {
                    @Nullable Object[] given = arguments.clone();
                    given[1] = given[1] instanceof Array array ? arrays.get(array) : given[1];
                    parameters.add(new Parameter(method, given));
                }
                if (name.startsWith("execute")) {
                    steps.add(new Query(sql, List.copyOf(parameters)));
                }
                return name.equals("getConnection") ? connection : invoke(method, statement, arguments);
            });
        }

        private static Statement watched(Statement statement, List<Step> steps) {
            return proxy(Statement.class, (proxy, method, arguments) -> {
                if (method.getName().startsWith("execute") && arguments != null) {
                    steps.add(new Query((String) arguments[0], List.of()));
                }
                return invoke(method, statement, arguments);
            });
        }

        private interface Watch {
            @Nullable
            Object call(Object proxy, Method method, Object @Nullable [] arguments) throws SQLException;
        }

        private static <T> T proxy(Class<T> type, Watch watch) {
            return type.cast(
                    Proxy.newProxyInstance(RecordedSql.class.getClassLoader(), new Class<?>[] {type}, watch::call));
        }
    }

    /** How many statements it asks. */
    static long statements(Recording recording) {
        return recording.connections.stream()
                .flatMap(List::stream)
                .filter(Query.class::isInstance)
                .count();
    }
}
