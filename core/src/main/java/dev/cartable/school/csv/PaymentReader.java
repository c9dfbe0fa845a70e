package dev.cartable.school.csv;

import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payments, one a row. */
final class PaymentReader implements RecordReader<ReceivedPayment> {
    private static final List<Field> FIELDS = List.of(
            Field.required("payment", "id", "payment id", "receipt", "paiement", "reçu", "identifiant"),
            Field.required("invoice", "invoice id", "facture", "id facture"),
            Field.required("date", "paid on", "payé le", "date de paiement"),
            Field.required("amount", "montant"),
            Field.optional("currency", "devise", "monnaie"),
            Field.optional("payer", "payer number", "payeur", "numéro du payeur"));

    private final @Nullable Character decimalMark;

    PaymentReader(@Nullable Character decimalMark) {
        this.decimalMark = decimalMark;
    }

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public String owner() {
        return "invoice";
    }

    @Override
    public ReceivedPayment read(RecordRow row) throws BadRowException {
        Currency currency = row.currency("currency");
        BigDecimal amount = row.amount("amount", currency, decimalMark);
        if (amount.signum() == 0) {
            throw new BadRowException(RowProblem.BAD_AMOUNT, "amount");
        }
        return new ReceivedPayment(
                row.id("invoice", InvoiceReader.LONGEST_ID),
                currency,
                new Invoice.Payment(
                        row.id("payment", 255),
                        row.requiredDate("date"),
                        amount,
                        row.has("payer") ? row.count("payer", 1) : null,
                        null));
    }
}
