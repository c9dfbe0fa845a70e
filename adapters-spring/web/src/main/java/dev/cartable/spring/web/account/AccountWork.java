package dev.cartable.spring.web.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Accounts;
import dev.cartable.account.CleanUpOrphans;
import dev.cartable.account.CleanUpPlan;
import dev.cartable.account.GenerateAccounts;
import dev.cartable.account.ResendCredentials;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PromotionId;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.BulkWork;
import dev.cartable.spring.web.internal.Parameters;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.work.Brake;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bulk work on accounts that a request can ask for, with the options of the command line. Safe for use by several threads. */
final class AccountWork {
    private static final int LONGEST_ID = 255;
    private static final long MOST_DAYS = 3_650;

    private final Accounts accounts;

    AccountWork(Accounts accounts) {
        this.accounts = requireNonNull(accounts, "accounts");
    }

    /** Each kind, with what reads its options. */
    Map<String, Function<Body, BulkWork<?>>> kinds() {
        Map<String, Function<Body, BulkWork<?>>> kinds = new LinkedHashMap<>();
        kinds.put("generate", this::generate);
        kinds.put("resend", this::resend);
        kinds.put("cleanup", this::cleanUp);
        kinds.put("migrate", body -> MigrationWork.read(accounts, body));
        return kinds;
    }

    private BulkWork<AccountStep> generate(Body body) {
        TreeSet<GuardianId> guardians = new TreeSet<>();
        for (String id : texts(body, "guardians")) {
            Parameters.id(id, GuardianId::new)
                    .ifPresentOrElse(guardians::add, () -> body.refuse("guardians", "NO_ID", Map.of()));
        }
        String promotion = body.optionalText("promotion", LONGEST_ID);
        Long limit = body.optionalNumber("limit", 1, Integer.MAX_VALUE);
        boolean emailOnly = truth(body, "emailOnly");
        boolean force = truth(body, "force");
        boolean includeChosen = truth(body, "includeChosen");
        Brake brake = brake(body);
        GenerationRequest request;
        try {
            request = new GenerationRequest(
                    guardians,
                    promotion == null ? null : new PromotionId(promotion),
                    limit == null ? null : limit.intValue(),
                    emailOnly,
                    force,
                    includeChosen,
                    brake);
        } catch (IllegalArgumentException e) {
            throw body.refused(includeChosen && !force ? "includeChosen" : "promotion", "DOES_NOT_FIT", Map.of());
        }
        GenerateAccounts generate = accounts.generate();
        return BulkWork.of(
                () -> generate.plan(request),
                (approved, each) -> generate.apply(request, approved, each).counts(),
                step -> step.guardian().value(),
                AccountWork::row);
    }

    private BulkWork<AccountStep> resend(Body body) {
        TreeSet<GuardianId> guardians = new TreeSet<>();
        for (String named : texts(body, "accounts")) {
            Optional<Account> account = accounts.find(named);
            account.map(Account::guardian)
                    .ifPresentOrElse(
                            guardians::add, () -> body.refuse("accounts", "UNKNOWN_ACCOUNT", Map.of("account", named)));
        }
        ResendCredentials.Request request = new ResendCredentials.Request(
                guardians, truth(body, "newPassword"), truth(body, "neverActivated"), truth(body, "expired"));
        ResendCredentials resend = accounts.resend();
        return BulkWork.of(
                () -> resend.plan(request),
                (approved, each) -> resend.apply(request, approved, each).counts(),
                step -> step.guardian().value(),
                AccountWork::row);
    }

    private BulkWork<CleanUpPlan.Step> cleanUp(Body body) {
        Long days = body.optionalNumber("graceDays", 0, MOST_DAYS);
        CleanUpOrphans.Request request = new CleanUpOrphans.Request(
                days == null ? CleanUpOrphans.Request.GRACE : Duration.ofDays(days), brake(body));
        CleanUpOrphans cleanUp = accounts.cleanUp();
        return BulkWork.of(
                () -> cleanUp.plan(request),
                (approved, each) -> cleanUp.apply(request, approved, each).counts(),
                step -> step.account().toString(),
                AccountWork::row);
    }

    private static List<String> texts(Body body, String field) {
        List<String> texts = body.optionalTexts(field);
        return texts == null ? List.of() : texts;
    }

    private static boolean truth(Body body, String field) {
        return Boolean.TRUE.equals(body.optionalTruth(field));
    }

    /** {@code max} raises the limit of the brake. */
    private static Brake brake(Body body) {
        Long max = body.optionalNumber("max", 0, Integer.MAX_VALUE);
        return max == null ? Brake.defaults() : Brake.atMost(max);
    }

    private static @Nullable Row row(AccountStep step) {
        if (step.action() == AccountStep.Action.KEEP) {
            return null;
        }
        return Row.of("guardian", step.guardian())
                .and("action", step.action())
                .and("reason", step.reason())
                .and("detail", step.detail())
                .and("queues", step.queues())
                .and(
                        "unreachable",
                        step.unreachable() == null ? null : step.unreachable().reason());
    }

    private static @Nullable Row row(CleanUpPlan.Step step) {
        if (step.action() == CleanUpPlan.Step.Action.KEEP) {
            return null;
        }
        return Row.of("account", step.account())
                .and("guardian", step.guardian())
                .and("action", step.action())
                .and("reason", step.reason())
                .and("detail", step.detail())
                .and("queues", step.queues())
                .and(
                        "unreachable",
                        step.unreachable() == null ? null : step.unreachable().reason());
    }
}
