package dev.cartable.architecture.canary.account.port;

import java.sql.Connection;
import org.assertj.core.api.StringAssert;

/** A port that writes without Tx, knows SQL, and shows a library's type. */
public interface AccountStore {

    void save(Connection connection);

    StringAssert name();
}
