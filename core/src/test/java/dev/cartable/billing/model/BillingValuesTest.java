package dev.cartable.billing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.billing.model.InvoiceDraft.Payer;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Instalment;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BillingValuesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 30);

    @ParameterizedTest
    @ValueSource(strings = {"{year}-{number:5}", "F/{year}/{number}", "{number:3}/{year}", "ÉC-{year}.{number:9}-A"})
    void aNumberIsReadAsItWasWritten(String pattern) {
        NumberFormat format = new NumberFormat(pattern);
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            int year = 2000 + random.nextInt(200);
            long sequence = 1 + random.nextLong(i < 100 ? 100 : 10_000_000L);
            String number = format.format(year, sequence);
            assertThat(format.parse(number)).as(number).contains(new NumberFormat.Parsed(year, sequence));
            assertThat(format.parse(number + "0")).as(number).isNotEqualTo(format.parse(number));
        }
        assertThat(format.parse("")).isEmpty();
        assertThat(format.parse("no number")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{year}",
                "{number}",
                "{year}{number}",
                "{year}-{number}-{number}",
                "{year}-{number:0}",
                "{year}-{number:5}{",
                "{year}-{month}-{number}",
                "2{number}-{year}",
                "{year}7-{number}",
                " {year}-{number}",
                "FACTURE-DE-LA-GRANDE-ECOLE-{year}-{number:9}"
            })
    void aFormThatCouldGiveTwoInvoicesOneNumberIsRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NumberFormat(pattern));
    }

    @Test
    void aFormHasUpToFortyCharacters() {
        String longest = "A".repeat(24) + "-{year}-{number}";
        assertThat(longest).hasSize(40);

        assertThat(new NumberFormat(longest)).hasToString(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> new NumberFormat("A" + longest));
    }

    @Test
    void zerosThatTheFormDoesNotWriteAreAnotherNumber() {
        assertThat(new NumberFormat("{year}-{number:3}").parse("2026-0007")).isEmpty();
        assertThat(new NumberFormat("{year}-{number:3}").parse("2026-1007"))
                .contains(new NumberFormat.Parsed(2026, 1007));
    }

    @Test
    void invoicesAndCreditNotesCannotHaveTheSameNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BillingSettings.defaults().withCreditNotes("{year}-{number}"));
        assertThat(BillingSettings.defaults()
                        .withInvoices("F{year}-{number}")
                        .format(Invoice.Type.INVOICE)
                        .format(2026, 7))
                .isEqualTo("F2026-7");
    }

    @Test
    void creditNotesHaveTheirOwnForm() {
        BillingSettings settings = BillingSettings.defaults().withCreditNotes("C{year}-{number}");

        assertThat(settings.format(Invoice.Type.CREDIT_NOTE).format(2026, 7)).isEqualTo("C2026-7");
        assertThat(settings.format(Invoice.Type.INVOICE).format(2026, 7)).isEqualTo("2026-00007");
    }

    @Test
    void aGuardianIsRemindedAtTheAddressOfTheRosterAndAnotherPayerAtTheirOwn() {
        GuardianId guardian = new GuardianId("G1");

        assertThat(new Payer(guardian, null, List.of(), 1, "other@example.org").email())
                .isNull();
        assertThat(new Payer(null, "Mairie", List.of("Place 1"), 1, "mairie@example.org").email())
                .isEqualTo("mairie@example.org");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Payer(null, "Mairie", List.of("Place \uD800"), 1, null));
    }

    @Test
    void aSeriesBeginsAtOneEachYearAndItsDatesNeverRunBack() {
        NumberSeries first = NumberSeries.unused(Invoice.Type.INVOICE).next(DAY);
        assertThat(first).isEqualTo(new NumberSeries(Invoice.Type.INVOICE, 2026, 1, DAY, null));
        assertThat(first.next(DAY).sequence()).isEqualTo(2);
        assertThat(first.allows(DAY.minusDays(1))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> first.next(DAY.minusDays(1)));
        NumberSeries next = first.next(LocalDate.of(2027, 1, 1));
        assertThat(next.sequence()).isOne();
        assertThat(next.isAfter(first.next(DAY))).isTrue();
        assertThat(first.isAfter(first)).isFalse();
        assertThat(first.next(DAY).isAfter(first)).isTrue();
        assertThat(next.held(Instant.EPOCH).released()).isEqualTo(next);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumberSeries(Invoice.Type.INVOICE, 2027, 1, LocalDate.of(2026, 1, 1), null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumberSeries(Invoice.Type.INVOICE, 2026, 1, null, null));
    }

    @RepeatedTest(100)
    void monthlyInstalmentsAddUp() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Currency currency = Currency.getInstance(List.of("GNF", "EUR", "TND").get(random.nextInt(3)));
        int count = 1 + random.nextInt(12);
        BigDecimal total =
                BigDecimal.valueOf(count + random.nextLong(1_000_000_000L), currency.getDefaultFractionDigits());

        List<Instalment> instalments = InvoiceDraft.monthly(total, count, LocalDate.of(2026, 1, 31), currency);

        assertThat(instalments).as("seed " + seed).hasSize(count);
        assertThat(instalments.stream().map(Instalment::amount).reduce(BigDecimal.ZERO, BigDecimal::add))
                .as("seed " + seed)
                .isEqualByComparingTo(total);
        BigDecimal unit = BigDecimal.ONE.movePointLeft(currency.getDefaultFractionDigits());
        assertThat(instalments
                        .get(0)
                        .amount()
                        .subtract(instalments.get(count - 1).amount()))
                .as("seed " + seed)
                .isBetween(BigDecimal.ZERO, unit);
        assertThat(instalments)
                .extracting(Instalment::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, count).boxed().toList());
        if (count > 2) {
            assertThat(instalments.get(1).dueOn()).isEqualTo(LocalDate.of(2026, 2, 28));
            assertThat(instalments.get(2).dueOn()).isEqualTo(LocalDate.of(2026, 3, 31));
        }
    }

    @Test
    void aLineIsRoundedToWhatPeopleCanPay() {
        Currency franc = Currency.getInstance("GNF");
        assertThat(InvoiceDraft.line("Bus", new BigDecimal("2.5"), new BigDecimal("1001"), franc)
                        .amount())
                .isEqualByComparingTo("2503");
        assertThat(InvoiceDraft.line(
                                "Remise", new BigDecimal("0.1"), new BigDecimal("-10.05"), Currency.getInstance("EUR"))
                        .amount())
                .isEqualByComparingTo("-1.01");
        assertThatIllegalArgumentException().isThrownBy(() -> new Invoice.Line(" ", null, null, BigDecimal.ONE));
    }
}
