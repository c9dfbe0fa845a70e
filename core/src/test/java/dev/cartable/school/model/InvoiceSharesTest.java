package dev.cartable.school.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.Invoice.State;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class InvoiceSharesTest {
    private static final List<Currency> CURRENCIES = List.of("GNF", "XOF", "XAF", "MAD", "EUR", "TND").stream()
            .map(Currency::getInstance)
            .toList();
    private static final LocalDate DAY = LocalDate.of(2026, 11, 30);

    private static Invoice invoice(
            Currency currency, State state, List<Instalment> instalments, List<Payment> payments, List<Payer> payers) {
        return new Invoice(
                "i",
                "2026-00001",
                new PupilId("ali"),
                currency,
                state,
                instalments,
                payments,
                null,
                false,
                new Invoice.Details(Invoice.Type.INVOICE, DAY, List.of(), payers, null));
    }

    private static Payer payer(int number, long parts) {
        return new Payer(number, null, "Payer " + number, List.of(), parts);
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @RepeatedTest(300)
    void sharesAddUpToEachInstalmentAndToTheWhole() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Currency currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
        int digits = currency.getDefaultFractionDigits();
        List<Instalment> instalments = IntStream.rangeClosed(1, 1 + random.nextInt(12))
                .mapToObj(i -> new Instalment(i, DAY.plusMonths(i), amount(random, digits)))
                .toList();
        List<Payer> payers = IntStream.rangeClosed(1, 1 + random.nextInt(6))
                .mapToObj(i -> payer(i, 1 + random.nextInt(random.nextBoolean() ? 3 : 1_000_000)))
                .toList();
        List<Payment> payments = IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> new Payment(
                        "p" + i,
                        DAY,
                        random.nextInt(4) == 0 ? amount(random, digits).negate() : amount(random, digits),
                        paidBy(random, payers.size()),
                        null))
                .toList();
        Invoice whole = invoice(currency, State.PARTLY_PAID, instalments, payments, payers);

        List<Invoice> shares = whole.shares();

        String described = "seed " + seed;
        assertThat(sum(shares.stream().map(Invoice::total).toList()))
                .as(described)
                .isEqualByComparingTo(whole.total());
        for (Instalment instalment : instalments) {
            assertThat(sum(shares.stream()
                            .flatMap(share -> share.instalments().stream())
                            .filter(one -> one.number() == instalment.number())
                            .map(Instalment::amount)
                            .toList()))
                    .as(described)
                    .isEqualByComparingTo(instalment.amount());
        }
        for (Payment payment : payments) {
            if (shares.size() == payers.size() || payment.payer() == null) {
                assertThat(sum(shares.stream()
                                .flatMap(share -> share.payments().stream())
                                .filter(one -> one.id().equals(payment.id()))
                                .map(Payment::amount)
                                .toList()))
                        .as(described)
                        .isEqualByComparingTo(payment.amount());
            }
        }
        BigInteger parts = payers.stream()
                .map(payer -> BigInteger.valueOf(payer.parts()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        BigDecimal unit = BigDecimal.ONE.movePointLeft(digits);
        for (Invoice share : shares) {
            BigDecimal exact = whole.total()
                    .multiply(BigDecimal.valueOf(share.details().payers().get(0).parts()))
                    .divide(new BigDecimal(parts), 20, RoundingMode.HALF_UP);
            assertThat(share.total().subtract(exact).abs()).as(described).isLessThan(unit);
            assertThat(share.total().scale()).as(described).isLessThanOrEqualTo(digits);
            assertThat(share.remaining().signum()).as(described).isNotNegative();
            assertThat(share.details().payers()).as(described).hasSize(1);
        }
    }

    @Test
    void aPaymentOfAPayerWithoutAShareIsThatOfAll() {
        Invoice whole = invoice(
                Currency.getInstance("GNF"),
                State.PARTLY_PAID,
                List.of(new Instalment(1, DAY, BigDecimal.TEN)),
                List.of(
                        new Payment("p1", DAY, BigDecimal.valueOf(4), 9, null),
                        new Payment("p2", DAY, BigDecimal.valueOf(2), 3, null)),
                List.of(payer(1, 500), payer(2, 500), payer(3, 1)));

        assertThat(whole.shares())
                .extracting(share -> share.paid().toPlainString())
                .containsExactly("3", "3");
        assertThat(whole.remaining()).isEqualByComparingTo(whole.total().subtract(whole.paid()));
    }

    @Test
    void eachShareOfAnOpenInvoiceHasAStateOfItsOwn() {
        List<Instalment> instalments = List.of(new Instalment(1, DAY, BigDecimal.valueOf(100)));
        List<Payment> payments = List.of(
                new Payment("p1", DAY, BigDecimal.valueOf(50), 1, null),
                new Payment("p2", DAY, BigDecimal.valueOf(10), 2, null));
        List<Payer> payers = List.of(payer(1, 2), payer(2, 1), payer(3, 1));
        Currency francs = Currency.getInstance("GNF");

        for (State open : List.of(State.ISSUED, State.PARTLY_PAID)) {
            assertThat(invoice(francs, open, instalments, payments, payers).shares())
                    .as(open.name())
                    .extracting(Invoice::state)
                    .containsExactly(State.PAID, State.PARTLY_PAID, State.ISSUED);
        }
        assertThat(invoice(francs, State.CANCELLED, instalments, payments, payers)
                        .shares())
                .extracting(Invoice::state)
                .containsOnly(State.CANCELLED);
    }

    /** A host may count in smaller units than its currency has. */
    @Test
    void anInvoiceIsSplitInTheSmallestUnitThatItHas() {
        Invoice whole = invoice(
                Currency.getInstance("EUR"),
                State.ISSUED,
                List.of(new Instalment(1, DAY, new BigDecimal("10.001"))),
                List.of(),
                List.of(payer(1, 1), payer(2, 1)));

        assertThat(whole.shares())
                .extracting(share -> share.total().toPlainString())
                .containsExactlyInAnyOrder("5.001", "5");
    }

    @Test
    void aShareIsItsOwnShare() {
        Invoice whole = new Invoice(
                "i",
                "2026-00001",
                new PupilId("ali"),
                Currency.getInstance("GNF"),
                State.ISSUED,
                List.of(new Instalment(1, DAY, BigDecimal.TEN)),
                List.of(),
                null,
                false,
                new Invoice.Details(
                        Invoice.Type.INVOICE,
                        DAY,
                        List.of(new Invoice.Line("Canteen", null, null, BigDecimal.TEN)),
                        List.of(payer(1, 1), payer(2, 1)),
                        null));

        assertThat(whole.shares())
                .allSatisfy(share -> assertThat(share.shares()).containsExactly(share));
    }

    /** Without naming who has paid: in any pieces, what settles an instalment settles each payer's part of it. */
    @RepeatedTest(300)
    void paymentsThatComeToTheInstalmentsSettleEachPart() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String described = "seed " + seed;
        Currency currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
        int digits = currency.getDefaultFractionDigits();
        List<Instalment> instalments = IntStream.rangeClosed(1, 1 + random.nextInt(12))
                .mapToObj(i -> new Instalment(i, DAY.plusMonths(i), amount(random, digits)))
                .toList();
        List<Payer> payers = IntStream.rangeClosed(1, 2 + random.nextInt(6))
                .mapToObj(i -> payer(i, 1 + random.nextInt(random.nextBoolean() ? 3 : 1_000_000)))
                .toList();
        List<Payment> payments = new ArrayList<>();
        for (Instalment instalment : instalments) {
            for (BigDecimal piece : pieces(random, instalment.amount(), digits)) {
                payments.add(new Payment("p" + payments.size(), DAY, piece));
            }
            Invoice so = invoice(currency, State.PARTLY_PAID, instalments, payments, payers);
            LocalDate after = DAY.plusMonths(instalment.number()).plusDays(1);
            assertThat(so.shares())
                    .as(described)
                    .allSatisfy(share -> assertThat(share.overdue(after)).isEmpty());
        }
        Invoice settled = invoice(currency, State.PARTLY_PAID, instalments, payments, payers);
        assertThat(settled.remaining()).as(described).isZero();
        assertThat(settled.favour()).as(described).isZero();
        assertThat(settled.shares())
                .as(described)
                .allSatisfy(share -> assertThat(share.state()).isEqualTo(State.PAID));
        assertThat(settled.shares().stream().flatMap(share -> share.payments().stream()))
                .as(described)
                .allSatisfy(part -> assertThat(part.amount().signum()).isPositive());

        List<Payment> returned = new ArrayList<>(payments);
        for (Payment payment : payments) {
            returned.add(
                    new Payment("back " + payment.id(), DAY, payment.amount().negate()));
        }
        assertThat(invoice(currency, State.ISSUED, instalments, returned, payers)
                        .shares())
                .as(described)
                .allSatisfy(share -> assertThat(share.paid()).isZero());

        Invoice creditNote = new Invoice(
                "c",
                "A1",
                settled.pupil(),
                currency,
                State.ISSUED,
                List.of(new Instalment(1, null, settled.total())),
                List.of(),
                null,
                false,
                new Invoice.Details(Invoice.Type.CREDIT_NOTE, DAY, List.of(), payers, "2026-00001"));
        assertThat(creditNote.shares())
                .as(described)
                .extracting(Invoice::total)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactlyElementsOf(
                        settled.shares().stream().map(Invoice::total).toList());
    }

    private static List<BigDecimal> pieces(Random random, BigDecimal amount, int digits) {
        long units = amount.movePointRight(digits).longValueExact();
        List<BigDecimal> pieces = new ArrayList<>();
        while (units > 0) {
            long piece = random.nextInt(4) == 0 ? units : 1 + random.nextLong(units);
            pieces.add(BigDecimal.valueOf(piece, digits));
            units -= piece;
        }
        return pieces;
    }

    @Test
    void whatOnePayerHasPaidTooMuchIsNotPaidForAnother() {
        Invoice whole = invoice(
                Currency.getInstance("GNF"),
                State.PARTLY_PAID,
                List.of(new Instalment(1, DAY, BigDecimal.valueOf(200))),
                List.of(new Payment("a", DAY, BigDecimal.valueOf(250), 1, null)),
                List.of(payer(1, 1), payer(2, 1)));

        assertThat(whole.remaining()).isEqualByComparingTo("100");
        assertThat(whole.favour()).isEqualByComparingTo("150");
        Invoice first = whole.shareOf(1).orElseThrow();
        assertThat(first.state()).isEqualTo(State.PAID);
        assertThat(first.favour()).isEqualByComparingTo("150");
        Invoice second = whole.shareOf(2).orElseThrow();
        assertThat(second.state()).isEqualTo(State.ISSUED);
        assertThat(second.remaining()).isEqualByComparingTo("100");
        assertThat(second.favour()).isZero();
    }

    private static @Nullable Integer paidBy(Random random, int payers) {
        return random.nextBoolean() ? null : 1 + random.nextInt(payers);
    }

    private static BigDecimal amount(Random random, int digits) {
        long units = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1 + random.nextLong(10_000_000_000L);
        return BigDecimal.valueOf(units, digits);
    }

    @Test
    void theUnitLeftOverGoesToTheGreatestFraction() {
        Currency euro = Currency.getInstance("EUR");
        Invoice whole = invoice(
                euro,
                State.ISSUED,
                List.of(new Instalment(1, DAY, new BigDecimal("100.00"))),
                List.of(),
                List.of(payer(1, 1), payer(2, 3), payer(3, 3)));

        assertThat(whole.shares())
                .extracting(share -> share.total().toPlainString())
                .containsExactly("14.28", "42.86", "42.86");
    }

    @Test
    void aPayerOwesWhatRemainsOfTheOwnPart() {
        Invoice whole = invoice(
                Currency.getInstance("GNF"),
                State.PARTLY_PAID,
                List.of(
                        new Instalment(1, DAY, BigDecimal.valueOf(100)),
                        new Instalment(2, DAY.plusDays(30), BigDecimal.valueOf(101))),
                List.of(
                        new Payment("a", DAY, BigDecimal.valueOf(120), 1, null),
                        new Payment("b", DAY, BigDecimal.valueOf(3))),
                List.of(payer(1, 1), payer(2, 1)));

        Invoice first = whole.shareOf(1).orElseThrow();
        Invoice second = whole.shareOf(2).orElseThrow();
        assertThat(first.total()).isEqualByComparingTo("101");
        assertThat(first.state()).isEqualTo(State.PAID);
        assertThat(first.remaining()).isZero();
        assertThat(second.total()).isEqualByComparingTo("100");
        assertThat(second.remaining()).isEqualByComparingTo("99");
        assertThat(second.state()).isEqualTo(State.PARTLY_PAID);
        assertThat(second.overdue(DAY.plusDays(1)))
                .singleElement()
                .satisfies(one -> assertThat(one.unpaid()).isEqualByComparingTo("49"));
        assertThat(second.details().whole()).isEqualByComparingTo("201");
        assertThat(whole.shareOf(3)).isEmpty();
    }

    @Test
    void nothingRemainsOfWhatIsPaidCancelledOrACreditNote() {
        Currency euro = Currency.getInstance("EUR");
        List<Instalment> ten = List.of(new Instalment(1, DAY, BigDecimal.TEN));
        for (State state : List.of(State.PAID, State.CANCELLED)) {
            assertThat(invoice(euro, state, ten, List.of(), List.of()).remaining())
                    .isZero();
        }
        Invoice creditNote = new Invoice(
                "c",
                "A1",
                new PupilId("ali"),
                euro,
                State.ISSUED,
                ten,
                List.of(),
                null,
                false,
                new Invoice.Details(Invoice.Type.CREDIT_NOTE, DAY, List.of(), List.of(), "2026-00001"));
        assertThat(creditNote.remaining()).isZero();
        assertThat(creditNote.overdue(DAY.plusDays(9))).isEmpty();
    }

    @Test
    void linesComeToTheInstalments() {
        List<Instalment> ten = List.of(new Instalment(1, DAY, BigDecimal.TEN));
        List<Invoice.Line> nine = List.of(
                new Invoice.Line("Cantine", null, null, BigDecimal.TEN),
                new Invoice.Line("Remise fratrie", null, null, BigDecimal.ONE.negate()));
        Invoice.Details details = new Invoice.Details(Invoice.Type.INVOICE, DAY, nine, List.of(), null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Invoice(
                        "i",
                        "1",
                        new PupilId("ali"),
                        Currency.getInstance("EUR"),
                        State.ISSUED,
                        ten,
                        List.of(),
                        null,
                        false,
                        details))
                .withMessageContaining("come to 9, and its instalments to 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Invoice.Details(
                        Invoice.Type.INVOICE, DAY, List.of(), List.of(payer(1, 1), payer(1, 2)), null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Invoice.Details(Invoice.Type.INVOICE, DAY, List.of(), List.of(), "2026-00001"));
        List<Payer> many = new ArrayList<>();
        many.add(payer(1, 1_000_000_000_000L));
        assertThatIllegalArgumentException().isThrownBy(() -> many.add(payer(2, 1_000_000_000_001L)));
    }
}
