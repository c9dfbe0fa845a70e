package dev.cartable.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * Core's rules, for the classes under one root package. {@link ArchitectureTest} applies them to core itself, and to
 * a package of seeded violations to see that every rule reports its own.
 */
final class ArchitectureRules {

    /** Libraries that any class of core may use. */
    private static final List<String> LIBRARIES = List.of("java.", "javax.crypto.", "org.slf4j.", "org.jspecify.");

    /** Libraries that certain packages of core keep to themselves. */
    private static final Map<String, Set<String>> LIBRARY_OF = Map.of(
            "org.apache.commons.csv.", Set.of("school.csv", "account.csv"),
            "com.samskivert.mustache.", Set.of("notice.template"),
            "com.cronutils.", Set.of("task.cron"),
            "biweekly.", Set.of("school.ics"),
            "com.exceptionfactory.jagged.", Set.of("backup.age"),
            "com.fasterxml.jackson.core.", Set.of("internal.json"),
            "java.net.http.", Set.of("notice.http"),
            "javax.net.ssl.", Set.of("notice.http"),
            "com.google.i18n.phonenumbers.", Set.of("school.phone"),
            "net.gcardone.junidecode.", Set.of("account.model"));

    private static final Pattern FORBIDDEN =
            Pattern.compile("(java\\.sql|javax\\.sql|jakarta|org\\.springframework|lombok|io\\.vavr)\\..*");

    /**
     * Ports to what no transaction covers, and to a host's own data, which Cartable only reads. Their methods take no Tx. Mail
     * inside a transaction, for example, is a trap.
     */
    private static final Set<String> WITHOUT_TX = Set.of(
            "Absences",
            "Alarms",
            "ArchiveEncryption",
            "ArchiveFormat",
            "BackupHook",
            "BackupVault",
            "DocumentVault",
            "BounceMailbox",
            "CalendarSource",
            "Courier",
            "DatabaseDump",
            "DatabaseRestore",
            "DispatchListener",
            "Draft",
            "ExportFormat",
            "Grades",
            "InvoiceRenderer",
            "Invoices",
            "LegacyAccounts",
            "LegacyReminders",
            "LegacyUsageSource",
            "LetterRenderer",
            "Letters",
            "NoticeType",
            "OffsiteVault",
            "PasswordHasher",
            "PhoneNumbers",
            "Preferences",
            "RecordSource",
            "ReminderRule",
            "Renderer",
            "ReportCardRenderer",
            "Roster",
            "RosterSource",
            "Rows",
            "Scheduler",
            "SessionRevoker",
            "Sink",
            "StagedDatabaseStep",
            "StudySessions",
            "Subscriptions",
            "Supervisors",
            "Ticker",
            "UsageListener",
            "UsageStatistics",
            "Users",
            "WeeklyPlans");

    /** The end of the name of an interface that only reads; the port that also writes extends it. */
    private static final String READER = "Reader";

    private final String root;

    ArchitectureRules(String root) {
        this.root = root;
    }

    /** Every rule by the name that a failing test prints. */
    Stream<Map.Entry<String, ArchRule>> all() {
        return Stream.of(
                Map.entry("every class stands in a package that the design knows", classes(this::unknownPackage)),
                Map.entry("dependencies keep their directions", classes(this::wrongDirections)),
                Map.entry("libraries stay where they belong", classes(this::strayLibraries)),
                Map.entry("no SQL, no mail API and no Spring", classes(this::forbiddenLibraries)),
                Map.entry("public signatures show no third-party type", classes(this::foreignSignatures)),
                Map.entry("time is passed in", classes(this::clockReads)),
                Map.entry("methods of stores take Tx first", classes(this::writesWithoutTx)),
                Map.entry("readers take no Tx and return something", classes(this::readersThatWrite)),
                Map.entry("a use case is constructed by its own context", classes(this::strayConstructions)),
                Map.entry("money is no floating-point number", classes(this::floatingMoney)),
                Map.entry("every package is @NullMarked", classes(this::unmarkedPackage)));
    }

    private Place place(JavaClass type) {
        return Place.of(type, root);
    }

    private boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
    }

    private Stream<String> unknownPackage(JavaClass type) {
        return Stream.of(type)
                .filter(t -> !place(t).isKnown())
                .map(t -> t.getName() + " is in a package that Place does not know");
    }

    private Stream<String> wrongDirections(JavaClass type) {
        return dependencies(type)
                .filter(d -> isOurs(target(d)))
                .filter(d -> !target(d).getSimpleName().equals("CartableException"))
                .filter(d -> !place(type).mayUse(place(target(d))))
                .map(Dependency::getDescription);
    }

    private Stream<String> strayLibraries(JavaClass type) {
        return dependencies(type)
                .filter(d -> !isOurs(target(d)) && !target(d).isPrimitive())
                .filter(d -> !mayUseLibrary(place(type), target(d).getName()))
                .map(Dependency::getDescription);
    }

    private static boolean mayUseLibrary(Place place, String name) {
        return LIBRARY_OF.entrySet().stream()
                .filter(e -> name.startsWith(e.getKey()))
                .findFirst()
                .map(e -> e.getValue().contains(place.context() + "." + place.part()))
                .orElseGet(() -> LIBRARIES.stream().anyMatch(name::startsWith));
    }

    private Stream<String> forbiddenLibraries(JavaClass type) {
        return dependencies(type)
                .filter(d -> FORBIDDEN.matcher(target(d).getName()).matches())
                .map(Dependency::getDescription);
    }

    private Stream<String> foreignSignatures(JavaClass type) {
        if (!type.getModifiers().contains(PUBLIC) || place(type).context().equals("internal")) {
            return Stream.empty();
        }
        var fields = type.getFields().stream()
                .filter(f -> isApi(f.getModifiers()))
                .flatMap(f -> foreign(f.getType()).map(t -> f.getFullName() + " shows " + t));
        var codeUnits = type.getCodeUnits().stream()
                .filter(c -> isApi(c.getModifiers()))
                .flatMap(c -> signature(c).flatMap(this::foreign).map(t -> c.getFullName() + " shows " + t));
        return Stream.concat(fields, codeUnits);
    }

    private static boolean isApi(Set<JavaModifier> modifiers) {
        return modifiers.contains(PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> signature(JavaCodeUnit unit) {
        return Stream.of(
                        Stream.of(unit.getReturnType()),
                        unit.getParameterTypes().stream(),
                        unit.getExceptionTypes().stream())
                .flatMap(Function.identity());
    }

    private Stream<String> foreign(JavaType type) {
        return type.getAllInvolvedRawTypes().stream()
                .map(JavaClass::getBaseComponentType)
                .filter(t -> !t.isPrimitive() && !isOurs(t) && !t.getName().matches("(java|javax\\.net\\.ssl)\\..*"))
                .map(JavaClass::getName);
    }

    private Stream<String> clockReads(JavaClass type) {
        if (place(type).isRoot()) {
            return Stream.empty();
        }
        return type.getAccessesFromSelf().stream()
                .filter(access -> readsClock(access.getTargetOwner().getName(), access))
                .map(JavaAccess::getDescription);
    }

    private static boolean readsClock(String owner, JavaAccess<?> access) {
        var name = access.getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis");
            case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system") || name.startsWith("tick");
            case "java.time.ZoneId" -> name.equals("systemDefault");
            case "java.util.TimeZone" -> name.equals("getDefault");
            case "java.util.Calendar" -> name.equals("getInstance");
            case "java.util.Date" -> access.getTarget().getFullName().endsWith("<init>()");
            default ->
                owner.startsWith("java.time.")
                        && name.equals("now")
                        && !access.getTarget().getFullName().contains("(java.time.Clock)");
        };
    }

    /** A store reads by the reader that it extends; all its own methods write, or read within a transaction. */
    private Stream<String> writesWithoutTx(JavaClass type) {
        return isPort(type) && !type.getSimpleName().endsWith(READER)
                ? methods(type)
                        .filter(m -> !takesTx(m))
                        .map(m -> m.getFullName()
                                + " is a method of a store, but its first parameter is not Tx; if it only reads, move it to "
                                + type.getSimpleName() + READER)
                : Stream.empty();
    }

    private Stream<String> readersThatWrite(JavaClass type) {
        return isPort(type) && type.getSimpleName().endsWith(READER)
                ? methods(type)
                        .filter(m ->
                                takesTx(m) || m.getRawReturnType().getName().equals("void"))
                        .map(m -> m.getFullName() + " writes, and stands in a reader")
                : Stream.empty();
    }

    /** Not the groups of stores, whose methods return stores. */
    private boolean isPort(JavaClass type) {
        return type.isInterface()
                && !type.isNestedClass()
                && place(type).part().equals("port")
                && !type.isAssignableTo(root + ".work.WorkStores")
                && !WITHOUT_TX.contains(type.getSimpleName());
    }

    private static Stream<JavaMethod> methods(JavaClass type) {
        return type.getMethods().stream()
                .filter(m -> !m.getModifiers().contains(JavaModifier.STATIC)
                        && !m.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    private static boolean takesTx(JavaMethod method) {
        var parameters = method.getRawParameterTypes();
        return !parameters.isEmpty() && parameters.get(0).getSimpleName().equals("Tx");
    }

    private Stream<String> strayConstructions(JavaClass type) {
        if (place(type).isRoot()) {
            return Stream.empty();
        }
        return type.getConstructorCallsFromSelf().stream()
                .filter(call -> !call.getTargetOwner().getPackageName().equals(type.getPackageName()))
                .filter(call -> isOurs(call.getTargetOwner()) && isUseCase(call.getTargetOwner()))
                .map(JavaAccess::getDescription);
    }

    /** A public final class at the top of a context that somebody else could construct; results are records. */
    private boolean isUseCase(JavaClass type) {
        return place(type).isUseCase()
                && type.isTopLevelClass()
                && type.getModifiers().containsAll(Set.of(PUBLIC, FINAL))
                && !type.isRecord()
                && !type.isEnum()
                && !type.isAssignableTo(Throwable.class)
                && type.getConstructors().stream()
                        .anyMatch(c -> c.getModifiers().contains(PUBLIC));
    }

    /** Neither in a field nor in a signature nor on the way through. */
    private Stream<String> floatingMoney(JavaClass type) {
        if (!place(type).context().equals("billing") && !type.getSimpleName().contains("Invoice")) {
            return Stream.empty();
        }
        var fields = type.getFields().stream()
                .filter(field -> isFloating(field.getRawType()))
                .map(field -> field.getFullName() + " is a floating-point number");
        var signatures = type.getCodeUnits().stream()
                .filter(unit -> Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream())
                        .anyMatch(ArchitectureRules::isFloating))
                .map(unit -> unit.getFullName() + " shows a floating-point number");
        var calls = type.getCodeUnitCallsFromSelf().stream()
                .filter(call -> Stream.concat(
                                Stream.of(call.getTarget().getRawReturnType()),
                                call.getTarget().getRawParameterTypes().stream())
                        .anyMatch(ArchitectureRules::isFloating))
                .map(JavaAccess::getDescription);
        return Stream.of(fields, signatures, calls).flatMap(Function.identity());
    }

    private static boolean isFloating(JavaClass type) {
        return Set.of("double", "float", "java.lang.Double", "java.lang.Float")
                .contains(type.getBaseComponentType().getName());
    }

    private Stream<String> unmarkedPackage(JavaClass type) {
        return Stream.of(type)
                .filter(t -> !t.getPackage().isAnnotatedWith(NullMarked.class))
                .map(t -> "package " + t.getPackageName() + " of " + t.getSimpleName() + " is not @NullMarked");
    }

    private static Stream<Dependency> dependencies(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream();
    }

    private static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }

    private static ArchRule classes(Function<JavaClass, Stream<String>> violations) {
        return ArchRuleDefinition.classes()
                .should(new ArchCondition<>("keep this rule") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        violations.apply(type).forEach(v -> events.add(SimpleConditionEvent.violated(type, v)));
                    }
                })
                .allowEmptyShould(true);
    }
}
