package dev.loupe.cli;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

/// The rules of the house that modules can't say.
final class HouseRulesTest {
  private static final JavaClasses LOUPE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.loupe");

  private static final String[] LIBRARIES = {
    "dev.loupe.tensor..",
    "dev.loupe.kernel..",
    "dev.loupe.graph..",
    "dev.loupe.nn..",
    "dev.loupe.models..",
    "dev.loupe.data..",
    "dev.loupe.formats..",
    "dev.loupe.explain..",
    "dev.loupe.train.."
  };

  @Test
  void thereAreClassesToLookAt() {
    assertThat(LOUPE.size()).isGreaterThan(300);
  }

  @Test
  void onlyTheCommandLineReadsTheEnvironment() {
    noClasses()
        .that()
        .resideInAnyPackage(LIBRARIES)
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperties")
        .orShould()
        .callMethod(Integer.class, "getInteger", String.class)
        .orShould()
        .callMethod(Boolean.class, "getBoolean", String.class)
        .check(LOUPE);
    // A model card names the operating system; nothing is decided by it.
    noClasses()
        .that()
        .resideInAnyPackage(LIBRARIES)
        .and()
        .doNotHaveFullyQualifiedName("dev.loupe.train.Machine")
        .should()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class, String.class)
        .check(LOUPE);
  }

  @Test
  void librariesDoNotPrint() {
    noClasses()
        .that()
        .resideInAnyPackage(LIBRARIES)
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .check(LOUPE);
  }

  @Test
  void onlyKernelsUseVectors() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.loupe.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(LOUPE);
  }

  @Test
  void packagesDependInOneDirection() {
    loupe("dev.loupe.tensor..", "dev.loupe.tensor..");
    loupe("dev.loupe.kernel..", "dev.loupe.kernel..", "dev.loupe.tensor..");
    loupe("dev.loupe.graph..", "dev.loupe.graph..", "dev.loupe.kernel..", "dev.loupe.tensor..");
    noClasses()
        .that()
        .resideInAPackage("dev.loupe.data..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.loupe.graph..", "dev.loupe.nn..", "dev.loupe.models..")
        .check(LOUPE);
    noClasses()
        .that()
        .resideInAnyPackage("dev.loupe.nn..", "dev.loupe.models..", "dev.loupe.formats..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.loupe.data..", "dev.loupe.train..")
        .check(LOUPE);
  }

  /// Classes of a package use no other packages of Loupe than these.
  private static void loupe(String from, String... allowed) {
    classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("dev.loupe.."))
                .or(JavaClass.Predicates.resideInAnyPackage(allowed)))
        .check(LOUPE);
  }

  @Test
  void everyClassIsFinalOrMadeToBeExtended() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .should(beFinalOrAbstract())
        .check(LOUPE);
  }

  private static ArchCondition<JavaClass> beFinalOrAbstract() {
    return new ArchCondition<>("be final, abstract or sealed") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean closed =
            type.getModifiers().contains(JavaModifier.ABSTRACT)
                || type.getModifiers().contains(FINAL)
                || type.reflect().isSealed();
        if (!closed) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " is open"));
        }
      }
    };
  }

  @Test
  void staticFieldsDoNotChange() {
    fields().that().haveModifier(STATIC).should().haveModifier(FINAL).check(LOUPE);
  }

  @Test
  void namesSayWhatThingsAre() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)")
        .check(LOUPE);
  }
}
