package dev.cartable.spring.web;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A data source that notes each prepared statement that is executed while a test asks it to. */
final class CountedStatements extends DelegatingDataSource {
    private final List<String> executed = new CopyOnWriteArrayList<>();
    private volatile boolean counts;

    CountedStatements(DataSource source) {
        super(source);
    }

    /** What was executed meanwhile, on whichever thread. */
    List<String> during(Runnable work) {
        executed.clear();
        counts = true;
        try {
            work.run();
        } finally {
            counts = false;
        }
        return List.copyOf(executed);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return counts ? proxy(Connection.class, connection, "") : connection;
    }

    private <T> T proxy(Class<T> type, T real, String sql) {
        return type.cast(Proxy.newProxyInstance(
                CountedStatements.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().startsWith("execute")) {
                        executed.add(sql);
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return result instanceof PreparedStatement statement && arguments != null
                                ? proxy(PreparedStatement.class, statement, String.valueOf(arguments[0]))
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
