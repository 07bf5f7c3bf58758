package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.augment.Augmentations;
import dev.loupe.graph.Computation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Documents that repeat what the code says.
final class DocumentsTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void theExamplesInTheReadmeAreThoseThatAreTested() throws IOException {
    String test =
        Files.readString(ROOT.resolve("train/src/test/java/dev/loupe/train/ReadmeTest.java"));
    for (String mark : List.of("// README\n", "// REPORT\n", "// ONNX\n")) {
      String example = test.split(mark, -1)[1].stripIndent().strip();
      assertThat(example.lines().count()).isLessThanOrEqualTo(25);
      assertThat(Files.readString(ROOT.resolve("README.md")))
          .contains("```java\n" + example + "\n```");
    }
  }

  @Test
  void thePageOfVariationsNamesAll() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/augmentation.md"));
    Augmentations.usages()
        .forEach(
            (usage, meaning) -> {
              String row = "| `%s` | %s |".formatted(usage.replace("|", "\\|"), meaning);
              assertThat(page).contains(row);
            });
    String test =
        Files.readString(ROOT.resolve("data/src/test/java/dev/loupe/data/AugmentExampleTest.java"));
    String example = test.split("// EXAMPLE\n", -1)[1].stripIndent().strip();
    assertThat(page).contains("```java\n" + example + "\n```");
  }

  @Test
  void theExampleOfRunsIsTheOneThatIsTested() throws IOException {
    String test =
        Files.readString(ROOT.resolve("cli/src/test/java/dev/loupe/cli/RunsCommandTest.java"));
    String example = test.split("// RUNS\n", -1)[1].stripIndent().strip();
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains("```java\n" + example + "\n```");
  }

  @Test
  void theExampleOfLookingInsideIsTheOneThatIsTested() throws IOException {
    Path file = ROOT.resolve("explain/src/test/java/dev/loupe/explain/filter/LookExampleTest.java");
    String example = Files.readString(file).split("// LOOK\n", -1)[1].stripIndent().strip();
    assertThat(Files.readString(ROOT.resolve("docs/look.md")))
        .contains("```java\n" + example + "\n```");
  }

  @Test
  void theExampleOfExplanationsIsTheOneThatIsTested() throws IOException {
    Path file = ROOT.resolve("train/src/test/java/dev/loupe/train/ExplainQualityTest.java");
    String example = Files.readString(file).split("// EXPLAIN\n", -1)[1].stripIndent().strip();
    assertThat(Files.readString(ROOT.resolve("docs/explain.md")))
        .contains("```java\n" + example + "\n```");
  }

  @Test
  void theExampleOfAttentionIsTheOneThatIsTested() throws IOException {
    Path file =
        ROOT.resolve("explain/src/test/java/dev/loupe/explain/attention/AttentionsTest.java");
    String example = Files.readString(file).split("// ATTENTION\n", -1)[1].stripIndent().strip();
    assertThat(Files.readString(ROOT.resolve("docs/transformers.md")))
        .contains("```java\n" + example + "\n```");
  }

  @ParameterizedTest
  @CsvSource({
    "ResumeTest, RESUME",
    "RecipeTest, RECIPE",
    "StudyTest, STUDIES",
    "TaskTest, SEGMENT"
  })
  void furtherExamplesInTheReadmeAreThoseThatAreTested(String name, String mark)
      throws IOException {
    Path file = ROOT.resolve("train/src/test/java/dev/loupe/train/" + name + ".java");
    String example = Files.readString(file).split("// " + mark + "\n", -1)[1].stripIndent().strip();
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains("```java\n" + example + "\n```");
  }

  @Test
  void everyOpHasARow() throws IOException {
    String table = Files.readString(ROOT.resolve("docs/ops.md"));
    try (Stream<Path> files = Files.list(ROOT.resolve("engine/src/main/java/dev/loupe/graph/op"))) {
      List<String> ops =
          files
              .map(f -> f.getFileName().toString().replace(".java", ""))
              .filter(DocumentsTest::isOp)
              .toList();
      assertThat(ops).hasSizeGreaterThan(40);
      assertThat(ops).allSatisfy(op -> assertThat(table).containsPattern("\n\\| `" + op + "[`(]"));
    }
  }

  private static boolean isOp(String name) {
    try {
      return !name.equals("package-info")
          && Computation.class.isAssignableFrom(Class.forName("dev.loupe.graph.op." + name));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
