package dev.loupe.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/// The rules of the house that no compiler holds, read from the class files of the modules on this
/// module's class path: engine, nn and models.
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .withImportOption(location -> !location.contains("/dev/loupe/testkit/"))
          .importPackages("dev.loupe");

  /// Without this, a rule about a package that was not found would hold.
  @Test
  void everyPackageIsSeen() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName))
        .contains(
            "dev.loupe.tensor",
            "dev.loupe.kernel",
            "dev.loupe.graph",
            "dev.loupe.graph.op",
            "dev.loupe.nn",
            "dev.loupe.models")
        .noneMatch(name -> name.startsWith("dev.loupe.testkit"));
  }

  @Test
  void onlyKernelsUseVectors() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.loupe.kernel")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector")
        .check(CLASSES);
  }

  @Test
  void settingsComeAsArguments() {
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "the environment or a system property is read",
                call ->
                    call.getTargetOwner().isEquivalentTo(System.class)
                        && (call.getName().equals("getenv")
                            || call.getName().startsWith("getPropert"))))
        .check(CLASSES);
  }

  @Test
  void nothingIsPrinted() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void everyClassIsClosed() {
    classes()
        .that(
            DescribedPredicate.describe(
                "are plain classes", (JavaClass type) -> isNamed(type) && isPlain(type)))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .orShould()
        .haveModifier(JavaModifier.ABSTRACT)
        .check(CLASSES);
  }

  private static boolean isNamed(JavaClass type) {
    return !type.isAnonymousClass() && !type.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isPlain(JavaClass type) {
    return !type.isInterface() && !type.isEnum() && !type.isRecord();
  }

  @Test
  void noStateIsShared() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager)(\\$.*)?")
        .check(CLASSES);
  }

  @Test
  void tensorsStandAlone() {
    dependsOnlyOn("dev.loupe.tensor");
  }

  @Test
  void kernelsSeeTensors() {
    dependsOnlyOn("dev.loupe.kernel", "dev.loupe.tensor");
  }

  @Test
  void graphsSeeKernelsAndTensors() {
    dependsOnlyOn("dev.loupe.graph..", "dev.loupe.kernel", "dev.loupe.tensor");
  }

  @Test
  void layersSeeNoModels() {
    dependsOnlyOn("dev.loupe.nn..", "dev.loupe.graph..", "dev.loupe.kernel", "dev.loupe.tensor");
  }

  /// Of Loupe's packages, a package depends on itself and the allowed ones alone.
  private static void dependsOnlyOn(String name, String... allowed) {
    noClasses()
        .that()
        .resideInAPackage(name)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.loupe..")
                .and(not(resideInAPackage(name)))
                .and(not(resideInAnyPackage(allowed))))
        .check(CLASSES);
  }
}
