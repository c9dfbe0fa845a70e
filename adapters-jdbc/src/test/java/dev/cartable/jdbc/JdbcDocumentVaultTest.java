package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.document.port.DocumentVault;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.tck.DocumentVaultContract;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JdbcDocumentVaultTest {
    /** One database for all tests; each begins with an empty vault. */
    abstract static class Contract extends DocumentVaultContract {
        private final DataSource database;
        private final JdbcStores stores;

        Contract(DataSource database) {
            this.database = database;
            this.stores =
                    JdbcStores.builder(database).schemaMode(SchemaMode.MIGRATE).build();
        }

        @Override
        protected DocumentVault newVault() {
            return stores.documentVault();
        }

        @Override
        protected DocumentVault again() {
            return stores.documentVault();
        }

        /** Whatever two nodes do at once: read together, the parts of both would be another file. */
        @Test
        void aPartOfAFileIsThereOnce() throws IOException, SQLException {
            String file = "ef".repeat(32);
            stores.documentVault().put(file, new byte[] {1});

            try (Connection connection = database.getConnection();
                    PreparedStatement again = connection.prepareStatement(
                            "INSERT INTO cartable_document_file SELECT * FROM cartable_document_file WHERE sha256 = ?")) {
                again.setString(1, file);
                assertThatThrownBy(again::executeUpdate).isInstanceOf(SQLException.class);
            }
        }

        @Test
        void aFileStaysThoughTheTransactionAroundItIsRolledBack() throws IOException {
            String file = "cd".repeat(32);
            DocumentVault vault = stores.documentVault();

            try {
                stores.unitOfWork().run(tx -> {
                    try {
                        vault.put(file, new byte[] {1});
                    } catch (IOException e) {
                        throw new IllegalArgumentException(e);
                    }
                    throw new IllegalStateException("rolled back");
                });
            } catch (IllegalStateException expected) {
                assertThat(vault.find(file)).contains(new byte[] {1});
            }
            assertThat(vault.list()).containsExactly(file);
        }
    }

    @Nested
    class OnH2 extends Contract {
        OnH2() {
            super(TestDatabase.h2().dataSource());
        }
    }

    @Nested
    class OnPostgresql extends Contract {
        OnPostgresql() {
            super(TestDatabase.postgresql().dataSource());
        }
    }
}
